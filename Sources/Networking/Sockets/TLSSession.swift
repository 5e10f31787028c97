import CLinux
import COpenSSL
import SystemPackage

/// The TLS side of one connection: an `SSL` over the stream's socket; only for the stream on its loop.
///
/// Nothing here waits. What the socket does not take of a record stays pending and goes first at the next opportunity;
/// so a write, once begun, is complete for OpenSSL and never has to be repeated with the same bytes.
@safe final class TLSSession {
    /// The bytes of the largest record (RFC 8446 section 5.1).
    static let recordSize = 16 << 10

    /// What a step of the handshake needs.
    enum Step {
        case done
        case reading
        case writing
    }

    let ssl: OpaquePointer
    let channel: UnsafeMutablePointer<copenssl_channel>

    private let registration: Registration

    /// What `ssl` points back to, kept alive for it.
    private let context: AnyObject

    private var isEstablished = false
    /// After a failure the protocol forbids to say anything more, `close_notify` included.
    private var hasFailed = false
    private var hasNotifiedEnd = false
    /// Whether the last byte offered was encrypted but reported as not taken, since its record is pending.
    private var owesByte = false

    /// Whether a read may find bytes that have left the socket already, which no event will announce.
    private(set) var hasUnread = false

    /// Whether the kernel encrypts, so that the socket is written to as if it were plain (`sendfile(2)` included, which
    /// is all that `SSL_sendfile` does).
    private(set) var kernelSends = false

    /// Takes over an `SSL` for an open socket that stays the caller's; nil for none, or without memory.
    init?(_ ssl: OpaquePointer?, on registration: Registration, context: AnyObject) {
        guard let ssl = unsafe ssl else { return nil }
        guard let channel = unsafe copenssl_channel_new(registration.descriptor) else {
            unsafe SSL_free(ssl)
            return nil
        }
        unsafe self.ssl = unsafe ssl
        unsafe self.channel = unsafe channel
        self.registration = registration
        self.context = context
        guard unsafe copenssl_channel_attach(channel, ssl) == 1 else { return nil }
    }

    deinit {
        unsafe SSL_free(ssl)
        unsafe copenssl_channel_free(channel)
    }

    /// The protocol that ALPN has chosen.
    var negotiatedProtocol: String? {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl, &name, &count)
        guard let name = unsafe name else { return nil }
        return unsafe String(decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
    }

