import Codecs
import DomainTestSupport
import Mail
import Resources
import SQLite
import SystemPackage
import TestSupport
import Testing

@testable import Catalogue
@testable import Letters
@testable import Members
@testable import Nachlese

struct UpgradeTests {
    @Test("a data folder of the first release, with rows in every table, keeps all of them")
    func firstRelease() throws {
        let scratch = try TemporaryFolder()
        try scratch.data.create()
        try fillFirstRelease(scratch.data)

        let database = try Store.openForWriting(scratch.data)
        #expect(try database.all("PRAGMA foreign_key_check", map: { _ in true }).isEmpty)
        #expect(
            try database.all("PRAGMA integrity_check", map: { row in try row.read(String.self) }) == [
                "ok"
            ])

        let series = try #require(try Series.all(in: database).first)
        let module = try #require(try Module.all(of: series.id, in: database).first)
        #expect(series.title == "Reihe" && module.title == "Netzwerke" && module.isPublished)
        let presentation = try #require(try Presentation.all(of: module.id, in: database).first)
        #expect(
            presentation.file.content.size == 9 && presentation.file.content.digest == [UInt8](repeating: 7, count: 32))

        // Who was in is known from sessions, and from passwords where the sessions are gone.
        let times = try database.all(
            "SELECT email, first_signed_in_at FROM account ORDER BY id",
            map: { row in (email: try row.read(String.self), signedIn: try row.read(Int64?.self)) })
        #expect(times.map(\.email) == ["nie@example.org", "offen@example.org", "eigen@example.org"])
        #expect(times.map(\.signedIn) == [nil, 2000, 3000])
        for (account, isAdmitted) in [
            ("nie@example.org", true), ("offen@example.org", true), ("eigen@example.org", false),
        ] {
            let id = try #require(try Account.find(EmailAddress(account), in: database)).id
            #expect(
                try Admission.covers(module, account: id, now: Timestamp(rawValue: 2500), in: database) == isAdmitted)
        }
        #expect(
            try Session.find([UInt8](repeating: 9, count: 32), now: Timestamp(rawValue: 2001), in: database)?.account
                .email
                == EmailAddress("offen@example.org"))

        let mails = ["a", "b", "c"].map { try? OutboxMail.find($0, in: database) }
        #expect(mails.map { $0?.state } == [.waiting, .handedOver, .undeliverable])
        #expect(mails.map { $0?.attempts } == [2, 1, 3])
        #expect(try mails[0]?.sealed(in: database) == [1, 2, 3])
        #expect(mails[2]?.lastError == "no such user")
        // What waited still goes out, in its turn.
        #expect(try OutboxMail.nextDue(now: Timestamp(rawValue: 1900), in: database)?.id == "a")
    }

    /// What the first release could have left, with its own schema.
    private func fillFirstRelease(_ folder: DataFolder) throws {
        let file = try #require(Resource.migrations.first)
        let first = try #require(Migration(fileName: file.name, sql: file.bytes))
        let database = try Database(path: folder.database, access: .readWrite)
        try Migrator([first]).migrate(database)
        try database.transaction { transaction in
            try transaction.run("INSERT INTO series VALUES (1, 'reihe', 'Reihe', '', 1000)")
            try transaction.run(
                """
                INSERT INTO module
                VALUES (1, 1, 'modul-iv', 'IV', 'Netzwerke', '2017-02-02', 'Erfurt', 'Bericht', 1000, NULL, 1000)
                """)
            try transaction.run(
                "INSERT INTO presentation VALUES (1, 1, 'folien', 'Folien', '', '', 1, 'admitted', NULL, 1000)")
            try transaction.run(
                "INSERT INTO file_version VALUES (1, 1, 1, 'folien.pdf', 'application/pdf', 9, ?, 1, 1000)",
                [UInt8](repeating: 7, count: 32))
            try transaction.run(
                """
                INSERT INTO account (id, email, email_key, name, language, created_at) VALUES
                    (1, 'nie@example.org', 'nie@example.org', 'Nie', 'de', 1000),
                    (2, 'offen@example.org', 'offen@example.org', 'Offen', 'en', 1000),
                    (3, 'eigen@example.org', 'eigen@example.org', 'Eigen', 'de', 1000)
                """)
            try transaction.run(
                """
                INSERT INTO credential (account_id, kind, hash, hint, expires_at, first_used_at, created_at) VALUES
                    (1, 'initial', 'h', x'00000000', 9000, NULL, 1500), (2, 'initial', 'h', x'00000000', 9000, 2000, 1500),
                    (3, 'own', 'h', NULL, NULL, NULL, 3000)
                """)
            try transaction.run(
                """
                INSERT INTO admission (account_id, series_id, module_id, ends_at, created_at)
                VALUES (1, 1, NULL, NULL, 1000), (2, NULL, 1, 9000, 1000), (3, NULL, 1, 2400, 1000)
                """)
            try transaction.run(
                "INSERT INTO session VALUES (?, 2, 'initial', 0, 2000, 2000, 8000)", [UInt8](repeating: 9, count: 32))
            try transaction.run(
                """
                INSERT INTO mail VALUES
                    ('a', 1, 'credentials', 'nie@example.org', 's@example.org', 'Zugang', '<a@x>', 'waiting', x'010203', 2,
                        1800, 'try later', 1500, NULL),
                    ('b', 2, 'credentials', 'offen@example.org', 's@example.org', 'Zugang', '<b@x>', 'handed-over', NULL, 1,
                        NULL, NULL, 1500, 1600),
                    ('c', NULL, 'credentials', 'weg@example.org', 's@example.org', 'Zugang', '<c@x>', 'undeliverable', NULL,
                        3, NULL, 'no such user', 1500, NULL)
                """)
        }
    }
}
