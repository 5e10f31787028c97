import Codecs
import DomainTestSupport
import Mail
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Letters
@testable import Nachlese

struct AccessRequestIntakeTests {
    private func mail(
        from: String = "Erika Muster <erika@haus.example>", id: String? = "<1@haus.example>",
        path: String? = "<erika@haus.example>", subject: String = "Zugang", more: String = "", text: String = "Bitte."
    ) -> String {
        (path.map { "Return-Path: \($0)\n" } ?? "") + "From: \(from)\nSubject: \(subject)\n"
            + (id.map { "Message-ID: \($0)\n" } ?? "") + more + "\n\(text)\n"
    }

    private func filed(_ finding: AccessRequestIntake.Finding) throws -> (AccessRequest, AccessRequestIntake.Answer) {
        guard case .filed(let request, let answer) = finding else {
            Issue.record("\(finding)")
            throw Missing()
        }
        return (request, answer)
    }

    @Test("A mail is filed once, marked as unproven, and answered")
    func files() throws {
        let world = try World()
        let (request, answer) = try filed(world.take(mail(more: "References: <0@haus.example>\n")))
        #expect(request.source == .mail && !request.isAddressConfirmed && request.name == "Erika Muster")
        #expect(request.message == "Zugang\n\nBitte." && request.door == .slides && request.module == nil)
        guard case .written(let reply) = answer else { throw Missing() }
        #expect(reply.recipient == "erika@haus.example" && reply.kind == .requestReceived)
        guard case .known(let known) = try world.take(mail()) else { throw Missing() }
        #expect(known.id == request.id)
        #expect(try OutboxMail.all(in: world.database).count == 1)
        let bytes = try world.bytes(of: reply)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\r\nAuto-Submitted: auto-replied\r\n"))
        #expect(text.contains("\r\nIn-Reply-To: <1@haus.example>\r\n"))
        #expect(text.contains("\r\nReferences: <0@haus.example> <1@haus.example>\r\n"))
        #expect(!text.contains("Erika") && !text.contains("Bitte."))
    }

    @Test("A sender is answered once a day, whatever they write, and everything is filed")
    func oncePerDay() throws {
        let world = try World()
        for number in 1...3 { _ = try filed(world.take(mail(id: "<\(number)@haus.example>"))) }
        #expect(try world.mailKinds == [.requestReceived])
        world.hands.advance(86_399)
        _ = try filed(
            world.take(mail(from: "ERIKA@haus.example", id: "<4@haus.example>", path: "<Erika@Haus.example>")))
        #expect(try world.mailKinds.count == 1)
        world.hands.advance(1)
        _ = try filed(world.take(mail(id: "<5@haus.example>")))
        #expect(try world.mailKinds.count == 2)
        #expect(try AccessRequest.all(in: world.database).count == 5)
    }

    @Test(
        "Lists and addresses that are not read are filed and not answered",
        arguments: ["List-Id: <l.example>", "Precedence: bulk", "X-Auto-Response-Suppress: All", "X-Spam-Flag: YES"])
    func notAnswered(field: String) throws {
        let world = try World()
        let (_, answer) = try filed(world.take(mail(more: "\(field)\n")))
        guard case .marked = answer else { throw Missing() }
        #expect(try OutboxMail.all(in: world.database).isEmpty)
        // Nothing counts as an answer.
        _ = try filed(world.take(mail(id: "<2@haus.example>")))
        #expect(try world.mailKinds.count == 1)
    }

    @Test("What no person wrote is not filed", arguments: ["Auto-Submitted: auto-replied", "Precedence: auto_reply"])
    func machines(field: String) throws {
        let world = try World()
        guard case .byMachine(.automatic) = try world.take(mail(more: "\(field)\n")) else { throw Missing() }
        guard case .byMachine(.returned) = try world.take(mail(path: "<>")) else { throw Missing() }
        guard case .byMachine(.returned) = try world.take(mail(), envelope: "") else { throw Missing() }
        #expect(try AccessRequest.all(in: world.database).isEmpty && OutboxMail.all(in: world.database).isEmpty)
    }

    @Test(
        "An answer goes only where the envelope says the mail is from",
        arguments: [nil, "<other@haus.example>", "nonsense", "<erika@haus.example.org>"])
    func doubtful(path: String?) throws {
        let world = try World()
        let (request, answer) = try filed(world.take(mail(path: path)))
        guard case .doubtfulSender = answer else { throw Missing() }
        #expect(request.email.description == "erika@haus.example")
        #expect(try OutboxMail.all(in: world.database).isEmpty)
    }

