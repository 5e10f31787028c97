package import SystemPackage

/// Why certificates or keys could not be used, with the file that is to blame.
package struct TLSError: Error, Hashable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Hashable, Sendable {
        /// The file could not be opened or read.
        case unreadable(Errno)
        /// The file is larger than any certificate chain or key.
        case tooLarge
        /// There is no `BEGIN CERTIFICATE` in the file.
        case noCertificate
        /// There is no `BEGIN … PRIVATE KEY` in the file.
        case noKey
        /// The key is locked by a password, which a server has nobody to ask for.
        case encryptedKey
        /// What stands between BEGIN and END cannot be understood; the text is OpenSSL's.
        case damaged(String)
        /// The key belongs to another certificate than the chain's first.
        case keyMismatch(chain: FilePath)
        /// OpenSSL refuses the certificate or key, such as for a key that is too short; the text is OpenSSL's.
        case refused(String)
    }

    /// The file, or an empty path when OpenSSL's own configuration is to blame.
    package let file: FilePath
    package let reason: Reason

    package var description: String {
        switch reason {
        case .unreadable(let errno): "\(file): cannot be read: \(errno)"
        case .tooLarge: "\(file): larger than \(PEMFile.limit) bytes, which no certificate or key is"
        case .noCertificate: "\(file): holds no certificate in PEM format"
        case .noKey: "\(file): holds no private key in PEM format"
        case .encryptedKey: "\(file): the private key is locked by a password"
        case .damaged(let text): "\(file): damaged: \(text)"
        case .keyMismatch(let chain): "\(file): the private key does not belong to the certificate in \(chain)"
        case .refused(let text): "\(file): refused by OpenSSL: \(text)"
        }
    }
}
