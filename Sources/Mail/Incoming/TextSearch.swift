import Codecs

/// Finds what a person wrote in a message, in one pass over its lines: the first plain text, and the first HTML.
///
/// Multiparts are followed by a stack of their boundaries, not by recursion, and only so deep. Attachments and messages
/// within the message are passed over.
struct TextSearch {
    /// Multiparts within each other that are followed.
    static let greatestDepth = 12
    /// Parts that are looked at, all in all.
    static let mostParts = 200
    /// Bytes of a text that are read, before they are decoded.
    static let longestText = 256 << 10

    /// The fields of the message itself.
    private(set) var head = MIMEFields()
    private(set) var plain: String?
    private(set) var html: String?
    /// Parts that are no text to read.
    private(set) var attachments = 0

    private enum State {
        case fields, skipping, over
        case collecting(isHTML: Bool, TransferEncoding, Charset?)
    }

    private var state = State.fields
    private var boundaries = MIMEBoundaries(greatestDepth: Self.greatestDepth)
    private var parts = 0
    private var fields = MIMEFields()
    private var collected: [UInt8] = []
    private var isHead = true

    /// Looks through a message.
    init(_ bytes: [UInt8]) {
        var lines = Lines(bytes)
        search: while let line = lines.next() {
            take(line)
            if case .over = state { break search }
        }
        if isHead { begin() }
        finish()
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        if let isLast = boundaries.cross(line) {
            finish()
            fields = MIMEFields()
            state = isLast ? .skipping : .fields
            if !isLast { parts += 1 }
            if parts > Self.mostParts { state = .over }
            return
        }
        switch state {
        case .fields: if line.isEmpty { begin() } else { fields.take(line) }
        case .collecting:
            let room = Self.longestText - collected.count
            collected += line.prefix(max(0, room))
            if room > line.count { collected.append(UInt8(ascii: "\n")) }
        case .skipping, .over: break
        }
    }

    /// The fields of a part are complete.
    private mutating func begin() {
        let isMessage = isHead
        if isHead {
            head = fields
            isHead = false
        }
        state = .skipping
        let field = fields.value(of: "content-type")
        let type = field.flatMap(MIMEType.init)
        let essence = type?.essence ?? "text/plain"
        if essence.utf8.starts(with: "multipart/".utf8) {
            if let type { boundaries.enter(type) }
            return
        }
        let disposition = fields.value(of: "content-disposition").map { String(decoding: $0.prefix(10), as: UTF8.self) }
        let isAttachment = disposition.map { ASCII.lowercased($0) == "attachment" } ?? false
        let isHTML = essence == "text/html"
        guard isHTML || essence == "text/plain", !isAttachment || isMessage else {
            attachments += 1
            return
        }
        guard isHTML ? html == nil : plain == nil else { return }
        state = .collecting(
            isHTML: isHTML, TransferEncoding(fields.value(of: "content-transfer-encoding")),
            type?.charset.flatMap(Charset.init))
    }

    /// A part has ended.
    private mutating func finish() {
        guard case .collecting(let isHTML, let encoding, let charset) = state else { return }
        let text = Charset.text(encoding.decoded(collected), declared: charset)
        collected = []
        state = .skipping
        if isHTML { html = text } else { plain = text }
    }
}
