import Codecs
import Mail
import Members
import SQLite

/// Goes through a list line by line; the lines of one person become one step.
struct ImportPlanner {
    private(set) var steps: [ParticipantImport.Step] = []
    private(set) var faultyLines: [ParticipantImport.FaultyLine] = []
    private var known: [String: Int] = [:]
    private let wishes: ParticipantImport.Wishes
    private let now: Timestamp
    private let modules: ModuleNames

    init(wishes: ParticipantImport.Wishes, now: Timestamp, modules: ModuleNames) {
        self.wishes = wishes
        self.now = now
        self.modules = modules
    }

    /// Plans a line.
    ///
    /// - Throws: `SQLiteError`; faults of the line are noted.
    mutating func add(_ row: ParticipantList.Row, in database: Database) throws {
        do {
            let participant = try row.entry.get()
            let wanted = try admissions(for: participant)
            let index = try step(for: participant, in: database)
            try admit(index, to: wanted, in: database)
        } catch let fault as ParticipantFault {
            faultyLines.append(.init(line: row.line, fault: fault, cells: row.cells))
        }
    }

    private func admissions(
        for participant: Participant
    ) throws(ParticipantFault) -> [(scope: Admission.Scope, end: Timestamp?)] {
        var end = wishes.end
        if let until = participant.until {
            let last = LocalTime.end(of: until)
            guard now < last else { throw .datePassed("\(until)") }
            end = last
        }
        var scopes = wishes.scopes
        for written in participant.modules {
            let scope = Admission.Scope.module(try modules.module(written))
            if !scopes.contains(scope) { scopes.append(scope) }
        }
        return scopes.map { ($0, end) }
    }

    private mutating func step(for participant: Participant, in database: Database) throws -> Int {
        if let index = known[participant.email.canonical] { return index }
        let account = try Account.find(participant.email, in: database)
        var step = ParticipantImport.Step(participant: participant, account: account)
        if let account {
            guard account.revokedAt == nil else { throw ParticipantFault.revoked(account.email) }
            let differs = account.differs(from: participant)
            step.isUpdate = differs && wishes.updates
            step.differs = differs && !wishes.updates
        } else if participant.name == nil {
            throw ParticipantFault.noName
        }
        known[participant.email.canonical] = steps.count
        steps.append(step)
        return steps.count - 1
    }

    /// Adds to a step what the account does not have already.
    private mutating func admit(
        _ index: Int, to wanted: [(scope: Admission.Scope, end: Timestamp?)], in database: Database
    ) throws {
        let present = try steps[index].account.map { try Admission.all(of: $0.id, in: database) } ?? []
        for (scope, end) in wanted {
            if let planned = steps[index].admissions.firstIndex(where: { $0.scope == scope }) {
                if let end { steps[index].admissions[planned].end = end }
            } else if let found = present.first(where: { $0.scope == scope }) {
                if let end, found.endsAt != end { steps[index].admissions.append((scope, end)) }
            } else {
                steps[index].admissions.append((scope, end))
            }
        }
    }
}
