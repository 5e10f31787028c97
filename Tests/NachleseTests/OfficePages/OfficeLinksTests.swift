import Codecs
import DomainTestSupport
import Mail
import Testing

@testable import Letters
@testable import Nachlese

@Suite(.timeLimit(.minutes(15))) struct OfficeLinksTests {
    @Test(arguments: WordingName.all) func `every mail leads to the pages of the office`(name: WordingName) throws {
        let world = try World()
        let letter = try SampleLetter(
            name, head: world.settings.letterhead, wordings: OfficeTexts(world.scratch.data), now: world.now,
            database: world.database)
        for page in OfficePageKind.allCases {
            let address = "\(world.settings.baseURL)/\(page.rawValue)"
            #expect(letter.text.contains("\n\(page.name(in: name.language)): \(address)\n"))
            #expect(letter.html.contains("<a href=\"\(address)\""))
        }
    }

    @Test(arguments: Language.allCases) func `a test mail does so, too`(language: Language) throws {
        let mail = TestMail(
            to: try EmailAddress("person@example.org"), language: language, head: Settings().letterhead,
            sender: try Settings().senderAddress,
            now: Timestamp(rawValue: 1_486_036_800))
        let text = try mail.message().text
        for page in OfficePageKind.allCases {
            #expect(text.contains("\n\(page.name(in: language)): http://127.0.0.1:8087/\(page.rawValue)\n"))
        }
    }
}
