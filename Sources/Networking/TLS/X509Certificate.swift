internal import COpenSSL
internal import Glibc

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
