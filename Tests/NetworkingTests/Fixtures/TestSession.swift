import COpenSSL

/// What tests ask and change of an `SSL` that somebody else keeps.
@safe struct TestSession {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    /// A ticket to resume by.
    @safe final class Ticket {
        fileprivate let pointer: OpaquePointer?

        fileprivate init(_ pointer: OpaquePointer?) {
            unsafe self.pointer = unsafe pointer
        }

        deinit {
            unsafe SSL_SESSION_free(pointer)
        }
    }

    var version: String {
        unsafe String(cString: SSL_get_version(pointer))
    }

    var isResumed: Bool {
        unsafe SSL_session_reused(pointer) == 1
    }

    var ticket: Ticket {
        unsafe Ticket(SSL_get1_session(pointer))
    }

    var hasReceivedEnd: Bool {
        unsafe SSL_get_shutdown(pointer) & SSL_RECEIVED_SHUTDOWN != 0
    }

    /// The common name of the peer's certificate.
    var peerName: String {
        var name = [CChar](repeating: 0, count: 256)
        let subject = unsafe X509_get_subject_name(SSL_get0_peer_certificate(pointer))
        let count = unsafe X509_NAME_get_text_by_NID(subject, NID_commonName, &name, Int32(name.count))
        return String(decoding: name.prefix(Int(max(count, 0))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Speaks one version only, also one that is too old for the configured level of security.
    func speak(only version: Int32) {
        if version < TLS1_2_VERSION { unsafe SSL_set_security_level(pointer, 0) }
        unsafe SSL_ctrl(pointer, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(version), nil)
        unsafe SSL_ctrl(pointer, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(version), nil)
    }

    func offer(_ protocols: String) {
        let list = protocols.split(separator: " ").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        unsafe SSL_set_alpn_protos(pointer, list, UInt32(list.count))
    }

    func trustAnybody() {
        unsafe SSL_set_verify(pointer, SSL_VERIFY_NONE, nil)
    }

    func resume(by ticket: Ticket) {
        unsafe SSL_set_session(pointer, ticket.pointer)
    }

    func allowRenegotiation() {
        unsafe SSL_clear_options(pointer, copenssl_no_renegotiation)
    }

    /// Sends a ClientHello on a connection that has had its handshake; false when that is not possible.
    func renegotiate() -> Bool {
        unsafe SSL_renegotiate(pointer) == 1 && SSL_do_handshake(pointer) == -1
    }

    /// Has the next write announce new keys and ask the peer for its own.
    func updateKeys() -> Bool {
        unsafe SSL_key_update(pointer, SSL_KEY_UPDATE_REQUESTED) == 1
    }
}
