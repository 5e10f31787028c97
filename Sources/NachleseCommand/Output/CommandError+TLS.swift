import Networking
import SystemPackage

extension CommandError {
    /// About the file that 'smtp-ca-file' names.
    init(authorities error: TLSError) {
        self.init(
            .configuration, "'smtp-ca-file': \(error); it names a file with certificates of authorities in PEM format")
    }

    /// About a certificate or key, with what to do about it.
    init(_ error: TLSError) {
        let advice =
            switch error.reason {
            case .unreadable(.permissionDenied): "let the user that runs the server read it"
            case .unreadable: "check the paths in 'tls-certificate' and 'tls-key'"
            case .tooLarge, .noCertificate:
                "'tls-certificate' names a file with the certificate, then those that lead to its authority"
            case .noKey: "'tls-key' names the file with the certificate's private key"
            case .encryptedKey: "'openssl pkey -in KEY -out NEW' writes it without one"
            case .keyMismatch: "name keys in 'tls-key' in the order of 'tls-certificate'"
            case .damaged: "put an undamaged copy in its place"
            case .refused: "have one issued with a stronger key, of the kind EC P-256 or RSA with 2048 bits or more"
            }
        self.init(.configuration, "TLS: \(error); \(advice)")
    }
}
