internal import CResources

/// A file that is part of the binary, so that one binary is all there is to install.
package struct Resource: Sendable {
    package let name: String
    package let bytes: [UInt8]

    /// The migrations of the database, in order.
    package static let migrations = unsafe list(cresources_migrations)

    /// The files of `Public/`, served as they are, their compressed forms among them.
    package static let publicFiles = unsafe list(cresources_public)

    /// The texts and slides of the demo.
    package static let demo = unsafe list(cresources_demo)

    /// The wordings of mails that are in force without a file of the office: `credentials.de.txt`.
    package static let wordings = unsafe list(cresources_wordings)

    /// The drafts of the office's pages, with gaps: `imprint.de.txt`.
    package static let pageDrafts = unsafe list(cresources_pages)

    /// Common passwords in lower case, sorted by bytes, one on each line.
    package static let commonPasswords = unsafe Resource(cresources_passwords().pointee)

    private static func list(_ function: (UnsafeMutablePointer<Int>) -> UnsafePointer<cresources_file>?) -> [Resource] {
        var count = 0
        let files = unsafe function(&count)
        return unsafe UnsafeBufferPointer(start: files, count: count).map { unsafe Resource($0) }
    }

    private init(_ file: cresources_file) {
        name = unsafe String(cString: file.name)
        bytes = unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
}

extension [Resource] {
    /// The text of that name, which must be there.
    package func text(named name: String) -> String {
        guard let file = first(where: { $0.name == name }) else { preconditionFailure("no resource is named \(name)") }
        return String(decoding: file.bytes, as: UTF8.self)
    }
}
