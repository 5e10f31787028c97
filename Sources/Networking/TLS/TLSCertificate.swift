internal import COpenSSL
internal import Glibc
internal import Platform
package import SystemPackage

/// A certificate (RFC 5280), which nothing changes any more.
@safe final class X509Certificate: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe X509_free(pointer)
    }

    /// The last second of its validity, since 1970 in UTC; 0 for a time that cannot be understood.
    var notAfter: Int64 {
        var parts = unsafe tm()
        guard unsafe ASN1_TIME_to_tm(X509_get0_notAfter(pointer), &parts) == 1 else { return 0 }
        return unsafe Int64(timegm(&parts))
    }

    /// Whether one of its DNS names is a host's name (RFC 6125); the subject's common name does not count.
    ///
    /// With `wildcards`, a `*` that is a name's whole first label stands for one label.
    func covers(_ host: UnsafePointer<CChar>, wildcards: Bool) -> Bool {
        let rule = wildcards ? X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS : X509_CHECK_FLAG_NO_WILDCARDS
        return unsafe X509_check_host(pointer, host, 0, UInt32(rule | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT), nil) == 1
    }
}

/// A file in PEM format (RFC 7468), read completely.
struct PEMFile {
    /// Bytes that a file may have; a chain of certificates has some thousand.
    static let limit = 1 << 20

    let path: FilePath
    private let bytes: [UInt8]

    init(_ path: FilePath) throws(TLSError) {
        self.path = path
        do throws(Errno) {
            bytes = try Descriptor(opening: path, .readOnly).contents(limit: Self.limit)
        } catch {
            throw TLSError(file: path, reason: .unreadable(error))
        }
        guard bytes.count <= Self.limit else { throw TLSError(file: path, reason: .tooLarge) }
    }

    /// All certificates in the order of the file, at least one.
    func certificates() throws(TLSError) -> [X509Certificate] {
        var certificates: [X509Certificate] = []
        OpenSSLErrors.clear()
        unsafe withReader { reader in
            while let certificate = unsafe PEM_read_bio_X509(reader, nil, copenssl_no_password, nil) {
                unsafe certificates.append(X509Certificate(owning: certificate))
            }
        }
        // Reading beyond the last one ends with "no start line", and so does a file without any.
        guard OpenSSLErrors.isNewest(ERR_LIB_PEM, PEM_R_NO_START_LINE) else {
            throw TLSError(file: path, reason: .damaged(OpenSSLErrors.newest))
        }
        guard !certificates.isEmpty else { throw TLSError(file: path, reason: .noCertificate) }
        return certificates
    }

    /// The first private key; to be freed by the caller.
    func privateKey() throws(TLSError) -> OpaquePointer {
        OpenSSLErrors.clear()
        let key = unsafe withReader { reader in
            unsafe PEM_read_bio_PrivateKey(reader, nil, copenssl_no_password, nil)
        }
        if let key = unsafe key { return unsafe key }
        // OpenSSL's decoders for keys do not say whether there was anything to decode.
        guard String(decoding: bytes, as: UTF8.self).contains("PRIVATE KEY-----") else {
            throw TLSError(file: path, reason: .noKey)
        }
        let text = OpenSSLErrors.newest
        let isLocked = OpenSSLErrors.take(ERR_LIB_PEM, PEM_R_BAD_PASSWORD_READ)
        throw TLSError(file: path, reason: isLocked ? .encryptedKey : .damaged(text))
    }

    private func withReader<Value>(_ body: (OpaquePointer?) -> Value) -> Value {
        unsafe bytes.withUnsafeBytes { buffer in
            let reader = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(buffer.count))
            defer { unsafe _ = BIO_free(reader) }
            return unsafe body(reader)
        }
    }
}

/// Where a certificate and its key lie, both in PEM format.
package struct TLSCertificateFiles: Sendable, Hashable {
    /// The certificate first, then those that lead from it to the authority's, in this order.
    package let chain: FilePath
    /// The private key, not locked by a password; it may be the same file.
    package let key: FilePath

    package init(chain: FilePath, key: FilePath) {
        self.chain = chain
        self.key = key
    }
}
