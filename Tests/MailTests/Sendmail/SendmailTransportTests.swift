import Glibc
import Mail
import SystemPackage
import TestSupport
import Testing

struct SendmailTransportTests {
    private static func mail(_ text: String = "Subject: x\r\n\r\n.\r\nText\r\n") throws -> RenderedMail {
        RenderedMail(
            id: try #require(RenderedMail.ID("7")), envelopeSender: try EmailAddress("bounce@example.org"),
            envelopeRecipients: [try EmailAddress("-a@müller.example")], bytes: Array(text.utf8))
    }

    /// A program of so many lines for the shell.
    ///
    /// Another process writes it: had this one, a child that another test starts at that moment could hold it open for
    /// writing a little longer, and such a file cannot be run (`ETXTBSY`, see execve(2)).
    private static func program(_ lines: String, in place: borrowing TemporaryFolder) throws -> FilePath {
        let source = try place.write("#!/bin/sh\n\(lines)\n".utf8, to: "source")
        guard unsafe chmod(source.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
        let path = place.path.appending("sendmail")
        let words = ["cp", source.string, path.string]
        let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var child: pid_t = 0
        guard unsafe posix_spawn(&child, "/bin/cp", nil, nil, arguments, nil) == 0 else { throw Errno(rawValue: errno) }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw Errno(rawValue: errno) }
        }
        try #require(status == 0)
        return path
    }

    private static func error(
        _ lines: String, _ mail: RenderedMail? = nil, patience: Duration = .seconds(50)
    ) async throws -> MailDeliveryError? {
        let place = try TemporaryFolder()
        let transport = try SendmailTransport(program: program(lines, in: place), patience: patience)
        let mail = try mail ?? Self.mail()
        do throws(MailDeliveryError) {
            try await transport.deliver(mail)
            return nil
        } catch {
            return error
        }
    }

    @Test func `gives the program the envelope as arguments and the message with line feeds`() async throws {
        let place = try TemporaryFolder()
        let program = try Self.program(
            """
            cd "${0%/*}"
            cat > message
            printf '%s\\n' "$@" > arguments
            env > environment
            pwd -P > /dev/null
            ls /proc/self/fd > descriptors
            grep SigBlk /proc/self/status > signals
            """, in: place)
        try await SendmailTransport(program: program).deliver(Self.mail())
        #expect(try place.read("message") == Array("Subject: x\n\n.\nText\n".utf8))
        #expect(
            try place.read("arguments")
                == Array("-i\n-f\nbounce@example.org\n--\n-a@xn--mller-kva.example\n".utf8))
        let environment = String(decoding: try place.read("environment"), as: UTF8.self)
        let names = Set(environment.split(separator: "\n").compactMap { $0.split(separator: "=").first })
        // The shell adds these three.
        #expect(names.subtracting(["PWD", "SHLVL", "_", "OLDPWD"]) == ["PATH", "LANG"])
        // 3 is the folder that `ls` reads.
        #expect(try place.read("descriptors") == Array("0\n1\n2\n3\n".utf8))
        #expect(String(decoding: try place.read("signals"), as: UTF8.self).contains("0000000000000000"))
    }

    @Test(arguments: [
        (65, MailFault.recipientRefused), (67, .recipientUnknown), (68, .recipientUnknown),
    ])
    func `takes some exit codes for the mail's end`(code: Int, cause: MailFault) async throws {
        let error = try await Self.error("echo 'that is \u{1B}why' >&2; exit \(code)")
        #expect(error?.cause == cause)
        #expect(error?.persistence == .permanent && error?.scope == .mail)
        #expect(error?.reason == "\(cause.words): that is  why")
    }

    @Test(arguments: [
        (75, MailFault.serverBusy), (69, .unreachable), (77, .signInRefused), (64, .programFailed),
        (78, .programFailed), (1, .programFailed),
    ])
    func `lets mails wait for other exit codes`(code: Int, cause: MailFault) async throws {
        let error = try await Self.error("exit \(code)")
        #expect(error?.cause == cause)
        #expect(error?.persistence == .temporary && error?.scope == .service)
        #expect(error?.reason == "\(cause.words): exit code \(code)")
    }

    @Test func `lets mails wait for a program that was killed`() async throws {
        let error = try await Self.error("kill -9 $$")
        #expect(error?.cause == .programFailed && error?.persistence == .temporary)
    }

    @Test func `succeeds with a program that does not read the mail`() async throws {
        let large = try Self.mail(String(repeating: "0123456789\r\n", count: 200_000))
        #expect(try await Self.error("exec 0<&-; exit 0", large) == nil)
        #expect(try await Self.error("exec 0<&-; exit 67", large)?.cause == .recipientUnknown)
    }

    @Test func `reads on while a program complains at length, and keeps the begin`() async throws {
        let error = try await Self.error("yes complaint | head -c 1000000 >&2; exit 67")
        #expect(error?.reason.hasPrefix("no such recipient: complaint complaint") == true)
        #expect(error?.reason.unicodeScalars.count == 500)
    }

    @Test func `does not wait for what a program has left behind`() async throws {
        #expect(try await Self.error("sleep 1000 & exit 0") == nil)
    }

    @Test func `ends a program that hangs, with what it has started`() async throws {
        let place = try TemporaryFolder()
        let program = try Self.program("sleep 1000 & echo $! > \"${0%/*}/child\"; cat > /dev/null; wait", in: place)
        let transport = try SendmailTransport(program: program, patience: .seconds(5))
        let mail = try Self.mail()
        let error = await #expect(throws: MailDeliveryError.self) { try await transport.deliver(mail) }
        #expect(error?.cause == .timedOut && error?.persistence == .temporary)
        let text = String(decoding: try place.read("child"), as: UTF8.self).split(separator: "\n").first ?? ""
        let child = try #require(pid_t(text))
        // Until whoever adopted it has taken note, it is a zombie, which is dead as well.
        let stat = try? TemporaryFolder.read(FilePath("/proc/\(child)/stat"))
        #expect(stat == nil || stat.map { String(decoding: $0, as: UTF8.self).contains(") Z ") } == true)
    }

    @Test func `says that there is no program`() async throws {
        let transport = try SendmailTransport(program: "/nowhere/sendmail")
        let mail = try Self.mail()
        let error = await #expect(throws: MailDeliveryError.self) { try await transport.deliver(mail) }
        #expect(error?.cause == .programMissing && error?.scope == .service)
    }

    @Test func `takes mails one after the other`() async throws {
        let place = try TemporaryFolder()
        let program = try Self.program(
            "cd \"${0%/*}\"; mkdir busy || exit 67; cat > /dev/null; echo x >> count; rmdir busy", in: place)
        let transport = try SendmailTransport(program: program)
        let mail = try Self.mail()
        try await withThrowingTaskGroup { group in
            for _ in 0..<5 { group.addTask { try await transport.deliver(mail) } }
            try await group.waitForAll()
        }
        #expect(try place.read("count").count == 10)
    }

    @Test func `takes nothing any more when it has been stopped`() async throws {
        let place = try TemporaryFolder()
        let transport = try SendmailTransport(program: Self.program("cat > /dev/null", in: place))
        let mail = try Self.mail()
        await transport.stop()
        let error = await #expect(throws: MailDeliveryError.self) { try await transport.deliver(mail) }
        #expect(error?.cause == .stopping)
    }
}
