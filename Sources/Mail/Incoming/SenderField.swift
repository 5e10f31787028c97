import Codecs

/// Whom a mail says it is from: the first address of a field such as `From`, and the name beside it.
package struct SenderField: Sendable, Hashable {
    /// Without quotation marks, decoded; empty where there is none.
    package let name: String

    package let address: EmailAddress

    /// Reads the value of the field; `nil` where no address of its first mailbox is one.
    ///
    /// Understood are `Name <a@b>`, `"Name, more" <a@b>`, `a@b (Name)` and a bare address. A name that is another
    /// address is dropped: shown beside the real one, it would deceive.
    init?(_ value: [UInt8]) {
        var scanner = Scanner(rest: value[...])
        scanner.run()
        let bare = scanner.words.filter { $0 > 0x20 }
        let candidate = scanner.angle ?? bare
        guard candidate.count <= 320, let text = String(validating: candidate, as: UTF8.self),
            let address = try? EmailAddress(text)
        else { return nil }
        self.address = address
        let phrase = scanner.angle == nil ? scanner.comment : scanner.words
        let name = EncodedWord.text(Array(phrase[...].trimming(while: ASCII.isBlank)))
        self.name = name.utf8.contains(UInt8(ascii: "@")) ? "" : name
    }

    /// Goes over the first mailbox once.
    private struct Scanner {
        var rest: ArraySlice<UInt8>
        /// What stands outside of brackets and comments; quoted strings without their quotation marks.
        var words: [UInt8] = []
        var angle: [UInt8]?
        var comment: [UInt8] = []

        mutating func run() {
            while let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "\""): quoted()
                case UInt8(ascii: "("): skipComment()
                case UInt8(ascii: "<"):
                    let inner = rest.prefix { $0 != UInt8(ascii: ">") }
                    rest = rest[inner.endIndex...].dropFirst()
                    angle = inner.trimming(while: ASCII.isBlank).filter { $0 > 0x20 }
                    return
                case UInt8(ascii: ","), UInt8(ascii: ";"):
                    // Outlook's older ones separate by a semicolon; groups end with it.
                    if !words[...].trimming(while: ASCII.isBlank).isEmpty { return }
                default: words.append(byte)
                }
            }
        }

        private mutating func quoted() {
            while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
                if byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
                    words.append(next)
                } else {
                    words.append(byte)
                }
            }
        }

        private mutating func skipComment() {
            var depth = 1
            var text: [UInt8] = []
            while depth > 0, let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "("): depth += 1
                case UInt8(ascii: ")"): depth -= 1
                case UInt8(ascii: "\\"): if let next = rest.popFirst() { text.append(next) }
                default: text.append(byte)
                }
            }
            if comment.isEmpty { comment = text }
        }
    }
}
