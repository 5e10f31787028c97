/// The value of `Date`, written once a second instead of once a response.
package struct DateCache: Sendable {
    private var second = Int64.min
    private var text: [UInt8] = []

    package init() {}

    /// The date of that second since 1970 as an IMF-fixdate.
    package mutating func value(at second: Int64) -> [UInt8] {
        if second != self.second {
            self.second = second
            text = HTTPDate.format(second)
        }
        return text
    }
}
