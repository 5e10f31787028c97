/// The HTML of values of which many rows of one page have the same.
struct WrittenOnce<Value: Hashable> {
    private var known: [Value: HTML] = [:]

    /// What a value is written as; asked for once for each value.
    mutating func html(_ value: Value, _ write: (Value) -> HTML?) -> HTML? {
        if let html = known[value] { return html }
        let html = write(value) ?? .empty
        known[value] = html
        return html
    }
}
