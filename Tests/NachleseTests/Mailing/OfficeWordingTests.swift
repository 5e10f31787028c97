import Codecs
import DomainTestSupport
import Glibc
import Platform
import SQLite
import SystemPackage
import TestSupport
import Testing

@testable import Letters
@testable import Members
@testable import Nachlese

@Suite(.timeLimit(.minutes(15))) struct OfficeWordingTests {
    private static func source(_ word: String) -> String { "Betreff: \(word)\n\n\(word)\n\n{office}\n" }

    private let name = WordingName(.passwordChanged, .german)

    /// The subject of a letter that is posted now.
    private func subject(_ world: World, _ account: Account) throws -> String {
        try world.post(.passwordChanged, to: account).mail.subject
    }

    /// Removes a file or an empty folder.
    private func remove(_ path: String) throws {
        guard unsafe Glibc.remove(path) == 0 else { throw Errno(rawValue: errno) }
    }

    private func rows(_ world: World) throws -> Int {
        try world.database.count("SELECT count(*) FROM wording")
    }

    @Test func `a changed file is adopted, a broken one is not, a removed one brings back the built-in`() throws {
        let world = try World()
        let account = try world.account()
        let builtIn = try subject(world, account)
        #expect(builtIn == "Ihr Passwort wurde geändert: Nachlese")
        #expect(try rows(world) == 0)
        try world.writeWording(Self.source("Eins"))
        #expect(try subject(world, account) == "Eins")
        #expect(try rows(world) == 1)
        try world.writeWording(Self.source("{topic}"))
        #expect(try subject(world, account) == "Eins")
        #expect(world.faults.withLock { $0.map(\.line) } == [1])
        try world.writeWording(Self.source("Zwei"))
        #expect(try subject(world, account) == "Zwei")
        try world.writeWording([0xFF])
        #expect(try subject(world, account) == "Zwei")
        try remove("\(world.scratch.data.wordings)/\(name.fileName)")
        #expect(try subject(world, account) == builtIn)
        #expect(try rows(world) == 0)
    }

    @Test func `a fault is told once, another one again`() throws {
        let world = try World()
        let account = try world.account()
        let mailer = world.mailer
        func post() throws {
            _ = try world.database.transaction { try mailer.post(.passwordChanged, to: account, in: $0) }
        }
        try world.writeWording("x")
        try post()
        try post()
        #expect(world.faults.withLock { $0.count } == 1)
        try world.writeWording("Betreff: x\ny")
        try post()
        try post()
        #expect(world.faults.withLock { $0.map(\.reason) } == [.noSubject(language: .german), .noEmptyLine])
    }

    @Test func `a broken file that was never in order leaves the built-in in force`() throws {
        let world = try World()
        try world.writeWording("x")
        let found = try OfficeTexts<Wording>(world.scratch.data).look(for: name, now: world.now, in: world.database)
        #expect(found.origin == .builtIn)
        let file = "\(world.scratch.data.wordings)/\(name.fileName)"
        #expect(found.fault == Wording.Fault(file: file, line: 1, .noSubject(language: .german)))
    }

    @Test func `links, pipes, folders, huge files are not read`() throws {
        let world = try World()
        let texts = OfficeTexts<Wording>(world.scratch.data)
        let path = "\(world.scratch.data.wordings)/\(name.fileName)"
        let sound = try world.scratch.write(Array(Self.source("Fremd").utf8), to: "fremd.txt").string
        func reason(_ make: () -> Void) throws -> Wording.Reason? {
            try Folder.create(world.scratch.data.wordings)
            make()
            defer { try? remove(path) }
            let found = try texts.look(for: name, now: world.now, in: world.database)
            #expect(found.origin == .builtIn)
            return found.fault?.reason
        }
        #expect(try reason { unsafe _ = symlink(sound, path) } == .file(.link))
        #expect(try reason { unsafe _ = symlink("/nowhere", path) } == .file(.link))
        #expect(try reason { unsafe _ = mkfifo(path, 0o600) } == .file(.notAFile))
        #expect(try reason { unsafe _ = mkdir(path, 0o700) } == .file(.notAFile))
        #expect(
            try reason { _ = try? world.scratch.writeZeros(1 << 40, to: "data/wording/\(name.fileName)") }
                == .file(.tooLong(limit: 16 << 10)))
    }

    @Test func `a link in the place of the folder is not followed`() throws {
        let world = try World()
        try world.writeWording(Self.source("Fremd"))
        let folder = world.scratch.data.wordings.string
        let codes = unsafe [rename(folder, "\(folder)-elsewhere"), symlink("\(folder)-elsewhere", folder)]
        #expect(codes == [0, 0])
        let found = try OfficeTexts<Wording>(world.scratch.data).look(for: name, now: world.now, in: world.database)
        #expect(found.origin == .builtIn && found.fault?.reason == .file(.folder))
    }

    @Test func `a review adopts all, and names files of no mail`() throws {
        let world = try World()
        try world.writeWording(Self.source("Eins"))
        try world.writeWording("x", to: "credentials.en.txt")
        try world.writeWording("x", to: "credential.de.txt")
        try world.writeWording("x", to: ".swap")
        try world.writeWording("x", to: "credentials.de.txt~")
        let texts = OfficeTexts<Wording>(world.scratch.data)
        let faults = try world.database.transaction { try texts.review(now: world.now, in: $0) }
        #expect(faults.map(\.reason) == [.unknownName(nearest: "credentials.de.txt"), .noSubject(language: .english)])
        #expect(try rows(world) == 1)
        #expect(texts.faults == faults)
    }

    @Test func `begins with the built-in one, and never overwrites`() throws {
        let world = try World()
        let texts = OfficeTexts<Wording>(world.scratch.data)
        try texts.begin(name, with: Wording.standard(name).source)
        #expect(try texts.look(for: name, now: world.now, in: world.database).origin == .office)
        #expect(throws: Errno.fileExists) { try texts.begin(name, with: Wording.standard(name).source) }
        #expect(try world.scratch.mode(of: "data/wording/\(name.fileName)") == 0o600)
        #expect(try world.scratch.mode(of: "data/wording") == 0o700)
    }

    @Test func `a letter in one language does not look at the other's file`() throws {
        let world = try World()
        try world.writeWording(Self.source("Eins"))
        let english = try world.account("b@example.org", language: .english)
        #expect(try subject(world, english) == "Your password was changed: Nachlese")
    }
}
