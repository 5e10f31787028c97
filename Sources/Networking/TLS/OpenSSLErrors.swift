internal import COpenSSL

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
