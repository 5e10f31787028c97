internal import COpenSSL

/// OpenSSL's queue of errors, which is the calling thread's own.
enum OpenSSLErrors {
    /// Forgets what earlier calls have left; to be called before every call whose failure will be asked about.
    static func clear() {
        ERR_clear_error()
    }

    /// Whether the newest error is a given one of the TLS library.
    static func isNewest(_ reason: Int32) -> Bool {
        let error = ERR_peek_last_error()
        return copenssl_error_library(error) == ERR_LIB_SSL && copenssl_error_reason(error) == reason
    }

    /// The newest error in OpenSSL's words.
    static var newest: String {
        let error = ERR_peek_last_error()
        guard error != 0 else { return "unknown error" }
        guard let reason = unsafe ERR_reason_error_string(error) else { return "error \(error)" }
        return unsafe String(cString: reason)
    }
}
