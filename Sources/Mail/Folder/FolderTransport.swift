import Platform
package import SystemPackage

/// Mail written as files `<id>.eml` into a folder: for trying things out, and for letters that are printed.
///
/// A file appears whole or not at all and is on the disk when ``deliver(_:)`` returns. The same mail delivered again
/// replaces its own file, so that an attempt repeated after a crash makes no second mail. The calls to the file
/// system block: the caller chooses the thread.
package struct FolderTransport: MailTransport {
    package let folder: FilePath

    /// Files with a temporary name last written before this time belong to a process that has ended.
    private let start: FileTime

    /// Takes a folder, which the first delivery makes if it is missing (mode 0700; the folder around it must be there).
    package init(folder: FilePath) {
        self.folder = folder
        start = FileTime.now
    }

    /// Writes the mail (mode 0600).
    ///
    /// - Throws: always a temporary error, with the operating system's words: a full disk is emptied, a wrong
    ///   permission is put right, and then the mail can go.
    package func deliver(_ mail: RenderedMail) async throws(MailDeliveryError) {
        do throws(Errno) {
            try Folder.create(folder, withParents: false)
            let file = try AtomicFile(in: folder, prefix: ".\(mail.id).", suffix: Self.suffix)
            try file.write(mail.bytes.span)
            try file.publish(as: folder.appending("\(mail.id).eml"), onConflict: .replace)
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
            try Folder.create(folder, withParents: false)
            var removed = 0
            for name in try Folder.names(in: folder) where name.hasPrefix(".") && name.hasSuffix(Self.suffix) {
                let path = folder.appending(name)
                guard let status = try FileStatus.ifThere(path, followingLinks: false), status.kind == .file,
                    status.modified < start
                else { continue }
                try Folder.removeFile(path)
                removed += 1
            }
            return removed
        } catch {
            throw MailDeliveryError(.temporary, reason: "the mail folder cannot be swept: \(error)")
        }
    }

    private static let suffix = ".eml-part"
}
