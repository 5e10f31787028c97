internal import COpenSSL

/// A certificate with a P-256 key, made for one test; nothing changes it afterwards.
@safe package final class TestCertificate: @unchecked Sendable {
    /// What could not be made.
    private struct Failure: Error {}

    private let certificate: OpaquePointer
    private let key: OpaquePointer

    /// Makes a certificate that is valid until so many seconds from now, from a day before that or before now.
    ///
    /// - Parameters:
    ///   - name: the subject's common name.
    ///   - names: the alternative names in OpenSSL's notation, such as `DNS:localhost,IP:127.0.0.1`; none for an authority.
    ///   - validFor: seconds from now to its end, negative for one that has expired.
    ///   - authority: who signs it, nil for itself.
    /// - Throws: When OpenSSL refuses.
    package init(
        _ name: String, names: String? = nil, validFor: Int = 86_400, signedBy authority: TestCertificate? = nil
    ) throws {
        guard let certificate = unsafe X509_new(), let key = unsafe Self.makeKey() else { throw Failure() }
        unsafe self.certificate = unsafe certificate
        unsafe self.key = unsafe key
        let subject = unsafe X509_get_subject_name(certificate)
        unsafe X509_set_version(certificate, 2)
        unsafe ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1..<(1 << 62)))
        unsafe X509_gmtime_adj(X509_getm_notBefore(certificate), min(validFor, 0) - 86_400)
        unsafe X509_gmtime_adj(X509_getm_notAfter(certificate), validFor)
        unsafe X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0)
        unsafe X509_set_issuer_name(
            certificate, authority.map { unsafe X509_get_subject_name($0.certificate) } ?? subject)
        unsafe X509_set_pubkey(certificate, key)
        if let names {
            try add(NID_subject_alt_name, names)
        } else {
            try add(NID_basic_constraints, "critical,CA:TRUE")
        }
        guard unsafe X509_sign(certificate, authority?.key ?? key, EVP_sha256()) > 0 else { throw Failure() }
    }

    deinit {
        unsafe X509_free(certificate)
        unsafe EVP_PKEY_free(key)
    }

    /// The certificate in PEM format.
    package var pem: [UInt8] {
        unsafe Self.text { unsafe PEM_write_bio_X509($0, certificate) }
    }

    /// The private key in PEM format, locked by a password if one is given.
    package func keyPEM(password: String? = nil) -> [UInt8] {
        unsafe Self.text { writer in
            guard let password else {
                return unsafe PEM_write_bio_PKCS8PrivateKey(writer, key, nil, nil, 0, nil, nil)
            }
            return unsafe PEM_write_bio_PKCS8PrivateKey(
                writer, key, EVP_aes_128_cbc(), password, Int32(password.utf8.count), nil, nil)
        }
    }

    private static func makeKey() -> OpaquePointer? {
        let maker = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
        defer { unsafe EVP_PKEY_CTX_free(maker) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(maker) == 1,
            unsafe EVP_PKEY_CTX_set_group_name(maker, "prime256v1") == 1
        else { return nil }
        unsafe EVP_PKEY_generate(maker, &key)
        return unsafe key
    }

    private func add(_ kind: Int32, _ value: String) throws {
        guard let added = unsafe X509V3_EXT_conf_nid(nil, nil, kind, value) else { throw Failure() }
        defer { unsafe X509_EXTENSION_free(added) }
        guard unsafe X509_add_ext(certificate, added, -1) == 1 else { throw Failure() }
    }

    private static func text(_ write: (OpaquePointer?) -> Int32) -> [UInt8] {
        let memory = unsafe BIO_new(BIO_s_mem())
        defer { unsafe _ = BIO_free(memory) }
        var text = [UInt8](repeating: 0, count: 8192)
        guard unsafe write(memory) == 1 else { return [] }
        let count = unsafe BIO_read(memory, &text, Int32(text.count))
        return Array(text.prefix(Int(max(count, 0))))
    }
}
