package import Mail

/// Why a line of a participant list cannot be used.
package enum ParticipantFault: Error, Equatable, Sendable {
    case noAddress
    case badAddress(String, InvalidEmailAddress)
    /// The same person, and the same modules, stand on that line already.
    case duplicate(ofLine: Int)
    /// A new account needs a name.
    case noName
    /// More bytes than these.
    case tooLong(ParticipantColumn, Int)
    case controlCharacter(ParticipantColumn)
    /// A byte that Windows-1252 does not define, or a replacement character that an earlier conversion left.
    case unreadable(ParticipantColumn)
    /// A formula, or what a spreadsheet program shows in the place of its result.
    case formula(ParticipantColumn, String)
    /// A line break and an address inside of a cell: a quotation mark opened lines before.
    case swallowedLines(ParticipantColumn)
    case unknownLanguage(String)
    case badDate(String)
    case datePassed(String)
    case unknownModule(String)
    /// Several modules have this number.
    case ambiguousModule(String)
    /// Cells with something in them stand behind the last column.
    case surplusCells(Int, columns: Int)
    case tooManyCells(Int)
    case cellTooLong(Int)
    /// A revoked account is opened again only when that is asked for.
    case revoked(EmailAddress)
}

extension ParticipantFault: CustomStringConvertible {
    /// The reason in English, with what to do about it where that is not plain.
    package var description: String {
        switch self {
        case .noAddress: "there is no e-mail address"
        case .badAddress(let text, let reason): "'\(Self.excerpt(text))' is no e-mail address: \(reason)"
        case .duplicate(let line): "the same address as on line \(line)"
        case .noName: "there is no name, which a new account needs"
        case .tooLong(let column, let bytes): "the \(column) is longer than \(bytes) octets"
        case .controlCharacter(let column): "the \(column) has a control character"
        case .unreadable(let column): "the \(column) has a character that the encoding of the file does not know"
        case .formula(let column, let text):
            "the \(column) '\(Self.excerpt(text))' is a formula or its error; save the values instead"
        case .swallowedLines(let column):
            "the \(column) goes over several lines with an address in them; is a quotation mark missing?"
        case .unknownLanguage(let text): "the language '\(Self.excerpt(text))' is not known; write de or en"
        case .badDate(let text): "'\(Self.excerpt(text))' is no day; write it as 2.2.2017 or 2017-02-02"
        case .datePassed(let text): "the day '\(Self.excerpt(text))' has passed"
        case .unknownModule(let text): "there is no module '\(Self.excerpt(text))'; see 'nachlese module list'"
        case .ambiguousModule(let text):
            "several modules have the number '\(Self.excerpt(text))'; write the name from 'nachlese module list'"
        case .surplusCells(let cells, let columns):
            "it has \(cells) cells for \(columns) columns; put quotation marks around a cell with a delimiter in it"
        case .tooManyCells(let limit): "it has more than \(limit) cells"
        case .cellTooLong(let limit): "a cell is longer than \(limit) octets"
        case .revoked(let email):
            "the account of \(email) is revoked; 'nachlese account renew \(email) --restore' opens it again"
        }
    }

    /// The begin of a text.
    private static func excerpt(_ text: String) -> String {
        let scalars = text.unicodeScalars
        return scalars.count <= 60 ? text : String(scalars.prefix(60)) + "…"
    }
}
