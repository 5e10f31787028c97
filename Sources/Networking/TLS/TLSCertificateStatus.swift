package import SystemPackage

/// What is worth knowing of a certificate in use.
package struct TLSCertificateStatus: Sendable, Hashable {
    /// The file that it came from.
    package let chain: FilePath
    /// The last second of its validity, since 1970 in UTC.
    ///
    /// An expired certificate is served all the same, since no answer at all would not be better: whoever makes the
    /// context is to warn, in time or at last.
    package let notAfter: Int64
}
