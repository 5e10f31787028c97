package import SystemPackage

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
