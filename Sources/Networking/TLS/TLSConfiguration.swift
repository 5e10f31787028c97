internal import COpenSSL
internal import Platform
package import SystemPackage

/// An `SSL_CTX` and what all of them have in common; OpenSSL lets threads share it once it is set up.
@safe final class TLSConfiguration: @unchecked Sendable {
    /// The ECDHE suites of Mozilla's "intermediate" configuration for TLS 1.2, in its order.
    private static let suites =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
    /// All suites for TLS 1.3, in the same order: AES-128 is strong enough and costs less than AES-256.
    private static let suites13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    private static let groups = "X25519:prime256v1:secp384r1"

    let pointer: OpaquePointer

    /// A configuration for one side: TLS 1.2 and 1.3, ECDHE with AEAD only, neither renegotiation nor compression.
    ///
    /// Writes are never repeated (see `copenssl_channel`), buffers live only while a record is in them, and a read ends
    /// after one call to the socket instead of going on for as long as the peer sends records without data.
    init(method: OpaquePointer?) throws(TLSError) {
        OpenSSLErrors.clear()
        guard let pointer = unsafe SSL_CTX_new(method) else {
            throw TLSError(file: "", reason: .refused(OpenSSLErrors.newest))
        }
        unsafe self.pointer = unsafe pointer
        unsafe SSL_CTX_set_options(pointer, copenssl_no_compression | copenssl_no_renegotiation)
        if Self.kernelEncrypts { unsafe SSL_CTX_set_options(pointer, copenssl_enable_ktls) }
        unsafe copenssl_set_mode(pointer, Int(SSL_MODE_RELEASE_BUFFERS))
        unsafe copenssl_clear_mode(pointer, Int(SSL_MODE_AUTO_RETRY))
        guard unsafe copenssl_set_min_version(pointer, TLS1_2_VERSION) == 1,
            unsafe SSL_CTX_set_cipher_list(pointer, Self.suites) == 1,
            unsafe SSL_CTX_set_ciphersuites(pointer, Self.suites13) == 1,
            unsafe copenssl_set_groups(pointer, Self.groups) == 1
        else { throw TLSError(file: "", reason: .refused(OpenSSLErrors.newest)) }
        unsafe copenssl_set_read_ahead(pointer)
    }

    deinit {
        unsafe SSL_CTX_free(pointer)
    }

    /// Gives the configuration a certificate, those that lead to its authority, and the key of the first.
    ///
    /// - Throws: What is wrong with which of the two files.
    func use(_ files: TLSCertificateFiles) throws(TLSError) -> X509Certificate {
        let chain = try PEMFile(files.chain).certificates()
        let keyFile = try PEMFile(files.key)
        let key = unsafe try keyFile.privateKey()
        defer { unsafe EVP_PKEY_free(key) }
        guard unsafe SSL_CTX_use_certificate(pointer, chain[0].pointer) == 1 else {
            throw TLSError(file: files.chain, reason: .refused(OpenSSLErrors.newest))
        }
        guard unsafe X509_check_private_key(chain[0].pointer, key) == 1 else {
            throw TLSError(file: files.key, reason: .keyMismatch(chain: files.chain))
        }
        guard unsafe SSL_CTX_use_PrivateKey(pointer, key) == 1 else {
            throw TLSError(file: files.key, reason: .refused(OpenSSLErrors.newest))
        }
        for certificate in chain.dropFirst() {
            unsafe X509_up_ref(certificate.pointer)
            guard unsafe copenssl_add_chain_certificate(pointer, certificate.pointer) == 1 else {
                unsafe X509_free(certificate.pointer)
                throw TLSError(file: files.chain, reason: .refused(OpenSSLErrors.newest))
            }
        }
        return chain[0]
    }

    /// Whether the kernel's own TLS is loaded (`modprobe tls`).
    ///
    /// Asked once, because OpenSSL's own attempt at every connection would have a process with the right to do so start
    /// `modprobe` each time.
    private static let kernelEncrypts: Bool = {
        let list = FilePath("/proc/sys/net/ipv4/tcp_available_ulp")
        guard let text = try? Descriptor(opening: list, .readOnly).contents(limit: 256) else { return false }
        return text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            .contains { $0.elementsEqual("tls".utf8) }
    }()
}

/// Why certificates or keys could not be used, with the file that is to blame.
package struct TLSError: Error, Hashable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Hashable, Sendable {
        /// The file could not be opened or read.
        case unreadable(Errno)
        /// The file is larger than any certificate chain or key.
        case tooLarge
        /// There is no `BEGIN CERTIFICATE` in the file.
        case noCertificate
        /// There is no `BEGIN … PRIVATE KEY` in the file.
        case noKey
        /// The key is locked by a password, which a server has nobody to ask for.
        case encryptedKey
        /// What stands between BEGIN and END cannot be understood; the text is OpenSSL's.
        case damaged(String)
        /// The key belongs to another certificate than the chain's first.
        case keyMismatch(chain: FilePath)
        /// OpenSSL refuses the certificate or key, such as for a key that is too short; the text is OpenSSL's.
        case refused(String)
    }

    /// The file, or an empty path when OpenSSL's own configuration is to blame.
    package let file: FilePath
    package let reason: Reason

    package var description: String {
        switch reason {
        case .unreadable(let errno): "\(file): cannot be read: \(errno)"
        case .tooLarge: "\(file): larger than \(PEMFile.limit) bytes, which no certificate or key is"
        case .noCertificate: "\(file): holds no certificate in PEM format"
        case .noKey: "\(file): holds no private key in PEM format"
        case .encryptedKey: "\(file): the private key is locked by a password"
        case .damaged(let text): "\(file): damaged: \(text)"
        case .keyMismatch(let chain): "\(file): the private key does not belong to the certificate in \(chain)"
        case .refused(let text): "\(file): refused by OpenSSL: \(text)"
        }
    }
}

/// OpenSSL's queue of errors, which is the calling thread's own.
enum OpenSSLErrors {
    /// Forgets what earlier calls have left; to be called before every call whose failure will be asked about.
    static func clear() {
        ERR_clear_error()
    }

    /// Whether the newest error is a given one of a given library (`ERR_LIB_…`).
    static func isNewest(_ library: Int32, _ reason: Int32) -> Bool {
        matches(ERR_peek_last_error(), library, reason)
    }

    /// Empties the queue; true when a given error of a given library was in it.
    static func take(_ library: Int32, _ reason: Int32) -> Bool {
        var isFound = false
        while case let error = ERR_get_error(), error != 0 {
            if matches(error, library, reason) { isFound = true }
        }
        return isFound
    }

    private static func matches(_ error: UInt, _ library: Int32, _ reason: Int32) -> Bool {
        copenssl_error_library(error) == library && copenssl_error_reason(error) == reason
    }

    /// The newest error in OpenSSL's words.
    static var newest: String {
        let error = ERR_peek_last_error()
        guard error != 0 else { return "unknown error" }
        guard let reason = unsafe ERR_reason_error_string(error) else { return "error \(error)" }
        return unsafe String(cString: reason)
    }
}
