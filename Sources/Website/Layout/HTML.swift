import Catalogue
import Codecs
import Nachlese

/// A piece of a page, in which every value stands escaped.
///
/// It is written as a string literal with interpolations. The literal is markup; an interpolated text or number is
/// escaped, byte by byte, so that it is safe between tags and between double or single quotes. Only another `HTML`
/// goes in as it is. Working on bytes of UTF-8 and not on characters means that a quote cannot hide in a grapheme with
/// a combining accent.
///
/// It may have gaps for what differs from reader to reader, so that all else of a page can be kept.
struct HTML: Sendable, Equatable {
    /// UTF-8, without what belongs into the gaps.
    private(set) var bytes: [UInt8]
    /// In the order of their places, with the number of bytes before each.
    private(set) var gaps: [(place: Int, gap: Gap)]

    static let empty = HTML(bytes: [])

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        gaps = []
    }

    /// A text, escaped.
    init(text: String) {
        self = .empty
        append(text: text)
    }

    /// Nothing yet: to be filled for each reader.
    static func gap(_ gap: Gap) -> HTML {
        var html = HTML.empty
        html.gaps = [(0, gap)]
        return html
    }

    var isEmpty: Bool { bytes.isEmpty && gaps.isEmpty }

    static func + (one: HTML, other: HTML) -> HTML {
        var both = one
        both.append(other)
        return both
    }

    static func == (one: HTML, other: HTML) -> Bool {
        one.bytes == other.bytes && one.gaps.elementsEqual(other.gaps) { $0 == $1 }
    }

    mutating func append(_ html: HTML) {
        for (place, gap) in html.gaps { gaps.append((bytes.count + place, gap)) }
        bytes.append(contentsOf: html.bytes)
    }

    /// Appends a text escaped: `&`, `<`, `>`, `"` and `'`.
    mutating func append(text: String) {
        HTMLEscaping.append(text, to: &bytes)
    }

    fileprivate mutating func append(markup: String) {
        bytes.append(contentsOf: markup.utf8)
    }

    /// The document, with what a reader gets in each gap; nil for nothing.
    func filled(_ content: (Gap) -> HTML?) -> [UInt8] {
        var document: [UInt8] = []
        var done = 0
        for (place, gap) in gaps {
            guard let content = content(gap), !content.bytes.isEmpty else { continue }
            if document.isEmpty { document.reserveCapacity(bytes.count + 1024) }
            document.append(contentsOf: bytes[done..<place])
            document.append(contentsOf: content.bytes)
            done = place
        }
        // Nothing to copy where all gaps stay empty.
        guard !document.isEmpty else { return bytes }
        document.append(contentsOf: bytes[done...])
        return document
    }
}

/// What a page holds for one reader only.
enum Gap: Equatable, Sendable {
    /// What was just done.
    case notice
    case accountName
    /// The hidden field that proves that a form was made for the session.
    case formToken
    /// What a member has of a presentation.
    case state(Presentation.ID)
    /// How far a member got with a module.
    case tally(Module.ID)
    /// Whether an option is the one that was chosen.
    case choice(String)
}

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

extension HTML: ExpressibleByStringInterpolation {
    init(stringLiteral markup: String) {
        self = .empty
        append(markup: markup)
    }

    init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.html
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = HTML.empty

        init(literalCapacity: Int, interpolationCount: Int) {
            html.bytes.reserveCapacity(literalCapacity + interpolationCount * 32)
        }

        mutating func appendLiteral(_ markup: String) {
            html.append(markup: markup)
        }

        mutating func appendInterpolation(_ text: String) {
            html.append(text: text)
        }

        mutating func appendInterpolation(_ number: some BinaryInteger) {
            html.append(text: number.description)
        }

        mutating func appendInterpolation(_ piece: HTML) {
            html.append(piece)
        }

        /// Nothing, where there is nothing.
        mutating func appendInterpolation(_ piece: HTML?) {
            if let piece { html.append(piece) }
        }

        /// Something that stands there on a condition only.
        mutating func appendInterpolation(_ piece: HTML, if condition: Bool) {
            if condition { html.append(piece) }
        }

        /// One after the other.
        mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { html.append(piece) }
        }
    }
}

extension [HTML] {
    /// One after the other with something between.
    func joined(by separator: HTML) -> HTML {
        var joined = HTML.empty
        for (index, piece) in enumerated() {
            if index > 0 { joined.append(separator) }
            joined.append(piece)
        }
        return joined
    }
}
