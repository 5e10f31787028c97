import Glibc
import Networking
package import SystemPackage

/// Hands mails over to the machine's own mail system by the program that is called `sendmail` everywhere.
///
/// The program runs as `sendmail -i -f SENDER -- RECIPIENT` without a shell, with nothing but PATH and LANG in its
/// environment, gets the message on standard input with LF at the ends of lines, and says by its exit code
/// (`sysexits.h`) what came of it. What hangs is ended together with what it has started.
package actor SendmailTransport: MailTransport {
    /// Bytes of a program's complaints that are kept.
    static let longestComplaint = 4096

    private nonisolated let loop: EventLoop
    private let program: FilePath
    private let patience: Duration
    private var process: ChildProcess?
    private var line: Task<Void, Never>?

    /// A transport by a program with an absolute path, which may take so long for a mail.
    ///
    /// - Throws: the errno of what a loop needs, such as too many open files.
    package init(program: FilePath, patience: Duration = .seconds(60)) throws(Errno) {
        loop = try EventLoop(name: "sendmail")
        self.program = program
        self.patience = patience
        loop.start()
    }

    deinit {
        loop.stop()
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    package func deliver(_ mail: RenderedMail) async throws(MailDeliveryError) {
        let before = line
        let task = Task(executorPreference: loop) { () -> Result<Void, MailDeliveryError> in
            await before?.value
            return await self.handOver(mail)
        }
        line = Task(executorPreference: loop) { _ = await task.value }
        try await task.value.get()
    }

    package func stop() async {
        // A program that has the whole message is about to queue it, which takes a moment.
        if process != nil, let line {
            let waiting = Task(executorPreference: loop) { [loop] in
                try await loop.sleep(until: loop.deadline(in: SMTPTransport.grace))
                loop.stop()
            }
            await line.value
            waiting.cancel()
        }
        loop.stop()
    }

    private func handOver(_ mail: RenderedMail) async -> Result<Void, MailDeliveryError> {
        do throws(MailDeliveryError) {
            try await run(mail)
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private func run(_ mail: RenderedMail) async throws(MailDeliveryError) {
        let process: ChildProcess
        do throws(Errno) {
            process = try ChildProcess(
                program, arguments: SendmailCall.arguments(for: mail), environment: SendmailCall.environment,
                loop: loop)
        } catch {
            throw MailDeliveryError(service: .programMissing, "\(program): \(error)")
        }
        self.process = process
        defer {
            self.process = nil
            process.input.close()
            process.errors.close()
        }
        let ending: ChildProcess.Ending
        let complaint: [UInt8]
        do throws(StreamError) {
            (ending, complaint) = try await converse(with: process, about: mail)
        } catch {
            process.kill()
            // SIGKILL is not to be refused: this wait is for the process to be gone from the table.
            _ = try? await process.untilEnded(loop.deadline(in: .seconds(5)))
            throw error == .cancelled
                ? MailDeliveryError(service: .stopping)
                : MailDeliveryError(service: .timedOut, "\(program) was ended after \(patience): \(error)")
        }
        if let error = SendmailCall.error(ending, complaint: complaint) { throw error }
    }

    /// Gives the program the mail and waits for it to end.
    private func converse(
        with process: ChildProcess, about mail: RenderedMail
    ) async throws(StreamError) -> (ChildProcess.Ending, complaint: [UInt8]) {
        let deadline = loop.deadline(in: patience)
        do throws(StreamError) {
            try await process.input.send(SendmailCall.content(of: mail), deadline: deadline)
        } catch .reset {
            // It does not want to read everything; its exit code says why.
        }
        process.input.close()
        return try await end(of: process, deadline)
    }

    /// Waits for the end and reads meanwhile what the program complains about, since it would stand still otherwise.
    private func end(
        of process: ChildProcess, _ deadline: Deadline
    ) async throws(StreamError) -> (ChildProcess.Ending, complaint: [UInt8]) {
        var complaint: [UInt8] = []
        while true {
            // The wait for the end is broken off whenever there is something to read.
            var isTold = false
            if !drain(process.errors, into: &complaint) {
                _ = process.errors.watchReadable(until: .never) { _ in
                    isTold = true
                    process.interrupt()
                }
            }
            do throws(StreamError) {
                let ending = try await process.untilEnded(deadline)
                _ = drain(process.errors, into: &complaint)
                return (ending, complaint)
            } catch .cancelled where isTold {
                continue
            }
        }
    }

    /// Reads what is there; true when nothing more will come.
    private func drain(_ stream: Stream, into complaint: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 1024)
        while true {
            let result = try? unsafe chunk.withUnsafeMutableBytes { (room) throws(StreamError) -> ReceiveResult in
                unsafe try stream.receive(into: room)
            }
            switch result {
            case .received(let count):
                complaint += chunk[..<min(count, Self.longestComplaint - complaint.count)]
            case .wouldBlock: return false
            case .end, nil: return true
            }
        }
    }
}

/// How a `sendmail` program is called and what its answer means.
private enum SendmailCall {
    /// Nothing of our own environment, which may hold secrets.
    static let environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]

    /// A line with a dot does not end the message; whom the mail is from and to stands here and not in the message.
    static func arguments(for mail: RenderedMail) -> [String] {
        ["-i", "-f", mail.envelopeSender?.wire ?? "<>", "--"] + mail.envelopeRecipients.map(\.wire)
    }

    /// The message with LF at the ends of lines, as programs on Unix have it.
    static func content(of mail: RenderedMail) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(mail.bytes.count)
        for line in Lines(mail.bytes) {
            content += line
            content.append(UInt8(ascii: "\n"))
        }
        return content
    }

    /// What went wrong, nil when the mail was taken (`sysexits.h`).
    static func error(_ ending: ChildProcess.Ending, complaint: [UInt8]) -> MailDeliveryError? {
        let said = String(decoding: complaint.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
            .split(separator: "\n").joined(separator: " ")
        let detail = said.isEmpty ? "" : ": \(said)"
        guard case .exited(let code) = ending else {
            return MailDeliveryError(service: .programFailed, "it was killed\(detail)")
        }
        switch code {
        case 0: return nil
        case EX_DATAERR:
            return MailDeliveryError(
                .permanent, cause: .recipientRefused, reason: "\(MailFault.recipientRefused.words)\(detail)")
        case EX_NOUSER, EX_NOHOST:
            return MailDeliveryError(
                .permanent, cause: .recipientUnknown, reason: "\(MailFault.recipientUnknown.words)\(detail)")
        case EX_TEMPFAIL: return MailDeliveryError(service: .serverBusy, "exit code \(code)\(detail)")
        case EX_UNAVAILABLE: return MailDeliveryError(service: .unreachable, "exit code \(code)\(detail)")
        case EX_NOPERM: return MailDeliveryError(service: .signInRefused, "exit code \(code)\(detail)")
        default: return MailDeliveryError(service: .programFailed, "exit code \(code)\(detail)")
        }
    }
}
