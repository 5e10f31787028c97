import Codecs
import DomainTestSupport
import Glibc
import Platform
import SQLite
import SystemPackage
import TestSupport
import Testing

@testable import Catalogue
@testable import Letters
@testable import Nachlese

@Suite(.timeLimit(.minutes(15))) struct OfficePageTests {
    private let world: World

    init() throws {
        world = try World()
    }

    private var texts: OfficeTexts<OfficePageText> { OfficeTexts(world.scratch.data) }

    private func write(_ text: String, to name: String) throws {
        try Folder.create(world.scratch.data.pages)
        _ = try world.scratch.write(Array(text.utf8), to: "data/pages/\(name)")
    }

    private func review() throws -> [OfficePageText.Fault] {
        try world.database.transaction { try texts.review(now: world.now, in: $0) }
    }

    private func read(_ bytes: [UInt8]) throws -> OfficePageText {
        try OfficePageText.read(bytes, as: OfficePageName(.imprint, .german), file: "x")
    }

    private func page(_ kind: OfficePageKind, _ language: Language = .german) throws -> OfficePage? {
        try OfficePage.find(kind, for: language, in: world.database)
    }

    @Test func `a text comes into force, changes, and goes with its file`() throws {
        #expect(try page(.imprint) == nil)
        try write("# Unser Impressum\n\nEin *Verband*.\n", to: "imprint.de.txt")
        #expect(try texts.isStale(now: world.now, in: world.database))
        #expect(try review().isEmpty)
        let first = try #require(try page(.imprint))
        #expect(first.read().title == "Unser Impressum")
        #expect(first.read().body.plainText(limit: 100) == "Ein Verband.")
        #expect(first.adoptedAt == world.now)
        #expect(try !texts.isStale(now: world.now, in: world.database))
        world.hands.advance(60)
        #expect(try review().isEmpty)
        #expect(try page(.imprint)?.adoptedAt == first.adoptedAt)
        try write("Ohne Titel.", to: "imprint.de.txt")
        #expect(try review().isEmpty)
        #expect(try page(.imprint)?.read().title == nil)
        #expect(try page(.imprint)?.adoptedAt == world.now)
        #expect(unsafe Glibc.remove("\(world.scratch.data.pages)/imprint.de.txt") == 0)
        #expect(try review().isEmpty)
        #expect(try page(.imprint) == nil)
    }

    @Test func `the other language stands in where there is none`() throws {
        try write("English only.", to: "privacy.en.txt")
        #expect(try review().isEmpty)
        #expect(try page(.privacy, .german)?.name.language == .english)
        try write("Deutsch.", to: "privacy.de.txt")
        #expect(try review().isEmpty)
        #expect(try page(.privacy, .german)?.name.language == .german)
        #expect(try page(.privacy, .english)?.name.language == .english)
        #expect(try OfficePage.all(in: world.database).count == 2)
    }

    @Test func `from a broken file nothing is taken, and what was in force stays`() throws {
        try write("Gut.", to: "contact.de.txt")
        #expect(try review().isEmpty)
        try write("Gut.\n\nAm Telefon: [[Uhrzeiten]]\n", to: "contact.de.txt")
        let faults = try review()
        #expect(faults.map(\.line) == [3])
        #expect(faults.map(\.reason) == [.gap("Uhrzeiten")])
        #expect(try page(.contact)?.source == "Gut.")
    }

    @Test(
        arguments: [
            ("", nil, OfficePageText.Reason.empty), ("\n \n", nil, .empty),
            ("Eins\nzwei\u{202E}\n", 2, .controlCharacter("\u{202E}")),
            ("[x](javascript:alert)", 1, .badLink("javascript:alert")),
            ("a\n[x](https://example.org) [y](//example.org)", 2, .badLink("//example.org")),
            ("a\n\n[[hier]]", 3, .gap("hier")),
        ] as [(String, Int?, OfficePageText.Reason)])
    func `what nobody means to publish is refused with its line`(
        text: String, line: Int?, reason: OfficePageText.Reason
    ) {
        #expect(throws: OfficePageText.Fault(file: "x", line: line, reason)) {
            try read(Array(text.utf8))
        }
    }

    @Test func `other encodings, endless files and links are refused`() throws {
        #expect(throws: OfficePageText.Fault(file: "x", line: 2, .notUTF8)) {
            try read(Array("a\n".utf8) + [0xE4])
        }
        try write("x", to: "imprint.de.txt")
        try write(String(repeating: "x", count: OfficePageText.maximumBytes + 1), to: "privacy.de.txt")
        try write("x", to: "impressum.txt")
        let faults = texts.faults
        #expect(unsafe symlink("/etc/hostname", "\(world.scratch.data.pages)/contact.de.txt") == 0)
        #expect(texts.faults.last?.reason == .file(.link))
        #expect(
            faults.map(\.reason) == [
                .unknownName(nearest: "imprint.de.txt"),
                .file(.tooLong(limit: OfficePageText.maximumBytes)),
            ])
    }

    @Test(arguments: OfficePageName.all) func `a draft has gaps, and without them it is in order`(
        name: OfficePageName
    ) throws {
        var settings = Settings()
        settings.office.name = "Verband *e. V.*"
        settings.office.street = "Straße 1"
        settings.office.city = "99084 Erfurt"
        let draft = OfficePageDraft(name, settings: settings).source
        #expect(throws: OfficePageText.Fault.self) { try read(Array(draft.utf8)) }
        let filled = OfficePageDraft(name, settings: settings) { _ in "gefüllt" }.source
        #expect(try read(Array(filled.utf8)).source == filled)
        #expect(!filled.contains("[["))
        if name.kind == .imprint {
            #expect(draft.contains("Verband \\*e. V.\\*"))
            #expect(OfficePage(name: name, source: filled, adoptedAt: world.now).read().title != nil)
        }
    }

    @Test("that descriptors have run out is no fault of a file")
    func passing() {
        func isPassing(_ reason: OfficePageText.Reason) -> Bool { OfficePageText.Fault(file: "x", reason).isPassing }
        #expect(isPassing(.file(.unreadable(.tooManyOpenFiles))))
        #expect(!isPassing(.file(.unreadable(.permissionDenied))))
        #expect(!isPassing(.file(.link)) && !isPassing(.empty))
    }
}
