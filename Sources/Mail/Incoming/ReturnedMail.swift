import Codecs

/// A mail that came to the address for returned mail: whom it was addressed to, and the delivery report in it.
///
/// It may be anything: a report, an answer by an absence assistant, advertising, or written to do harm. Reading it takes
/// a time in proportion to its length and cannot fail; what lies beyond a limit is not seen.
package struct ReturnedMail: Sendable, Hashable {
    /// Bytes that are looked at; a report stands before the message that it returns.
    package static let maximumBytes = 1 << 20

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
    package init(_ bytes: [UInt8]) {
        let search = DeliveryStatusSearch(
            bytes.count > Self.maximumBytes ? Array(bytes.prefix(Self.maximumBytes)) : bytes)
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

/// Finds the machine-readable part of a delivery report (RFC 3464 section 2.1) in a message, in one pass over its lines.
///
/// Multiparts are followed by a stack of their boundaries, not by recursion, and only so deep; a message within the
/// message is not looked into, since what came back may hold anything.
struct DeliveryStatusSearch {
    /// Multiparts within each other that are followed.
    static let greatestDepth = 8
    /// Parts that are looked at, all in all.
    static let mostParts = 100
    /// Bytes of the machine-readable part that are read.
    static let longestContent = 64 << 10

    /// The fields of the message itself.
    private(set) var head: MIMEFields?

    /// The machine-readable part, decoded; the first one where there are several.
    private(set) var content: [UInt8]?

    private enum State {
        case fields, skipping, collecting, over
    }

    private var state = State.fields
    private var boundaries = MIMEBoundaries(greatestDepth: Self.greatestDepth)
    private var parts = 0
    private var fields = MIMEFields()
    private var collected: [UInt8] = []

    /// Looks through a message.
    init(_ bytes: [UInt8]) {
        var lines = Lines(bytes)
        while state != .over, let line = lines.next() { take(line) }
        if head == nil { head = fields }
        if state == .collecting { finish() }
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        if let isLast = boundaries.cross(line) {
            if state == .collecting { return finish() }
            fields = MIMEFields()
            state = isLast ? .skipping : .fields
            if !isLast { parts += 1 }
            if parts > Self.mostParts { state = .over }
            return
        }
        switch state {
        case .fields: if line.isEmpty { begin() } else { fields.take(line) }
        case .collecting:
            collected += line.prefix(Self.longestContent - collected.count)
            collected.append(UInt8(ascii: "\n"))
            if collected.count >= Self.longestContent { finish() }
        case .skipping, .over: break
        }
    }

    /// The fields of a part are complete.
    private mutating func begin() {
        if head == nil { head = fields }
        state = .skipping
        guard let type = fields.value(of: "content-type").flatMap(MIMEType.init) else { return }
        switch type.essence {
        case "message/delivery-status", "message/global-delivery-status": state = .collecting
        case _ where type.essence.utf8.starts(with: "multipart/".utf8): boundaries.enter(type)
        default: break
        }
    }

    private mutating func finish() {
        content = TransferEncoding(fields.value(of: "content-transfer-encoding")).decoded(collected)
        state = .over
    }
}
