import Networking
package import SystemPackage

/// Hands mails over to a mail server by submission (RFC 6409), on a thread of its own.
///
/// Mails go one after the other; the connection stays open for further ones until ``finish()``. A connection that the
/// server has closed meanwhile is opened anew, once a mail, as long as the message has not been sent: what was sent but not
/// confirmed may have arrived, and is for the caller to try again later under the same Message-ID.
package actor SMTPTransport: MailTransport {
    /// How long a confirmation may still take when the process is to end.
    static let grace = Duration.seconds(10)

    private nonisolated let loop: EventLoop
    private let configuration: SMTPConfiguration
    private var connection: SMTPConnection?
    private var line: Task<Void, Never>?

    /// A transport that has not connected yet.
    ///
    /// - Throws: the errno of what a loop needs, such as too many open files.
    package init(_ configuration: SMTPConfiguration) throws(Errno) {
        loop = try EventLoop(name: "smtp")
        self.configuration = configuration
        loop.start()
    }

    deinit {
        loop.stop()
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    package func deliver(_ mail: RenderedMail) async throws(MailDeliveryError) {
        try await inTurn { transport in await transport.handOver(mail) }.get()
    }

    /// Says goodbye to the server (QUIT) and ends TLS as it should be ended.
    package func finish() async {
        await inTurn { transport in await transport.letGo(politely: true) }
    }

    package func stop() async {
        let isConfirming = connection?.awaitsConfirmation ?? false
        if isConfirming, let line {
            let patience = Task(executorPreference: loop) { [loop] in
                try await loop.sleep(until: loop.deadline(in: Self.grace))
                loop.stop()
            }
            await line.value
            patience.cancel()
        }
        loop.stop()
    }

    /// Does something when everything asked before is done, since a mail takes many waits and another must not come in
    /// between.
    private func inTurn<Outcome: Sendable>(
        _ work: @escaping @Sendable (isolated SMTPTransport) async -> Outcome
    ) async -> Outcome {
        let before = line
        let task = Task(executorPreference: loop) {
            await before?.value
            return await work(self)
        }
        line = Task(executorPreference: loop) { _ = await task.value }
        return await task.value
    }

    private func handOver(_ mail: RenderedMail) async -> Result<Void, MailDeliveryError> {
        for isLastTry in [false, true] {
            let isReused = await isConnected()
            do throws(SMTPFailure) {
                try await open().deliver(mail)
                return .success(())
            } catch {
                if error.isConnectionLost { await letGo(politely: false) }
                guard error.isFarewell, isReused, !isLastTry else { return .failure(error.error) }
            }
        }
        return .failure(MailDeliveryError(service: .connectionLost))
    }

    /// Whether there is a connection that takes another mail; one that does not is let go.
    private func isConnected() async -> Bool {
        guard let connection else { return false }
        let isDone = connection.delivered >= configuration.limits.messages
        guard isDone || connection.peerHasEnded else { return true }
        await letGo(politely: isDone)
        return false
    }

    private func open() async throws(SMTPFailure) -> SMTPConnection {
        if let connection { return connection }
        do throws(MailDeliveryError) {
            let opened = try await SMTPConnection.open(configuration, loop: loop)
            connection = opened
            return opened
        } catch {
            throw .refused(error)
        }
    }

    private func letGo(politely: Bool) async {
        guard let gone = connection else { return }
        connection = nil
        await gone.close(politely: politely)
    }
}
