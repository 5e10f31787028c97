import Catalogue
import Codecs
import Letters
import Mail
import Members
import Nachlese
import Platform
import Resources
import SQLite
import SystemPackage

/// The example series and its one account, made by the same calls as everything real.
struct Demo {
    static let module = "2017-iv"

    let folder: DemoFolder
    let workspace: Workspace
    let settings: Settings

    /// Fills the folder.
    ///
    /// - Returns: where the mail with the credentials lies.
    func fill() async throws -> FilePath {
        let database = try workspace.openForWriting()
        let series = try database.transaction { transaction in
            let now = workspace.clock.now
            let series = try Series.add(
                Slug.read("kooperative-sozialplanung"), title: Label("Kooperative Sozialplanung"),
                summary: Demo.text("series.txt"), now: now, in: transaction)
            for event in Demo.events {
                var module = try Module.add(event.draft(), to: series.id, now: now, in: transaction)
                try module.publish(now: now, in: transaction)
            }
            return series
        }
        for talk in Demo.talks { try add(talk, with: database) }
        try writePages(with: database)
        try addPicture(with: database)
        return try await issue(admittedTo: series, with: database)
    }

    /// Writes the pages of the office, and puts them into force.
    private func writePages(with database: Database) throws {
        let shelf = OfficePageShelf(workspace.folder)
        for name in OfficePageName.all {
            try shelf.begin(name, with: Demo.page(name, settings: settings))
        }
        let faults = try database.transaction { try shelf.review(now: workspace.clock.now, in: $0) }
        if let fault = faults.first { throw CommandError(.failed, "the demo's page is refused: \(fault)") }
    }

    private func add(_ talk: Talk, with database: Database) throws {
        let source = folder.path.appending(talk.file)
        try folder.write(Demo.bytes(talk.file), to: source)
        defer { folder.remove(source) }
        _ = try Intake(store: workspace.folder.files, database: database).take(source.string) {
            ingested, transaction in
            try Presentation.add(
                Presentation.Draft(
                    title: Label(talk.title), speaker: Label("", allowsEmpty: true),
                    organisation: Label(talk.organisation), audience: .admitted, fileName: ingested.name,
                    mediaType: ingested.mediaType, content: ingested.content),
                to: try Module.get(Slug.read(Demo.module), in: transaction.database).id, now: workspace.clock.now,
                in: transaction)
        }
    }

    private func addPicture(with database: Database) throws {
        let octets = try Demo.bytes(Demo.picture.file)
        let facts = try PictureFacts(octets)
        _ = try Intake(store: workspace.folder.files, database: database).take(octets, of: Demo.picture.file) {
            content, transaction in
            try Picture.add(
                Picture.Draft(
                    name: PictureName.read(Demo.picture.file), alternative: Label(Demo.picture.alternative),
                    facts: facts, content: content),
                to: try Module.get(Slug.read(Demo.module), in: transaction.database), now: workspace.clock.now,
                in: transaction)
        }
    }

    private func issue(admittedTo series: Series, with database: Database) async throws -> FilePath {
        let desk = try CredentialDesk(workspace, settings: settings, database: database)
        let prepared = try await desk.issuer.prepare()
        let mail = try database.transaction { transaction in
            let now = workspace.clock.now
            let account = try Account.add(
                Account.Draft(
                    email: EmailAddress.read("teilnehmerin@example.org"), name: Label("Erika Beispiel"),
                    organisation: Label("Beispielverein"), language: .german, expiresAt: nil),
                now: now, in: transaction)
            try Admission.admit(account.id, to: .series(series.id), until: nil, now: now, in: transaction)
            return try desk.issuer.issue(prepared, to: account, delivery: .mail, in: transaction)
        }
        guard let mail else { throw CommandError(.failed, "the demo's account got no mail") }
        try await desk.send(mail)
        return workspace.folder.outbox.appending("\(mail.id).eml")
    }
}
