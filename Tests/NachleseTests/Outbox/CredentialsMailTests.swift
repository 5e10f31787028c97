import Mail
import SQLite
import Secrets
import Testing

@testable import Nachlese

struct CredentialsMailTests {
    private func text(_ world: World, language: Language) throws -> (mail: MailMessage, text: String, password: String)
    {
        let series = try world.series(title: "Kooperative Sozialplanung")
        let account = try world.account(language: language)
        try world.database.transaction { transaction in
            _ = try Admission.admit(
                account.id, to: .series(series.id), until: world.now + 86_400, now: world.now, in: transaction)
        }
        let password = InitialPassword()
        let message = try CredentialsMail(
            account: account, password: password, expiresAt: world.now + 30 * 86_400,
            admissions: Admission.all(of: account.id, in: world.database), settings: world.settings, now: world.now
        ).message()
        return (message, message.text, password.grouped.reveal())
    }

    @Test(
        "says who, where, user name and password on lines of their own, until when, and whom to ask",
        arguments: [
            (Language.german, "Benutzername: ", "Passwort: ", "Samstag, 4. März 2017, 13:00 Uhr", "Guten Tag Jörg"),
            (.english, "User name: ", "Password: ", "Saturday, 4 March 2017, 13:00", "Dear Jörg"),
        ])
    func says(language: Language, user: String, pass: String, until: String, greeting: String) throws {
        let world = try World()
        world.settings.office.name = "Beispielverband"
        world.settings.office.email = try EmailAddress("buero@example.org")
        world.settings.publicURL = PublicURL("https://slides.example.org")
        let (message, text, password) = try text(world, language: language)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.contains("\(user)person@example.org"))
        #expect(lines.contains("\(pass)\(password)"))
        #expect(lines.contains("https://slides.example.org/login?email=person@example.org"))
        #expect(text.replacing("\n", with: " ").contains(until))
        #expect(text.hasPrefix(greeting))
        #expect(text.contains("- Kooperative Sozialplanung ("))
        #expect(text.contains("Beispielverband\nbuero@example.org\n"))
        #expect(message.subject.text.hasSuffix(": Kooperative Sozialplanung"))
        #expect(message.replyTo?.address.description == "buero@example.org")
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= 72 || !$0.contains(" ") })
    }

    @Test("escapes what an address may hold that a query may not")
    func escapes() throws {
        let world = try World()
        let account = try world.account("a+b&c=d@example.org")
        let message = try CredentialsMail(
            account: account, password: InitialPassword(), expiresAt: world.now, admissions: [],
            settings: world.settings, now: world.now
        ).message()
        #expect(message.text.contains("/login?email=a%2Bb%26c%3Dd@example.org\n"))
    }
}
