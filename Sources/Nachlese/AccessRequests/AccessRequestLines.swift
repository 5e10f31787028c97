import Catalogue
import Codecs
import SQLite

/// Requests as the office reads them in a mail: what was typed, and the commands that decide.
///
/// Nothing of what was typed becomes a link, and no line of it can pass for one of ours: a message is quoted.
struct AccessRequestLines {
    let language: Language
    let now: Timestamp

    /// So many are told in one mail.
    static let most = 25
    /// So many scalars of a message are told.
    static let longestMessage = 600

    /// The lines of the requests, the oldest first.
    func lines(of requests: [AccessRequest], in database: Database) throws -> [String] {
        var lines: [String] = []
        for request in requests.prefix(AccessRequestLines.most) {
            if !lines.isEmpty { lines.append("") }
            let module = try request.module.flatMap { try Module.find($0, in: database) }
            lines += self.lines(of: request, module: module)
        }
        let more = requests.count - AccessRequestLines.most
        if more > 0 { lines += ["", isGerman ? "Weitere: \(more)." : "More: \(more)."] }
        return lines
    }

    private var isGerman: Bool { language == .german }

    private func lines(of request: AccessRequest, module: Module?) -> [String] {
        let since = DateText.dayAndTime(request.createdAt, language)
        var lines = ["\(request.reference) (\(since))"]
        lines.append((isGerman ? "Anliegen: " : "Wish: ") + door(request.door))
        if let module {
            let number = module.number.isEmpty ? "" : "\(module.number): "
            lines.append((isGerman ? "Modul: " : "Module: ") + "\(number)\(module.title)")
        }
        lines.append("Name: \(request.name)")
        let doubt = request.isAddressConfirmed ? "" : isGerman ? " (nicht bestätigt)" : " (not confirmed)"
        lines.append((isGerman ? "E-Mail: " : "E-mail: ") + "\(request.email)\(doubt)")
        if !request.organisation.isEmpty {
            lines.append((isGerman ? "Einrichtung: " : "Organisation: ") + request.organisation)
        }
        if AccessRetention.isNoticeDue(request, now: now),
            let day = LocalTime(AccessRetention.end(of: request, now: now))?.date
        {
            let text = DateText.day(day, language)
            lines.append(
                isGerman ? "Ohne Entscheidung wird sie am \(text) gelöscht." : "Undecided, it is deleted on \(text).")
        }
        let message = request.message.unicodeScalars
        if !message.isEmpty {
            let isCut = message.count > AccessRequestLines.longestMessage
            let shown = String(String.UnicodeScalarView(message.prefix(AccessRequestLines.longestMessage)))
            lines += (shown + (isCut ? "…" : "")).utf8.split(separator: UInt8(ascii: "\n")).map { "> \(Substring($0))" }
        }
        if module == nil {
            lines.append("nachlese request accept \(request.reference) --module MODUL")
        } else {
            lines.append("nachlese request accept \(request.reference)")
        }
        lines.append("nachlese request decline \(request.reference)")
        return lines
    }

    private func door(_ door: AccessRequest.Door) -> String {
        switch (door, language) {
        case (.tookPart, .german): "war dabei und hat kein Passwort"
        case (.tookPart, .english): "took part and has no password"
        case (.slides, .german): "möchte nur die Folien"
        case (.slides, .english): "only wants the slides"
        }
    }
}
