internal import COpenSSL

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
