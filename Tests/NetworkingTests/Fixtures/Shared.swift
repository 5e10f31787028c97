import Platform

@testable import Networking

/// A value that several tasks of a test look at and change.
final class Shared<Value: Sendable>: Sendable {
    private let locked: Locked<Value>

    init(_ value: Value) {
        locked = Locked(value)
    }

    var value: Value {
        locked.withLock { $0 }
    }

    func change(_ body: (inout Value) -> Void) {
        locked.withLock { body(&$0) }
    }
}
