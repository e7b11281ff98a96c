package shop.orders

import java.util.*
import shop.names.Name
import shop.clock.Clock as Time

typealias Handler<T> = (T) -> Unit

const val LIMIT = 100
val names: List<Name> = load()

/** An order. */
@Serializable
open class Order<T : Line>(val id: Int, private var name: String = "x", time: Time) : Entity(id), Comparable<Order<T>>, Store by memory where T : Any {
    private val time = time
    val count: Int
        get() = lines.size
    var first: T
        get() = lines[0]
        set(value) { lines[0] = value }
    lateinit var lines: MutableList<T>
    val filter = { item: T -> item.ready }

    init {
        register(this)
    }

    constructor(name: String) : this(1, name, Time.now())

    override fun compareTo(other: Order<T>): Int = other.count - count

    suspend fun send(to: Address?, vararg copies: Address, retry: Boolean = false) {
        to?.street!!.print(1)
        super.run(to)
        this@Order.close()
        val (a, b) = pair()
        val made = Order<T>(id = 3, time = Time.now())
        made.name = "y"
        made.id++
        for (line in lines) line.run()
        for ((key, value) in map) value.run(key)
        lines.filter { it.ready }.map { (x, y) -> x + y }.forEach(::print)
        lines.map(Line::price)
        when (val hit = find(id)) {
            is Special -> hit.run()
            else -> (hit as Other).go()
        }
        try { risky() } catch (e: Failure) { e.log() }
        val log = fun(text: String) { print(text) }
        val listener = object : Listener(id), Closeable {
            private var calls = 0
            override fun changed(event: Event) { calls += 1 }
        }
        id to listener
        log("$id and ${made.count}")
        return@send
    }

    companion object : Factory {
        const val MAX = 3
        fun create(): Order<Line> = Order(1)
    }

    inner class Nested
}

interface Named { fun label(): String; fun shout() = label().uppercase() }

enum class State(val text: String) : Named {
    OPEN("open") { override fun label() = "o" },
    CLOSED("closed");
    override fun label() = text
}

data class Point(val x: Int, val y: Int)

object Registry { fun add(order: Order<*>) = Order.create() }

fun <T> List<T>.second(): T = this[1]
val Point.length: Double get() = sqrt(x * x)
fun main() { val p = Point(1, 2); p.length; Registry.add(names.second()) }
