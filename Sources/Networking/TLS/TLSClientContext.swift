internal import COpenSSL
package import SystemPackage

/// What a client needs to speak TLS 1.2 and 1.3 and to know whom it speaks to; all loops may share one.
package final class TLSClientContext: Sendable {
    private let configuration: TLSConfiguration

    /// Trusts the system's authorities, or instead of them those in a file in PEM format.
    ///
    /// - Throws: What is wrong with the file.
    package init(authorities: FilePath? = nil) throws(TLSError) {
        configuration = unsafe try TLSConfiguration(method: TLS_client_method())
        unsafe SSL_CTX_set_verify(configuration.pointer, SSL_VERIFY_PEER, nil)
        if let authorities {
            let store = unsafe SSL_CTX_get_cert_store(configuration.pointer)
            for certificate in try PEMFile(authorities).certificates() {
                guard unsafe X509_STORE_add_cert(store, certificate.pointer) == 1 else {
                    throw TLSError(file: authorities, reason: .refused(OpenSSLErrors.newest))
                }
            }
        } else if unsafe SSL_CTX_set_default_verify_paths(configuration.pointer) != 1 {
            throw TLSError(file: "", reason: .refused(OpenSSLErrors.newest))
        }
    }

    /// A session of the client's side that insists on the host's name or IP address, to be freed by the caller; nil for
    /// a host that is neither, or without memory.
    func makeSession(host: String) -> OpaquePointer? {
        guard !host.isEmpty, !host.utf8.contains(0), let session = unsafe SSL_new(configuration.pointer) else {
            return nil
        }
        unsafe SSL_set_connect_state(session)
        // An address is not a name that could be asked for by SNI (RFC 6066 section 3).
        if unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host) == 1 { return unsafe session }
        unsafe SSL_set_hostflags(session, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        if unsafe SSL_set1_host(session, host) == 1, unsafe copenssl_set_server_name(session, host) == 1 {
            return unsafe session
        }
        unsafe SSL_free(session)
        return nil
    }
}

/// Why a client does not take a server's certificate.
package struct TLSCertificateRefusal: Sendable, Hashable, CustomStringConvertible {
    /// What to tell apart, since each calls for something else.
    package enum Kind: Sendable, Hashable {
        /// No authority that is trusted stands behind it, or it is signed with itself.
        case untrusted
        /// It is for other names or addresses.
        case otherName
        /// It has come to its end.
        case expired
        /// Its time has not begun; often a wrong clock.
        case notYetValid
        /// Anything else.
        case other
    }

    package let kind: Kind

    /// The reason in OpenSSL's words.
    package let text: String

    /// Takes what is wrong.
    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// The refusal behind a code of `SSL_get_verify_result(3)`.
    init(verdict: Int) {
        let kind: Kind =
            switch Int32(truncatingIfNeeded: verdict) {
            case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
                X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
                .untrusted
            case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: .otherName
            case X509_V_ERR_CERT_HAS_EXPIRED: .expired
            case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
            default: .other
            }
        self.init(kind, unsafe String(cString: X509_verify_cert_error_string(verdict)))
    }

    package var description: String { "certificate refused: \(text)" }
}
