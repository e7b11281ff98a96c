package shop.orders

import java.util.UUID
import shop.names.{Name, Clock => Time, Hidden => _}
import shop.all._
import a.b, c.D

/** An order. */
@entity
abstract class Order[+T <: Line](val id: Int, private var name: String = "x", clock: Time)(implicit ctx: Ctx) extends Entity(id) with Ordered[Order[T]] {
  self =>
  type Key = UUID
  val limit = 3
  private lazy val lines: List[T] = load()
  var (a, b) = pair()
  val twice: Int => Int = n => n * 2

  def this(id: Int) = this(id, "y", Time.now())

  def send(to: Address, copies: Address*): Unit

  override def compare(other: Order[T]): Int = {
    val local = other.limit
    this.name = "z"
    super.run(local)
    lines.map(_.price).foreach(println)
    lines.filter(line => line.ready)
    for { line <- lines; price = line.price if price > 1 } yield price
    other match {
      case Special(x, Nested(y)) if x > 1 => x + y
      case s: Special => s.go()
      case Limit => 0
      case whole @ (first, _) => whole.size
    }
    val made = new Order[T](id = 3) { def extra = 1 }
    val listener = new Listener[T](local)
    lines foldLeft 0
    try risky() catch { case e: Failure => e.log() }
    s"$local and ${made.limit}"
    build[T](name = "x")
  }
}

object Order {
  val Max = 3
  def create(): Order[Line] = ???
}

case class Point(x: Int, y: Int = 0)

trait Named { def label: String; def shout = label.toUpperCase }

enum Color(val rgb: Int) extends Named:
  case Red extends Color(1)
  case Mix(mix: Int)

extension (p: Point)
  def length: Double = math.sqrt(p.x)

given ordering: Ordering[Point] = Ordering.by(_.x)
def main() = { val p = Point(1); Order.create().send(p) }
