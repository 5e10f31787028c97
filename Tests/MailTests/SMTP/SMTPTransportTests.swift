import Mail
import Networking
import Secrets
import Testing

@Suite(.timeLimit(.minutes(15))) struct SMTPTransportTests {
    private static func mail(
        _ name: String = "a", _ text: String = "Subject: x\r\n\r\n.x\r\n", from sender: String = "from"
    ) throws -> RenderedMail {
        RenderedMail(
            id: try #require(RenderedMail.ID("7")), envelopeSender: try EmailAddress("\(sender)@example.org"),
            envelopeRecipients: [try EmailAddress("\(name)@b.de")], bytes: Array(text.utf8))
    }

    /// A server that is in order.
    private static func plain(_ line: String, _ number: Int) -> ScriptedServer.Reaction {
        switch line.prefix(4) {
        case "": .answer("220 here")
        case "EHLO": .answer("250-here\r\n250 AUTH PLAIN LOGIN")
        case "DATA": .answer("354 go")
        case "QUIT": .answer("221 bye")
        case "AUTH": .answer("235 in")
        default: .answer("250 ok")
        }
    }

    private static func transport(
        _ server: ScriptedServer, security: SMTPSecurity = .none, answer: Duration = .seconds(50), messages: Int = 10,
        password: String? = nil
    ) async throws -> SMTPTransport {
        var limits = SMTPLimits(answer: answer)
        limits.confirmation = answer
        limits.messages = messages
        return try SMTPTransport(
            SMTPConfiguration(
                host: "127.0.0.1", port: try await server.start(), security: security,
                helloName: try #require(SMTPHelloName(host: "me.example.org")),
                signIn: password.map { password in
                    SMTPConfiguration.SignIn(user: "user") { () throws(MailDeliveryError) in Secret(password) }
                }, limits: limits))
    }

    private static func error(_ transport: SMTPTransport, _ mail: RenderedMail) async -> MailDeliveryError? {
        do throws(MailDeliveryError) {
            try await transport.deliver(mail)
            return nil
        } catch {
            return error
        }
    }

    @Test func `says what it has to, and goodbye`() async throws {
        let server = try ScriptedServer(Self.plain)
        let transport = try await Self.transport(server, password: "pass")
        try await transport.deliver(Self.mail())
        try await transport.deliver(Self.mail("b"))
        await transport.finish()
        await transport.finish()
        #expect(
            await server.heard == [
                "EHLO me.example.org", "AUTH PLAIN AHVzZXIAcGFzcw==", "MAIL FROM:<from@example.org>",
                "RCPT TO:<a@b.de>", "DATA", "Subject: x", "", "..x", ".", "MAIL FROM:<from@example.org>",
                "RCPT TO:<b@b.de>", "DATA", "Subject: x", "", "..x", ".", "QUIT",
            ])
        await server.stop()
    }

    @Test func `takes back a refused mail and goes on`() async throws {
        let server = try ScriptedServer { line, number in
            line == "RCPT TO:<no@b.de>" ? .answer("550 5.1.1 unknown") : Self.plain(line, number)
        }
        let transport = try await Self.transport(server)
        #expect(await Self.error(transport, try Self.mail("no"))?.cause == .recipientUnknown)
        #expect(await Self.error(transport, try Self.mail("yes")) == nil)
        let lines = await server.heard.filter { ["RSET", "DATA"].contains($0) }
        #expect(lines == ["RSET", "DATA"])
        #expect(await server.connections == 1)
        await server.stop()
    }

    @Test func `begins another connection after so many mails`() async throws {
        let server = try ScriptedServer(Self.plain)
        let transport = try await Self.transport(server, messages: 2)
        for _ in 0..<5 { try await transport.deliver(Self.mail()) }
        #expect(await server.connections == 3)
        #expect(await server.heard.count { $0 == "QUIT" } == 2)
        await server.stop()
    }

    @Test(arguments: [false, true])
    func `opens a stale connection anew, once`(saysSo: Bool) async throws {
        let server = try ScriptedServer { line, number in
            let isSecond = line == "MAIL FROM:<second@example.org>" && number == 1
            guard isSecond || line == "MAIL FROM:<third@example.org>" else { return Self.plain(line, number) }
            return saysSo ? .answer("421 4.4.2 too long idle") : .end
        }
        let transport = try await Self.transport(server)
        try await transport.deliver(Self.mail(from: "first"))
        #expect(await Self.error(transport, try Self.mail(from: "second")) == nil)
        #expect(await server.connections == 2)
        // On a fresh connection it is no matter of having been idle.
        await transport.finish()
        let error = await Self.error(transport, try Self.mail(from: "third"))
        #expect(error?.persistence == .temporary && error?.scope == .service)
        #expect(await server.connections == 3)
        await server.stop()
    }

    @Test func `does not send again what was sent and not confirmed`() async throws {
        let server = try ScriptedServer { line, number in line == "." && number == 1 ? .end : Self.plain(line, number) }
        let transport = try await Self.transport(server)
        let error = await Self.error(transport, try Self.mail())
        #expect(error?.cause == .unconfirmed && error?.persistence == .temporary)
        #expect(await server.connections == 1)
        #expect(await Self.error(transport, try Self.mail()) == nil)
        await server.stop()
    }

    @Test func `takes a verdict that ends the conversation for one`() async throws {
        let server = try ScriptedServer { line, number in
            line == "." ? .answer("421 4.3.2 shutting down") : Self.plain(line, number)
        }
        let transport = try await Self.transport(server)
        let error = await Self.error(transport, try Self.mail())
        #expect(error?.cause == .serverBusy && error?.replyCode == 421)
        await server.stop()
    }

    @Test(arguments: ["", "EHLO", "MAIL", "RCPT", "DATA", "."])
    func `gives up a server that is silent`(silent: String) async throws {
        let server = try ScriptedServer { line, number in
            line.prefix(4) == silent ? .silence : Self.plain(line, number)
        }
        let transport = try await Self.transport(server, answer: .milliseconds(300))
        let error = await Self.error(transport, try Self.mail())
        #expect(error?.cause == (silent == "." ? .unconfirmed : .timedOut))
        #expect(error?.persistence == .temporary)
        await server.stop()
    }

    @Test func `refuses answers that were not asked for before TLS`() async throws {
        let server = try ScriptedServer { line, number in
            switch line.prefix(8) {
            case "EHLO me.": .answer("250-here\r\n250 STARTTLS")
            case "STARTTLS": .answer("220 go\r\n250 injected")
            default: Self.plain(line, number)
            }
        }
        let transport = try await Self.transport(server, security: .startTLS, password: "pass")
        #expect(await Self.error(transport, try Self.mail())?.cause == .injectedBytes)
        #expect(await server.heard == ["EHLO me.example.org", "STARTTLS"])
        await server.stop()
    }

    @Test func `sends nothing without the TLS that was asked for`() async throws {
        let server = try ScriptedServer(Self.plain)
        let transport = try await Self.transport(server, security: .startTLS, password: "pass")
        #expect(await Self.error(transport, try Self.mail())?.cause == .noTLS)
        #expect(await server.heard == ["EHLO me.example.org"])
        await server.stop()
    }

    @Test func `speaks without TLS to this machine only`() async throws {
        let resolver = NameResolver { _, port in
            .success([.ipv4(.loopback, port: port), .ipv4(IPv4Address(0xC000_0201), port: port)])
        }
        let transport = try SMTPTransport(
            SMTPConfiguration(
                host: "mail.example.org", security: .none, helloName: .loopback, resolver: resolver))
        #expect(await Self.error(transport, try Self.mail())?.cause == .notLoopback)
    }

    @Test(arguments: [
        (NameError.notFound, MailFault.nameNotFound), (.tryAgain, .nameServer), (.failed("x"), .nameServer),
    ])
    func `says that the name is the trouble`(cause: NameError, fault: MailFault) async throws {
        let resolver = NameResolver { _, _ in .failure(cause) }
        let transport = try SMTPTransport(
            SMTPConfiguration(host: "mail.example.org", security: .tls, helloName: .loopback, resolver: resolver))
        let error = await Self.error(transport, try Self.mail())
        #expect(error?.cause == fault && error?.scope == .service)
        #expect(error?.reason.contains("mail.example.org") == true)
    }

    @Test func `goes on to the next address when one does not answer`() async throws {
        let server = try ScriptedServer(Self.plain)
        let port = try await server.start()
        let resolver = NameResolver { _, _ in .success([.ipv6(.loopback, port: 1), .ipv4(.loopback, port: port)]) }
        let transport = try SMTPTransport(
            SMTPConfiguration(host: "localhost", security: .none, helloName: .loopback, resolver: resolver))
        #expect(await Self.error(transport, try Self.mail()) == nil)
        await server.stop()
    }

    @Test func `keeps mails of several callers apart`() async throws {
        let server = try ScriptedServer(Self.plain)
        let transport = try await Self.transport(server)
        try await withThrowingTaskGroup { group in
            for number in 0..<6 {
                let mail = try Self.mail("n\(number)")
                group.addTask { try await transport.deliver(mail) }
            }
            try await group.waitForAll()
        }
        let lines = await server.heard.filter { $0.hasPrefix("MAIL") || $0.hasPrefix("RCPT") || $0 == "." }
        #expect(lines.count == 18)
        for start in stride(from: 0, to: lines.count, by: 3) {
            #expect(lines[start].hasPrefix("MAIL") && lines[start + 1].hasPrefix("RCPT") && lines[start + 2] == ".")
        }
        await server.stop()
    }

    @Test func `ends its waits when it is stopped`() async throws {
        let server = try ScriptedServer { line, number in
            line.hasPrefix("RCPT") ? .silence : Self.plain(line, number)
        }
        let transport = try await Self.transport(server)
        let mail = try Self.mail()
        let delivering = Task { await Self.error(transport, mail) }
        while await !server.heard.contains(where: { $0.hasPrefix("RCPT") }) { await Task.yield() }
        await transport.stop()
        #expect(await delivering.value?.cause == .stopping)
        #expect(await Self.error(transport, mail)?.cause == .stopping)
        await server.stop()
    }

    @Test func `waits for a confirmation before it stops`() async throws {
        let server = try ScriptedServer(Self.plain)
        let transport = try await Self.transport(server)
        let mail = try Self.mail("a", String(repeating: "0123456789\r\n", count: 100_000))
        let delivering = Task { await Self.error(transport, mail) }
        while await !server.heard.contains("DATA") { await Task.yield() }
        await transport.stop()
        // Whether the message was out by then is a matter of luck; that it is one of the two is not.
        let error = await delivering.value
        #expect(error == nil || error?.cause == .stopping || error?.cause == .unconfirmed)
        await server.stop()
    }
}
