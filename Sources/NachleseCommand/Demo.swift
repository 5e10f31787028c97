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
        let mailing = try MailingContext(workspace, settings: settings)
        let (writer, store, clock) = (mailing.writer, workspace.folder.files, workspace.clock)
        let catalogue = CatalogueEditor(writer: writer, store: store, clock: clock)
        let series = try await catalogue.addSeries(
            Slug.read("kooperative-sozialplanung"), title: Label("Kooperative Sozialplanung"),
            summary: Demo.text("series.txt"), language: .german)
        for event in Demo.events {
            _ = try await catalogue.addModule(event.draft(), to: series.slug, publishing: true)
        }
        let presentations = PresentationEditor(writer: writer, store: store, clock: clock)
        for talk in Demo.talks { try await add(talk, by: presentations) }
        try await writePages(with: writer)
        try await addPicture(by: PictureEditor(writer: writer, store: store, clock: clock))
        let issued = try await mailing.accounts.issue(
            Account.Draft(
                email: EmailAddress.read("teilnehmerin@example.org"), name: Label("Erika Beispiel"),
                organisation: Label("Beispielverein"), language: .german, expiresAt: nil),
            admittedTo: .series(series.slug), until: nil, delivery: .mail)
        guard let mail = issued.mail else { throw CommandError(.failed, "the demo's account got no mail") }
        try await mailing.send(mail)
        return workspace.folder.outbox.appending("\(mail.id).eml")
    }

    /// Writes the pages of the office, and puts them into force.
    private func writePages(with writer: Writer) async throws {
        let texts = OfficeTexts<OfficePageText>(workspace.folder)
        for name in OfficePageName.all {
            try texts.begin(name, with: Demo.page(name, settings: settings))
        }
        let now = workspace.clock.now
        let faults = try await writer.write { try texts.review(now: now, in: $0) }
        if let fault = faults.first { throw CommandError(.failed, "the demo's page is refused: \(fault)") }
    }

    private func add(_ talk: Talk, by presentations: PresentationEditor) async throws {
        let source = folder.path.appending(talk.file)
        try folder.write(Demo.bytes(talk.file), to: source)
        defer { folder.remove(source) }
        var details = PresentationEditor.Details()
        details.title = try Label(talk.title)
        details.organisation = try Label(talk.organisation)
        _ = try await presentations.add(source, details, to: Slug.read(Demo.module))
    }

    private func addPicture(by pictures: PictureEditor) async throws {
        let file = Demo.picture.file
        guard let source = try PictureEditor.Source(Demo.bytes(file), namedAfter: file) else {
            throw CommandError(.failed, "the demo's picture has no name")
        }
        _ = try await pictures.add(source, alternative: Label(Demo.picture.alternative), to: Slug.read(Demo.module))
    }
}
