import Glibc
import Networking
import SystemPackage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct TLSCertificateTests {
    let fixture: TLSFixture

    init() throws {
        fixture = try TLSFixture()
    }

    @Test(
        arguments: [
            (host: "localhost", fault: nil),
            (host: "elsewhere.example", fault: .certificate(.init(.otherName, "hostname mismatch"))),
            (host: "a.localhost", fault: .certificate(.init(.otherName, "hostname mismatch"))),
            (host: "127.0.0.1", fault: nil),
            (host: "127.0.0.2", fault: .certificate(.init(.otherName, "IP address mismatch"))),
            (host: "", fault: .tls("no session for the host ")),
        ] as [(host: String, fault: StreamError?)])
    func `a client insists on the host`(host: String, fault: StreamError?) async throws {
        let certificate = try fixture.certificate(names: "DNS:localhost,IP:127.0.0.1")
        let context = try TLSServerContext([fixture.write(certificate)])
        await #expect(connection(to: context, host: host) == fault)
    }

    @Test func `a client refuses certificates that are expired, unknown or its own issuers`() async throws {
        let expired = try TLSServerContext([fixture.write(fixture.certificate(validFor: -60))])
        await #expect(connection(to: expired) == .certificate(.init(.expired, "certificate has expired")))
        let stranger = try TestCertificate("stranger")
        let unknown = try TestCertificate("localhost", names: "DNS:localhost", signedBy: stranger)
        let foreign = try TLSServerContext([fixture.write(unknown)])
        await #expect(
            connection(to: foreign)
                == .certificate(.init(.untrusted, "unable to get local issuer certificate")))
        let own = try TLSServerContext([fixture.write(TestCertificate("localhost", names: "DNS:localhost"))])
        await #expect(connection(to: own) == .certificate(.init(.untrusted, "self-signed certificate")))
    }

    @Test func `the end of the validity can be seen and an expired certificate is taken`() throws {
        let now = Int64(time(nil))
        let files = try fixture.write(fixture.certificate(validFor: -60))
        let context = try TLSServerContext([files, fixture.files("localhost")])
        let statuses = context.certificates
        try #require(statuses.count == 2)
        #expect(statuses[0].chain == files.chain)
        #expect((now - 62...now - 58).contains(statuses[0].notAfter))
        #expect((now + 86_398...now + 86_402).contains(statuses[1].notAfter))
    }

    @Test func `a chain is sent whole`() async throws {
        let middle = try TestCertificate("middle", signedBy: fixture.authority)
        let leaf = try TestCertificate("localhost", names: "DNS:localhost", signedBy: middle)
        let files = TLSCertificateFiles(
            chain: try fixture.folder.write(leaf.pem + middle.pem, to: "chain.pem"),
            key: try fixture.folder.write(leaf.keyPEM(), to: "chain.key"))
        let context = try TLSServerContext([files])
        await #expect(connection(to: context) == nil)
    }

    @Test func `what is wrong with a file is told with its name, and nothing changes`() async throws {
        let folder = fixture.folder
        let good = try fixture.certificate()
        let chain = try folder.write(good.pem, to: "good.pem")
        let key = try folder.write(good.keyPEM(), to: "good.key")
        let context = try TLSServerContext([TLSCertificateFiles(chain: chain, key: key)])
        let before = context.certificates
        let missing = folder.path.appending("missing.pem")
        let empty = try folder.write([], to: "empty.pem")
        let large = try folder.writeZeros((1 << 20) + 1, to: "large.pem")
        let locked = try folder.write(good.keyPEM(password: "secret"), to: "locked.key")
        let foreign = try folder.write(fixture.certificate().keyPEM(), to: "foreign.key")
        let broken = try folder.write(Array(good.pem.dropLast(60)), to: "broken.pem")
        let brokenKey = try folder.write(
            Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8), to: "broken.key")
        let cases: [(chain: FilePath, key: FilePath, file: FilePath, text: String)] = [
            (missing, key, missing, "cannot be read: No such file or directory"),
            (chain, missing, missing, "cannot be read: No such file or directory"),
            (folder.path, key, folder.path, "cannot be read: Is a directory"),
            (large, key, large, "larger than 1048576 bytes, which no certificate or key is"),
            (empty, key, empty, "holds no certificate in PEM format"),
            (key, key, key, "holds no certificate in PEM format"),
            (chain, empty, empty, "holds no private key in PEM format"),
            (chain, chain, chain, "holds no private key in PEM format"),
            (chain, locked, locked, "the private key is locked by a password"),
            (chain, foreign, foreign, "the private key does not belong to the certificate in \(chain)"),
            (broken, key, broken, "damaged: bad end line"),
            (chain, brokenKey, brokenKey, "damaged: "),
        ]
        for (chain, key, file, text) in cases {
            do throws(TLSError) {
                try context.replace(with: [TLSCertificateFiles(chain: chain, key: key)])
                Issue.record("taken: \(chain) with \(key)")
            } catch {
                #expect(error.file == file)
                #expect(error.description.hasPrefix("\(file): \(text)"), "\(error)")
            }
        }
        #expect(context.certificates == before)
        await #expect(connection(to: context) == nil)
    }

    @Test func `a connection outlives the certificate that it began with`() async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client)
            try context.replace(with: [fixture.files("other.example")])
            try await client.send([1, 2], deadline: worker.soon)
            #expect(try await server.readSome(deadline: worker.soon) == [1, 2])
            #expect(try client.session.peerName == "localhost")
            let (_, next) = try await worker.securePair(context, fixture.client, host: "other.example")
            #expect(try next.session.peerName == "other.example")
        }
    }

    /// The error of a client's handshake, nil for none.
    private func connection(to context: TLSServerContext, host: String = "localhost") async -> StreamError? {
        try? await withWorker { [fixture] worker in
            let (server, client) = try await worker.pair()
            let accepting = worker.spawn { worker in
                try await worker.streams[0].acceptTLS(context, deadline: worker.soon)
            }
            let error = await worker.attempt {
                try await client.connectTLS(fixture.client, host: host, deadline: worker.soon)
            }
            client.close()
            let accepted = await accepting.result
            #expect(error != nil || (try? accepted.get()) != nil)
            server.close()
            return error
        }
    }
}
