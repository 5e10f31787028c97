import Testing

@testable import NachleseCommand

struct RequestCommandTests {
    private let mail = """
        From: Erika Muster <a@example.org>
        To: buero@example.org
        Subject: Netzwerke
        Message-ID: <1@example.org>
        Date: Thu, 2 Feb 2017 13:00:00 +0100
        Content-Type: text/plain; charset=utf-8

        Bitte die Folien von Modul IV.

        """

    private func reference(_ result: Installation.Result) -> String {
        result.err.split(separator: " ").first { $0.hasPrefix("A-2017-") }.map(String.init) ?? "none"
    }

    @Test("a mail becomes a request once, is accepted, and the decision can be taken back while its mail waits")
    func decide() async throws {
        let nachlese = try await Installation.withModule()
        let filed = await nachlese("request", "intake", input: mail)
        #expect(filed.status == .done && filed.err.hasPrefix("Filed as A-2017-"))
        #expect(await nachlese("request", "intake", input: mail).err.contains("filed as \(reference(filed)) already"))
        let shown = await nachlese("request", "accept", reference(filed), "--module", "2017-iv", "--dry-run")
        #expect(shown.status == .done && shown.err.contains("gets a new account, module 2017-iv"))
        let accepted = await nachlese("request", "accept", reference(filed), "--module", "2017-iv")
        #expect(accepted.status == .done && accepted.err.contains("waits until"))
        let again = await nachlese("request", "decline", reference(filed))
        #expect(again.status == .exists && again.err.contains("was accepted already"))
        #expect(await nachlese("request", "undo", reference(filed)).err.contains("is open again"))
        #expect(await nachlese("account", "list", "--json").out == "[]\n")
    }

    @Test("a decision stands once its time is over")
    func late() async throws {
        let nachlese = try await Installation.withModule()
        let filed = await nachlese("request", "intake", input: mail)
        await nachlese("request", "decline", reference(filed))
        nachlese.advance(days: 1)
        let undone = await nachlese("request", "undo", reference(filed))
        #expect(undone.status == .failed && undone.err.contains("cannot be taken back any more"))
    }

    @Test("what is wrong with one request does not keep the others from it")
    func several() async throws {
        let nachlese = try await Installation.withModule()
        let filed = await nachlese("request", "intake", input: mail)
        let declined = await nachlese("request", "decline", reference(filed), "A-2001-0001")
        #expect(declined.status == .partly && declined.err.contains("1 of 2 requests have a problem, see above"))
    }

    @Test("without a mail on standard input there is nothing to file")
    func terminal() async throws {
        let result = try await Installation()("request", "intake", typing: "")
        #expect(result.status == .usage && result.err.contains("nachlese request intake < mail.eml"))
    }
}
