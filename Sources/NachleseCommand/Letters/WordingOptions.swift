import ArgumentParser
import Codecs
import Letters

/// Which mail, in which language.
struct WordingOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Which mail: \(OutboxMail.Kind.names).", valueName: "kind"),
        transform: OutboxMail.Kind.read)
    var kind: OutboxMail.Kind
    @Option(help: "The language of the mail: de or en.", transform: Language.read)
    var language: Language = .german

    var name: WordingName { WordingName(kind, language) }
}

extension OutboxMail.Kind {
    fileprivate static let names = allCases.map(\.rawValue).joined(separator: ", ")

    /// Reads a kind that was typed.
    @Sendable fileprivate static func read(_ text: String) throws -> OutboxMail.Kind {
        guard let kind = OutboxMail.Kind(rawValue: text) else {
            let nearest = Spelling.nearest(to: text, among: allCases.map(\.rawValue))
            throw BadArgument("there is no such mail; did you mean '\(nearest)'? There are \(names)")
        }
        return kind
    }
}
