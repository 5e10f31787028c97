extension Span<UInt8> {
    /// Reads a list element of the form `name [;q=weight]` (RFC 9110 section 12.4.2).
    ///
    /// - Returns: The name, not empty and without blanks at its ends, and the weight in thousandths, 0 to 1000; `nil`
    ///   for any other form.
    func weighted(_ element: Range<Int>) -> (name: Range<Int>, weight: Int)? {
        let semicolon = firstIndex(of: UInt8(ascii: ";"), in: element) ?? element.upperBound
        let name = trimmed(element.lowerBound..<semicolon)
        guard !name.isEmpty else { return nil }
        guard semicolon < element.upperBound else { return (name, 1_000) }
        let parameter = trimmed(semicolon + 1..<element.upperBound)
        guard parameter.count >= 3, parameter.count <= 7, equalsIgnoringCase(parameter.prefix(2), "q=") else {
            return nil
        }
        let value = parameter.dropFirst(2)
        guard value.count == 1 || self[value.lowerBound + 1] == UInt8(ascii: "."),
            self[value.lowerBound] == UInt8(ascii: "0") || self[value.lowerBound] == UInt8(ascii: "1")
        else { return nil }
        var weight = self[value.lowerBound] == UInt8(ascii: "1") ? 1_000 : 0
        var place = 100
        for position in value.dropFirst(2) {
            guard Octet.isDigit(self[position]) else { return nil }
            weight += Int(self[position] &- 0x30) * place
            place /= 10
        }
        return weight <= 1_000 ? (name, weight) : nil
    }
}
