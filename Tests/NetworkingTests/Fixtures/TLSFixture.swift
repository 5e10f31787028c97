import COpenSSL
import SystemPackage
import TestSupport
import Testing

@testable import Networking

/// A folder with an authority and what it has signed, and a client that trusts it.
struct TLSFixture: Sendable {
    let folder: TemporaryFolder
    let authority: TestCertificate
    let client: TLSClientContext

    init() throws {
        folder = try TemporaryFolder()
        authority = try TestCertificate("authority")
        client = try TLSClientContext(authorities: folder.write(authority.pem, to: "authority.pem"))
    }

    /// Files with a certificate for DNS names, the first of which is its common name.
    func files(_ names: String...) throws -> TLSCertificateFiles {
        try write(certificate(names[0], names: names.map { "DNS:\($0)" }.joined(separator: ",")))
    }

    func certificate(
        _ name: String = "localhost", names: String = "DNS:localhost", validFor: Int = 86_400
    ) throws -> TestCertificate {
        try TestCertificate(name, names: names, validFor: validFor, signedBy: authority)
    }

    /// Writes a certificate with its key, in new files.
    func write(_ certificate: TestCertificate) throws -> TLSCertificateFiles {
        let number = folder.names().count
        return TLSCertificateFiles(
            chain: try folder.write(certificate.pem, to: "\(number).pem"),
            key: try folder.write(certificate.keyPEM(), to: "\(number).key"))
    }

    /// A server with a certificate for `localhost`.
    func server() throws -> TLSServerContext {
        try TLSServerContext([files("localhost")])
    }
}

extension Worker {
    /// A connected pair over TCP: the server's side and the client's, also kept in `streams` in this order.
    func pair() async throws -> (server: Stream, client: Stream) {
        let address = try listen()
        let client = try await connect(to: address)
        let server = try await accept()
        streams = [server, client]
        return (server, client)
    }

    /// A connected pair after the handshake; `prepare` may change the client's session before.
    func securePair(
        _ context: TLSServerContext, _ clientContext: TLSClientContext, host: String = "localhost",
        prepare: (TestSession) -> Void = { _ in }
    ) async throws -> (server: Stream, client: Stream) {
        let (server, client) = try await pair()
        let accepting = spawn { worker in
            try await worker.streams[0].acceptTLS(context, deadline: worker.soon)
        }
        do {
            try await client.connectTLS(clientContext, host: host, deadline: soon, prepare: prepare)
        } catch {
            server.interrupt()
            _ = await accepting.result
            throw error
        }
        try await accepting.value
        return (server, client)
    }
}

extension Stream {
    /// `connectTLS` with a session that is changed before the handshake.
    func connectTLS(
        _ context: TLSClientContext, host: String, deadline: Deadline, prepare: (TestSession) -> Void
    ) async throws {
        let session = unsafe TLSSession(context.makeSession(host: host), on: registration, context: context)
        guard let session else { throw StreamError.exhausted }
        unsafe prepare(TestSession(session.ssl))
        try await secure(by: session, deadline: deadline)
    }

    /// What OpenSSL knows about the stream.
    var session: TestSession {
        get throws {
            let session = try #require(tls)
            return unsafe TestSession(session.ssl)
        }
    }
}
