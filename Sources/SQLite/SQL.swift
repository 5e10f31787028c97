/// The text of one statement, or of a part of one.
///
/// It is made of literals of the program and of other `SQL`, never of a `String`, so that a value from outside cannot be
/// spliced into it; values are bound to its placeholders.
///
///     static let columns: SQL = "id, email, name"
///     private static let ofID: SQL = "SELECT \(columns) FROM account WHERE id = ?"
///
/// A prepared statement is found again by the address of its text. A literal has one address; what is composed gets one
/// each time it is composed, and must therefore be kept in a `static let`.
package struct SQL: Sendable {
    private enum Text {
        case literal(StaticString)
        case composed(Composition)
    }

    private final class Composition: Sendable {
        let bytes: [UInt8]

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }
    }

    private let text: Text

    /// Whether it was put together at run time.
    var isComposed: Bool {
        switch text {
        case .literal: false
        case .composed: true
        }
    }

    /// Where the text is; no other text is there while this one exists.
    var address: UInt {
        switch text {
        case .literal(let literal): unsafe UInt(bitPattern: literal.utf8Start)
        case .composed(let composition): UInt(bitPattern: ObjectIdentifier(composition))
        }
    }

    /// Lends the text in UTF-8.
    func withUTF8<R: ~Copyable, E>(_ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R) throws(E) -> R {
        switch text {
        case .literal(let literal):
            return try unsafe body(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
        case .composed(let composition):
            let bytes = composition.bytes
            let span = bytes.span
            return try unsafe span.withUnsafeBufferPointer(body)
        }
    }
}

extension SQL: ExpressibleByStringInterpolation {
    /// Collects the parts of a composed text.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
        }

        package mutating func appendInterpolation(_ part: SQL) {
            unsafe part.withUTF8 { unsafe bytes.append(contentsOf: $0) }
        }
    }

    package init(stringLiteral literal: StaticString) {
        // A literal of one character may be stored without an address.
        text =
            literal.hasPointerRepresentation
            ? .literal(literal) : .composed(Composition(Array(literal.description.utf8)))
    }

    package init(stringInterpolation: StringInterpolation) {
        text = .composed(Composition(stringInterpolation.bytes))
    }
}

extension SQL: CustomStringConvertible {
    package var description: String { unsafe withUTF8 { unsafe String(decoding: $0, as: UTF8.self) } }
}
