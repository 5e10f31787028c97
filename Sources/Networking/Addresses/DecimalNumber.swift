/// Decimal numbers in addresses.
enum DecimalNumber {
    /// A number without sign or leading zeros, nil when it is anything else or greater than the limit.
    static func parse(_ digits: some Collection<UInt8>, upTo limit: Int) -> Int? {
        guard let first = digits.first, digits.count <= 5, first != UInt8(ascii: "0") || digits.count == 1 else {
            return nil
        }
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number <= limit ? number : nil
    }
}