    /// Goes on with the handshake as far as the socket allows.
    func handshake() throws(StreamError) -> Step {
        prepareToRead()
        let code = unsafe SSL_do_handshake(ssl)
        noteReadiness()
        let error = unsafe code == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl, code)
        switch error {
        case SSL_ERROR_NONE:
            isEstablished = true
            hasUnread = unsafe SSL_has_pending(ssl) == 1
            kernelSends = unsafe copenssl_sends_by_kernel(ssl) == 1
            return .done
        case SSL_ERROR_WANT_READ: return .reading
        case SSL_ERROR_WANT_WRITE:
            registration.clear(.writing)
            return .writing
        default: throw failure(error)
        }
    }

    /// Decrypts what is there, and never waits.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> ReceiveResult {
        prepareToRead()
        var count = 0
        let code = unsafe SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
        noteReadiness()
        let error = unsafe code == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl, code)
        hasUnread = unsafe code == 1 && SSL_has_pending(ssl) == 1
        switch error {
        case SSL_ERROR_NONE: return .received(count)
        case SSL_ERROR_ZERO_RETURN: return .end
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
        default: throw failure(error)
        }
    }

    /// Encrypts and sends until a record stays pending or all is out.
    ///
    /// - Returns: How many bytes are done with, nil for none. While a record is pending, a byte of it does not count
    ///   yet: the caller offers it again, as the rest of what it has to send, and thereby sees to it that all goes out.
    func send(_ bytes: UnsafeRawBufferPointer, more: Bool) throws(StreamError) -> Int? {
        guard try flush() else { return nil }
        var taken = owesByte ? 1 : 0
        owesByte = false
        while taken < bytes.count {
            let count = min(Self.recordSize, bytes.count - taken)
            prepareToWrite(more: more || taken + count < bytes.count)
            let code = unsafe SSL_write(ssl, bytes.baseAddress?.advanced(by: taken), Int32(count))
            guard code > 0 else { throw failure(unsafe SSL_get_error(ssl, code)) }
            taken += Int(code)
            if unsafe channel.pointee.pending_count > 0 {
                registration.clear(.writing)
                owesByte = true
                taken -= 1
                break
            }
        }
        return taken > 0 ? taken : nil
    }

    /// Reads a part of a file into a buffer, and encrypts and sends it as `send`.
    ///
    /// Nothing of it is kept across a wait, so that all streams of a loop can share the buffer: what the socket had no
    /// room for is read again.
    func sendFile(
        _ file: Int32, offset: Int64, count: Int64, more: Bool, by buffer: FileBuffer
    ) throws(StreamError) -> Int64? {
        guard try flush() else { return nil }
        let room = unsafe buffer.bytes
        let read = unsafe clinux_pread(file, room.baseAddress, Int(min(count, Int64(room.count))), offset)
        guard read > 0 else { throw read < 0 ? StreamError(Errno(rawValue: Int32(-read))) : .truncated }
        let plain = unsafe UnsafeRawBufferPointer(rebasing: room[..<Int(read)])
        return unsafe try send(plain, more: more || read < count).map(Int64.init)
    }

    /// How many encrypted bytes the socket has not taken yet.
    var pendingCount: Int {
        unsafe Int(channel.pointee.pending_count)
    }

    /// Sends what is pending; false when the socket is full.
    func flush() throws(StreamError) -> Bool {
        guard unsafe channel.pointee.pending_count > 0 else { return true }
        guard registration.isReady(for: .writing) else { return false }
        switch unsafe copenssl_channel_flush(channel) {
        case 1: return true
        case 0:
            registration.clear(.writing)
            return false
        default: throw failure(SSL_ERROR_SYSCALL)
        }
    }

    /// Says that nothing more will be sent (`close_notify`), unless that would follow half a record or an error.
    func notifyEnd() {
        guard isEstablished, !hasFailed, !hasNotifiedEnd, (try? flush()) == true else { return }
        hasNotifiedEnd = true
        prepareToWrite(more: false)
        _ = unsafe SSL_shutdown(ssl)
    }

    /// Lets go of the socket, whose number may soon be another's.
    func detach() {
        unsafe channel.pointee.descriptor = -1
    }

    private func prepareToRead() {
        OpenSSLErrors.clear()
        unsafe channel.pointee.readable = registration.isReady(for: .reading) ? 1 : 0
        unsafe channel.pointee.ended = registration.hasEnded ? 1 : 0
        unsafe channel.pointee.more = 0
    }

    private func noteReadiness() {
        if unsafe channel.pointee.readable == 0 { registration.clear(.reading) }
    }

    /// Nothing is to be read meanwhile.
    private func prepareToWrite(more: Bool) {
        OpenSSLErrors.clear()
        unsafe channel.pointee.readable = 0
        unsafe channel.pointee.more = more ? 1 : 0
    }

    private func failure(_ error: Int32) -> StreamError {
        hasFailed = true
        let errno = unsafe channel.pointee.error
        if errno != 0 { return StreamError(Errno(rawValue: errno)) }
        guard error == SSL_ERROR_SSL, !OpenSSLErrors.isNewest(ERR_LIB_SSL, SSL_R_UNEXPECTED_EOF_WHILE_READING) else {
            return .reset
        }
        let verdict = unsafe SSL_get_verify_result(ssl)
        guard verdict == Int(X509_V_OK) else {
            return .certificate(TLSCertificateRefusal(verdict: verdict))
        }
        return .tls(OpenSSLErrors.newest)
    }
}