    @Test("Our own addresses are nobody's who asks")
    func ours() throws {
        let world = try World()
        world.settings.office.email = try EmailAddress("buero@example.org")
        world.settings.sender = try EmailAddress("nachlese@example.org")
        for address in ["Buero@example.org", "nachlese@EXAMPLE.org"] {
            guard case .ours = try world.take(mail(from: address, path: "<\(address)>")) else { throw Missing() }
        }
    }

    @Test("Mails without an identifier, and with one that others use, too, are told apart")
    func identifiers() throws {
        let world = try World()
        let (one, _) = try filed(world.take(mail(id: nil)))
        guard case .known(let known) = try world.take(mail(id: nil)) else { throw Missing() }
        #expect(known.id == one.id)
        _ = try filed(world.take(mail(id: nil, text: "Etwas anderes.")))
        _ = try filed(world.take(mail(id: "<same@x.example>")))
        _ = try filed(world.take(mail(from: "b@haus.example", id: "<same@x.example>")))
        #expect(try AccessRequest.all(in: world.database).count == 4)
    }

    @Test("Names are made of what there is")
    func names() throws {
        let world = try World()
        let cases = [
            ("erika.muster@haus.example", "erika.muster"), ("\"\" <e@haus.example>", "e"),
            ("=?utf-8?Q?J=C3=B6rg=0D=0ABcc:_x?= <j@haus.example>", "Jörg Bcc: x"),
            ("\(String(repeating: "x", count: 2000)) <long@haus.example>", String(repeating: "x", count: 70)),
        ]
        for (number, (from, name)) in cases.enumerated() {
            let (request, _) = try filed(world.take(mail(from: from, id: "<n\(number)@haus.example>")))
            #expect(request.name == name)
        }
        guard case .noSender = try world.take(mail(from: "nobody")) else { throw Missing() }
    }

    @Test("Answers leave most of a day's mails to members and requests")
    func answersOfADay() throws {
        let world = try World()
        world.settings.mailsPerDay = 40
        for number in 0..<6 {
            let address = "p\(number)@haus.example"
            _ = try filed(world.take(mail(from: address, id: "<p\(number)@haus.example>", path: "<\(address)>")))
            world.hands.advance(3600)
        }
        #expect(try world.mailKinds.count == 4)
        world.hands.advance(86_400)
        _ = try filed(world.take(mail()))
        #expect(try world.mailKinds.count == 5)
    }

    @Test("One sender has ten open requests at most; what else they write stands below the newest")
    func manyOfOne() throws {
        let world = try World()
        for number in 0..<10 { _ = try filed(world.take(mail(id: "<\(number)@haus.example>"))) }
        for text in ["Noch etwas.", String(repeating: "x", count: 9000)] {
            guard case .added(let request) = try world.take(mail(id: "<\(text.count)@haus.example>", text: text)) else {
                throw Missing()
            }
            #expect(request.message.hasPrefix("Zugang\n\nBitte.\n\nZugang\n\nNoch etwas."))
            #expect(request.message.utf8.count <= AccessMessage.maximumLength)
        }
        #expect(try AccessRequest.all(in: world.database).count == 10)
        _ = try filed(world.take(mail(from: "b@haus.example", id: "<b@haus.example>", path: "<b@haus.example>")))
    }

    @Test("Strangers are answered so often in an hour, and no more requests are taken than can be read")
    func ceilings() throws {
        let world = try World()
        world.settings.mailsPerDay = 0
        for number in 0..<70 {
            let address = "p\(number)@haus.example"
            _ = try filed(world.take(mail(from: address, id: "<p\(number)@haus.example>", path: "<\(address)>")))
        }
        #expect(try world.mailKinds.count == 60)
        try world.database.transaction { transaction in
            for number in 0..<930 {
                _ = try AccessRequest.file(
                    .init(
                        door: .slides, source: .mail, email: EmailAddress("q\(number)@haus.example"), name: Label("q"),
                        language: .german), now: world.now, in: transaction)
            }
        }
        guard case .full = try world.take(mail(id: "<last@haus.example>")) else { throw Missing() }
        // What was filed is known all the same.
        let known = try world.take(
            mail(from: "p0@haus.example", id: "<p0@haus.example>", path: "<p0@haus.example>"))
        guard case .known = known else { throw Missing() }
    }
}
