internal import COpenSSL
internal import Platform
package import SystemPackage

/// What a server needs to speak TLS 1.2 and 1.3; one is shared by all loops.
///
/// The host name that a client asks for (SNI, RFC 6066) chooses the certificate: by an exact DNS name, else by a
/// wildcard for one label, else it is the first. ALPN (RFC 7301) chooses `http/1.1`; a client that offers protocols
/// without it is refused with `no_application_protocol`, one that offers none at all is served.
///
/// Sessions are resumed by tickets alone, so that nothing is stored for them. The keys of the tickets are made by OpenSSL
/// with the context and live in memory only, as long as it does: they outlive `replace`, and a restart forgets them.
/// With TLS 1.3 a resumption makes new keys all the same; with TLS 1.2, forward secrecy begins at the restart.
package final class TLSServerContext: Sendable {
    /// How long a ticket lets its client resume, in seconds.
    private static let ticketLife = 86_400

    private struct Entry: Sendable {
        let certificate: X509Certificate
        let configuration: TLSConfiguration
        let status: TLSCertificateStatus
    }

    /// Holds the ticket keys and no certificate: each handshake goes over to the configuration of the one it chooses.
    private let front: TLSConfiguration
    private let entries: Locked<[Entry]>

    /// Reads all certificates and keys, at least one of each.
    ///
    /// - Throws: What is wrong with which file.
    package init(_ certificates: [TLSCertificateFiles]) throws(TLSError) {
        entries = Locked(try Self.load(certificates))
        front = try Self.configuration()
        unsafe SSL_CTX_set_timeout(front.pointer, Self.ticketLife)
        unsafe copenssl_set_server_name_callback(
            front.pointer,
            { session, _, argument in
                guard let argument = unsafe argument else { return SSL_TLSEXT_ERR_NOACK }
                return unsafe Unmanaged<TLSServerContext>.fromOpaque(argument).takeUnretainedValue()
                    .chooseCertificate(for: session)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Takes new certificates for handshakes from now on; connections that have begun keep theirs.
    ///
    /// - Throws: What is wrong with which file; then everything stays as it was.
    package func replace(with certificates: [TLSCertificateFiles]) throws(TLSError) {
        let loaded = try Self.load(certificates)
        entries.withLock { $0 = loaded }
    }

    /// The certificates in use, in the order in which they were given.
    package var certificates: [TLSCertificateStatus] {
        entries.withLock { entries in entries.map { $0.status } }
    }

    /// A session of the server's side, to be freed by the caller, which keeps the context alive as long; nil without
    /// memory.
    func makeSession() -> OpaquePointer? {
        guard let session = unsafe SSL_new(front.pointer) else { return nil }
        unsafe SSL_set_accept_state(session)
        return unsafe session
    }

    private static func load(_ certificates: [TLSCertificateFiles]) throws(TLSError) -> [Entry] {
        precondition(!certificates.isEmpty, "a TLS server without a certificate")
        var entries: [Entry] = []
        for files in certificates {
            let configuration = try configuration()
            let certificate = try configuration.use(files)
            let status = TLSCertificateStatus(chain: files.chain, notAfter: certificate.notAfter)
            entries.append(Entry(certificate: certificate, configuration: configuration, status: status))
        }
        return entries
    }

    /// A server's configuration without a certificate.
    ///
    /// A client that ends its side without `close_notify`, as many do, counts as having ended it (RFC 9112 section 9.8
    /// lets a server): the framing of HTTP tells whether a request is complete. The server's order of suites counts, but a
    /// client that puts ChaCha20 first, since it has no AES in hardware, gets that.
    private static func configuration() throws(TLSError) -> TLSConfiguration {
        let configuration = unsafe try TLSConfiguration(method: TLS_server_method())
        unsafe SSL_CTX_set_options(configuration.pointer, copenssl_ignore_unexpected_eof | copenssl_server_chooses)
        unsafe copenssl_set_session_cache_mode(configuration.pointer, Int(SSL_SESS_CACHE_OFF))
        unsafe SSL_CTX_set_alpn_select_cb(
            configuration.pointer,
            { _, chosen, chosenCount, offered, offeredCount, _ in
                guard let place = unsafe ALPN.http11(in: UnsafeBufferPointer(start: offered, count: Int(offeredCount)))
                else { return SSL_TLSEXT_ERR_ALERT_FATAL }
                unsafe chosen?.pointee = offered?.advanced(by: place.lowerBound)
                unsafe chosenCount?.pointee = UInt8(place.count)
                return SSL_TLSEXT_ERR_OK
            }, nil)
        return configuration
    }

    private func chooseCertificate(for session: OpaquePointer?) -> Int32 {
        let name = unsafe SSL_get_servername(session, TLSEXT_NAMETYPE_host_name)
        let entries = entries.withLock { $0 }
        var chosen: Entry?
        if let name = unsafe name {
            chosen =
                entries.first { unsafe $0.certificate.covers(name, wildcards: false) }
                ?? entries.first { unsafe $0.certificate.covers(name, wildcards: true) }
        }
        let configuration = (chosen ?? entries[0]).configuration
        guard unsafe SSL_set_SSL_CTX(session, configuration.pointer) != nil else { return SSL_TLSEXT_ERR_ALERT_FATAL }
        return chosen == nil ? SSL_TLSEXT_ERR_NOACK : SSL_TLSEXT_ERR_OK
    }
}

/// What is worth knowing of a certificate in use.
package struct TLSCertificateStatus: Sendable, Hashable {
    /// The file that it came from.
    package let chain: FilePath
    /// The last second of its validity, since 1970 in UTC.
    ///
    /// An expired certificate is served all the same, since no answer at all would not be better: whoever makes the
    /// context is to warn, in time or at last.
    package let notAfter: Int64
}

/// The list of protocols that a client offers (RFC 7301 section 3.1).
enum ALPN {
    /// Where `http/1.1` stands in a list of names, each behind a byte with its length; nil when it does not.
    static func http11(in offered: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var start = 0
        while start < offered.count {
            let name = unsafe start + 1..<start + 1 + Int(offered[start])
            guard name.upperBound <= offered.count else { return nil }
            if unsafe offered[name].elementsEqual("http/1.1".utf8) { return name }
            start = name.upperBound
        }
        return nil
    }
}
