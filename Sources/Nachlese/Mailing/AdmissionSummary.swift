import Catalogue
import Codecs
import Letters
import Members
import SQLite

/// What an admission opens, in words of a mail.
struct AdmissionSummary: Equatable, Sendable {
    /// The title alone, for a subject.
    let title: String
    /// What, when, how many presentations, until when.
    let line: String

    /// What an account's admissions open at that moment.
    static func all(
        of account: Account.ID, language: Language, now: Timestamp, in database: Database
    ) throws -> [AdmissionSummary] {
        try Admission.all(of: account, in: database).filter { $0.isValid(at: now) }.map { admission in
            let what: String
            let count: Int
            switch admission.scope {
            case .series(let id):
                what = AdmissionSummary.series(admission.title, language)
                count = try presentations(ofSeries: id, in: database)
            case .module(let id):
                what = try AdmissionSummary.module(id, language, in: database) ?? admission.title
                count = try presentations(ofModule: id, in: database)
            }
            let day = admission.endsAt.flatMap(LocalTime.init)?.date
            let end = day.map { AdmissionSummary.end($0, language).withNumbersTied } ?? ""
            return AdmissionSummary(
                title: admission.title, line: what + AdmissionSummary.count(count, language).withNumbersTied + end)
        }
    }

    private static func series(_ title: String, _ language: Language) -> String {
        switch language {
        case .german: "\(title): alle Module der Reihe"
        case .english: "\(title): all modules of the series"
        }
    }

    private static func module(_ id: Module.ID, _ language: Language, in database: Database) throws -> String? {
        guard let module = try Module.find(id, in: database) else { return nil }
        let day = DateText.day(module.heldOn, language).withNumbersTied
        guard !module.number.isEmpty else { return "\(module.title) (\(day))" }
        return switch language {
        case .german: "Modul \(module.number): \(module.title) (\(day))"
        case .english: "Module \(module.number): \(module.title) (\(day))"
        }
    }

    private static func count(_ number: Int, _ language: Language) -> String {
        switch (language, number) {
        case (.german, 0): "; die Präsentationen folgen"
        case (.german, 1): ", zurzeit 1 Präsentation"
        case (.german, _): ", zurzeit \(number) Präsentationen"
        case (.english, 0): "; the presentations will follow"
        case (.english, 1): ", 1 presentation at present"
        case (.english, _): ", \(number) presentations at present"
        }
    }

    private static func end(_ day: CalendarDate, _ language: Language) -> String {
        switch language {
        case .german: ", offen bis \(DateText.day(day, .german))"
        case .english: ", open until \(DateText.day(day, .english))"
        }
    }

    private static func presentations(ofSeries id: Series.ID, in database: Database) throws -> Int {
        try database.count(
            """
            SELECT count(*) FROM presentation p JOIN module m ON m.id = p.module_id
            WHERE m.series_id = ? AND m.published_at IS NOT NULL AND p.withdrawn_at IS NULL
            """, id)
    }

    private static func presentations(ofModule id: Module.ID, in database: Database) throws -> Int {
        try database.count(
            """
            SELECT count(*) FROM presentation p JOIN module m ON m.id = p.module_id
            WHERE m.id = ? AND m.published_at IS NOT NULL AND p.withdrawn_at IS NULL
            """, id)
    }
}
