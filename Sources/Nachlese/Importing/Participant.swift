package import Catalogue
package import Codecs
package import Mail

/// A person as a line of a participant list has them; nothing here was looked up yet.
package struct Participant: Equatable, Sendable {
    package let email: EmailAddress
    /// Nil when the line has none.
    package let name: Label?
    package let organisation: Label?
    package let language: Language?
    /// Slugs or numbers of modules, as they were written.
    package let modules: [String]
    package let until: CalendarDate?
}

extension Participant {
    /// Reads a record under its header.
    ///
    /// - Throws: the first fault that is found.
    init(_ record: ListRecord, under header: ListHeader) throws(ParticipantFault) {
        if let excess = record.excess { throw excess }
        let surplus = record.cells.dropFirst(header.headings.count)
        guard surplus.allSatisfy({ CellText.trimmed($0).isEmpty }) else {
            let last = record.cells.lastIndex { !CellText.trimmed($0).isEmpty } ?? 0
            throw .surplusCells(last + 1, columns: header.headings.count)
        }
        let (email, pastedName) = try Participant.address(header.cell(.email, of: record))
        self.email = email
        let written = try Participant.name(of: record, under: header)
        let name = written.isEmpty ? pastedName : written
        self.name = name.isEmpty ? nil : try Participant.label(name, .name)
        let organisation = header.cell(.organisation, of: record)
        self.organisation = organisation.isEmpty ? nil : try Participant.label(organisation, .organisation)
        language = try Participant.language(header.cell(.language, of: record))
        modules = Participant.modules(header.cell(.module, of: record))
        until = try Participant.day(header.cell(.until, of: record))
    }

    /// The address, and the name of `Name <a@b.example>`.
    private static func address(_ cell: String) throws(ParticipantFault) -> (EmailAddress, String) {
        // Copied out of Outlook, an address stands between apostrophes.
        var text = Substring(cell).unicodeScalars
        while text.first == "'" { text.removeFirst() }
        while text.last == "'" { text.removeLast() }
        let pasted = String(text)
        guard !CellText.trimmed(pasted).isEmpty else { throw .noAddress }
        if pasted.unicodeScalars.contains("\u{FFFD}") { throw .unreadable(.email) }
        let email: EmailAddress
        do throws(InvalidEmailAddress) {
            email = try EmailAddress(pasted: pasted)
        } catch {
            throw .badAddress(pasted, error)
        }
        guard let bracket = text.firstIndex(of: "<") else { return (email, "") }
        let name = String(text[..<bracket].filter { $0 != "\"" })
        return (email, name.unicodeScalars.contains("@") ? "" : CellText.trimmed(name))
    }

    private static func name(of record: ListRecord, under header: ListHeader) throws(ParticipantFault) -> String {
        if header.has(.lastName) || header.has(.firstName) {
            let parts = [header.cell(.firstName, of: record), header.cell(.lastName, of: record)]
            let name = parts.filter { !$0.isEmpty }.joined(separator: " ")
            if !name.isEmpty || !header.has(.name) { return name }
        }
        let name = header.cell(.name, of: record)
        guard header.hasReversedNames else { return name }
        let parts = name.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count == 2 else { return name }
        return CellText.trimmed(String(Substring(parts[1]))) + " " + CellText.trimmed(String(Substring(parts[0])))
    }

    private static func label(_ text: String, _ column: ParticipantColumn) throws(ParticipantFault) -> Label {
        if text.utf8.first == UInt8(ascii: "=") || spreadsheetErrors.contains(text) { throw .formula(column, text) }
        var hasLineBreak = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\r": hasLineBreak = true
            case "\t": continue
            case "\u{FFFD}": throw .unreadable(column)
            default:
                // The tables of Unicode are slow, and most names are ASCII.
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { throw .controlCharacter(column) }
            }
        }
        if hasLineBreak, text.unicodeScalars.contains("@") { throw .swallowedLines(column) }
        do throws(Label.Fault) {
            return try Label(text)
        } catch {
            switch error {
            case .empty: throw .noName
            case .tooLong(let bytes): throw .tooLong(column, bytes)
            }
        }
    }

    private static let spreadsheetErrors: Set<String> = [
        "#NAME?", "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#BEZUG!", "#NV", "#WERT!", "#ZAHL!",
    ]

    private static func language(_ cell: String) throws(ParticipantFault) -> Language? {
        if cell.isEmpty { return nil }
        switch ParticipantColumn.folded(cell) {
        case "de", "deutsch", "german", "dede", "deat", "dech", "deu", "ger", "d": return .german
        case "en", "englisch", "english", "engb", "enus", "eng", "e": return .english
        default: throw .unknownLanguage(cell)
        }
    }

    private static func modules(_ cell: String) -> [String] {
        cell.unicodeScalars.split { ",;|\n\r".unicodeScalars.contains($0) }
            .map { CellText.trimmed(String($0)) }.filter { !$0.isEmpty }
    }

    private static func day(_ cell: String) throws(ParticipantFault) -> CalendarDate? {
        if cell.isEmpty { return nil }
        guard let date = CalendarDate(cell) else { throw .badDate(cell) }
        return date
    }
}
