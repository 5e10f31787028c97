/// The key of a row, typed by what the row is, so that two keys cannot be swapped.
package struct Identifier<Subject>: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package var description: String { String(rawValue) }
}
