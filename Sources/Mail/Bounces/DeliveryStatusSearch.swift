import Codecs

/// Finds the machine-readable part of a delivery report (RFC 3464 section 2.1) in a message, in one pass over its lines.
///
/// Multiparts are followed by a stack of their boundaries, not by recursion, and only so deep; a message within the
/// message is not looked into, since what came back may hold anything.
struct DeliveryStatusSearch {
    /// Multiparts within each other that are followed.
    static let greatestDepth = 8
    /// Parts that are looked at, all in all.
    static let mostParts = 100
    /// Octets of the machine-readable part that are read.
    static let longestContent = 64 << 10

    /// The fields of the message itself.
    private(set) var head: MIMEFields?

    /// The machine-readable part, decoded; the first one where there are several.
    private(set) var content: [UInt8]?

    private enum State {
        case fields, skipping, collecting, over
    }

    private var state = State.fields
    private var boundaries: [[UInt8]] = []
    private var parts = 0
    private var fields = MIMEFields()
    private var collected: [UInt8] = []

    /// Looks through a message.
    init(_ octets: [UInt8]) {
        var lines = Lines(octets)
        while state != .over, let line = lines.next() { take(line) }
        if head == nil { head = fields }
        if state == .collecting { finish() }
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        if let (depth, isLast) = boundary(in: line) {
            if state == .collecting { return finish() }
            boundaries.removeLast(boundaries.count - depth - (isLast ? 0 : 1))
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
        case _ where type.essence.utf8.starts(with: "multipart/".utf8):
            guard let boundary = type.boundary, boundaries.count < Self.greatestDepth else { return }
            boundaries.append(boundary)
        default: break
        }
    }

    private mutating func finish() {
        content = TransferEncoding(fields.value(of: "content-transfer-encoding")).decoded(collected)
        state = .over
    }

    /// Which multipart a line is a boundary of, and whether it is the last one (RFC 2046 section 5.1.1).
    private func boundary(in line: ArraySlice<UInt8>) -> (depth: Int, isLast: Bool)? {
        guard !boundaries.isEmpty, line.starts(with: "--".utf8) else { return nil }
        let text = line.dropFirst(2).trimmingEnd(while: ASCII.isBlank)
        if let depth = boundaries.lastIndex(where: { text.elementsEqual($0) }) { return (depth, false) }
        guard text.suffix(2).elementsEqual("--".utf8) else { return nil }
        let inner = text.dropLast(2)
        return boundaries.lastIndex { inner.elementsEqual($0) }.map { ($0, true) }
    }
}
