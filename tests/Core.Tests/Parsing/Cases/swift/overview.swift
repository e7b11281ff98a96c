import Foundation
import struct Shop.Name

typealias Handler<T> = (T) -> Void
let limit = 3

/// An order.
@Entity
public final class Order<T: Line>: Base, Comparable where T: Any {
    static let max = 100, min = 1
    private var lines: [T] = []
    weak var owner: Customer?
    var first: T { lines[0] }
    var total: Int {
        get { return sum(lines) }
        set { lines = rebuild(newValue) }
    }
    lazy var clock: Clock = Clock.system
    let twice: (Int) -> Int = { n in n * 2 }

    init(id: Int, name: String = "x") throws {
        self.owner = Customer(name: name)
        super.init(id)
    }

    convenience init?() { self.init(id: 1) }

    deinit { close() }

    subscript(index: Int) -> T { return lines[index] }

    override func send(to address: Address?, _ copies: Address..., retry: Bool = false) async throws -> Result<T, Failure> {
        guard let target = address, target.ready else { return .failure(.none) }
        if let found = find(id: 1), case .some(let inner) = found.value { inner.run() }
        if let address { address.print() }
        for line in lines where line.ready { line.run() }
        for (key, value) in map { value.run(key) }
        let (a, b) = pair()
        var made = Order<Line>(id: 3, name: "y")
        made.name = "z"
        owner?.address!.print(1)
        lines.filter { $0.ready }.map { (x: T) -> Int in x.price }
        lines.forEach { line in line.run() }
        switch made {
        case .open(let depth, var other): depth.go(other)
        case let special as Special: special.go()
        case is Order: break
        default: break
        }
        do { try await risky() } catch let error as Failure { error.log() } catch { print(error) }
        let cast = made as! Other
        let path = \Order.owner
        func local(_ n: Int) -> Int { return n + a }
        print("\(made.id) \(b)")
        return [1, 2].map(Name.init)
    }

    static func == (left: Order, right: Order) -> Bool { left.id == right.id }
}

struct Point: Equatable { var x: Int; var y = 0 }

protocol Named: AnyObject {
    associatedtype Item
    var label: String { get }
    func shout(_ item: Item) -> String
    init(label: String)
}

indirect enum State: String, Named {
    case open, closed = "c"
    case mixed(depth: Int, Point)
    func label() -> String { switch self { case .open: return "o"; default: return rawValue } }
}

actor Registry { func add(_ order: Order<Line>) {} }

extension Point: Named {
    func length() -> Double { return sqrt(x * self.y) }
    static let zero = Point(x: 0)
}

func main() { let p = Point(x: 1, y: 2); p.length(); Registry().add(p) }
