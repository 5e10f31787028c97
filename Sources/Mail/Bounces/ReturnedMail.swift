/// A mail that came to the address for returned mail: whom it was addressed to, and the delivery report in it.
///
/// It may be anything: a report, an answer by an absence assistant, advertising, or written to do harm. Reading it takes
/// a time in proportion to its length and cannot fail; what lies beyond a limit is not seen.
package struct ReturnedMail: Sendable, Hashable {
    /// Octets that are looked at; a report stands before the message that it returns.
    package static let maximumOctets = 1 << 20

    /// Everything that looks like an address in the fields that say to whom it was sent or delivered, in the order of
    /// ``addressFields``; at most 100.
    package let addressees: [String]

    /// The delivery report (RFC 3464); `nil` for every other mail.
    package let report: DeliveryReport?

    /// Those closest to the envelope first.
    static let addressFields = [
        "x-original-to", "delivered-to", "envelope-to", "x-envelope-to", "x-rcpt-to", "to", "cc", "apparently-to",
    ]

    private static let mostAddressees = 100

    /// Reads a message as it came, with any line ends.
    package init(_ octets: [UInt8]) {
        let search = DeliveryStatusSearch(
            octets.count > Self.maximumOctets ? Array(octets.prefix(Self.maximumOctets)) : octets)
        report = search.content.flatMap(DeliveryReport.init)
        let values = search.head.map { head in Self.addressFields.flatMap { head.values(of: $0) } } ?? []
        var addressees: [String] = []
        for value in values where addressees.count < Self.mostAddressees {
            let words = value.split { $0 <= 0x20 || $0 >= 0x7F || "<>(),;:\"[]\\".utf8.contains($0) }
            for word in words where word.count <= 320 && word.contains(UInt8(ascii: "@")) {
                addressees.append(String(decoding: word, as: UTF8.self))
            }
        }
        self.addressees = Array(addressees.prefix(Self.mostAddressees))
    }
}
