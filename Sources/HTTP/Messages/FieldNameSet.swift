/// A set of field names, as one number: what a head has is known without looking through its fields.
package struct FieldNameSet: Sendable, Equatable, ExpressibleByArrayLiteral {
    private var bits: UInt64 = 0

    package init(arrayLiteral names: FieldName...) {
        for name in names { insert(name) }
    }

    package mutating func insert(_ name: FieldName) {
        bits |= 1 << UInt64(name.rawValue)
    }

    package func contains(_ name: FieldName) -> Bool {
        bits & 1 << UInt64(name.rawValue) != 0
    }

    package func isDisjoint(with other: FieldNameSet) -> Bool {
        bits & other.bits == 0
    }
}
