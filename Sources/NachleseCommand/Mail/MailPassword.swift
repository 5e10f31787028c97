import FoundationEssentials
import Glibc
import SQLite
import Secrets
import SystemPackage

/// Where the password for the mail server lies: in a file, or with systemd (`LoadCredential=smtp-password:…`).
struct MailPassword {
    /// Octets that a password may have.
    static let longest = 1024

    /// Nil: with systemd.
    let file: FilePath?

    /// Reads it; one line end at its end does not belong to it.
    ///
    /// - Throws: `CommandError` that says which file and what to do; never what stands in it.
    func read() throws(CommandError) -> Secret {
        if let file { return try read(file, isPrivate: true) }
        let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] ?? ""
        guard !folder.isEmpty else {
            throw CommandError(
                .configuration,
                "'smtp-user' needs a password: name a file with it in 'smtp-password-file', or give it as the systemd "
                    + "credential 'smtp-password'")
        }
        // Whom systemd lets read it shows in an access list, of which the mode tells nothing.
        return try read(FilePath(folder).appending("smtp-password"), isPrivate: false)
    }

    private func read(_ path: FilePath, isPrivate: Bool) throws(CommandError) -> Secret {
        let octets: [UInt8]
        do {
            let opened = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            octets = try opened.closeAfter {
                if isPrivate { try MailPassword.requirePrivacy(of: opened, path) }
                return try opened.readAll(limit: MailPassword.longest + 2)
            }
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError(
                .configuration, "the password for the mail server cannot be read: \(path): \(error)")
        }
        var line = octets[...]
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard !line.isEmpty else { throw CommandError(.configuration, "\(path) is empty; write the password into it") }
        guard line.count <= MailPassword.longest, line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            let password = Secret(utf8: Array(line))
        else {
            throw CommandError(
                .configuration,
                "\(path) holds no password: that is one line in UTF-8 of at most \(MailPassword.longest) octets")
        }
        return password
    }

    private static func requirePrivacy(of file: FileDescriptor, _ path: FilePath) throws(CommandError) {
        var status = stat()
        guard unsafe fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CommandError(.configuration, "\(path) is no file; 'smtp-password-file' names one with the password")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw CommandError(
                .configuration,
                "\(path) can be read by others than its owner; 'chmod 600 \(path)' keeps the password private")
        }
    }
}
