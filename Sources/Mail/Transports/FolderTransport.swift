package import SystemPackage

/// Mail written as files `<id>.eml` into a folder: for trying things out, and for letters that are printed.
///
/// A file appears whole or not at all and is on the disk when ``deliver(_:)`` returns. The same mail delivered again
/// replaces its own file, so that an attempt repeated after a crash makes no second mail. The calls to the file
/// system block: the caller chooses the thread.
package struct FolderTransport: MailTransport {
    package let folder: FilePath

    /// Files with a temporary name last written before this time belong to a process that has ended.
    private let start: MailFolder.Time

    /// Takes a folder, which the first delivery makes if it is missing (mode 0700; the folder around it must be there).
    package init(folder: FilePath) {
        self.folder = folder
        start = MailFolder.now()
    }

    /// Writes the mail (mode 0600).
    ///
    /// - Throws: always a temporary error, with the operating system's words: a full disk is emptied, a wrong
    ///   permission is put right, and then the mail can go.
    package func deliver(_ mail: RenderedMail) async throws(MailDeliveryError) {
        let temporary = ".\(mail.id).\(String(UInt64.random(in: .min ... .max), radix: 36))\(Self.suffix)"
        do throws(Errno) {
            let opened = try MailFolder(openingOrMaking: folder)
            try opened.write(mail.octets, to: "\(mail.id).eml", by: temporary)
        } catch {
            throw MailDeliveryError(service: .folder, "\(error)")
        }
    }

    /// Removes what crashed deliveries left behind, and says how many files that were.
    ///
    /// Only temporary files of this transport older than this value go. Meant for the server's start.
    @discardableResult
    package func sweep() throws(MailDeliveryError) -> Int {
        do throws(Errno) {
            let opened = try MailFolder(openingOrMaking: folder)
            var removed = 0
            for name in try opened.names() where name.hasPrefix(".") && name.hasSuffix(Self.suffix) {
                guard let written = try opened.lastWritten(name), written < start else { continue }
                try opened.remove(name)
                removed += 1
            }
            return removed
        } catch {
            throw MailDeliveryError(.temporary, reason: "the mail folder cannot be swept: \(error)")
        }
    }

    private static let suffix = ".eml-part"
}
