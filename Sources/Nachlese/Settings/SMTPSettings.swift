package import Mail
package import SystemPackage

/// The mail server that mails are handed over to.
package struct SMTPSettings: Sendable, Equatable {
    /// A host name in ASCII or an IP address without brackets; empty where none is set.
    package var host = ""
    /// Nil: the usual one.
    package var port: UInt16?
    package var security = SMTPSecurity.tls
    /// Empty: without signing in.
    package var user = ""
    /// A file with the password; nil: with a user, the credential `smtp-password` of systemd.
    ///
    /// A path that is not absolute is one in the data folder.
    package var passwordFile: FilePath?
    /// Authorities in PEM that are trusted instead of the system's.
    package var authorities: FilePath?
    /// How this machine calls itself; nil: by the host of the public address.
    package var helloName: SMTPHelloName?
    /// Seconds that the server may take for an answer, 1 to 600.
    package var timeout = 60

    package init() {}
}
