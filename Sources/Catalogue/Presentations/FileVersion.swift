package import Codecs
import SQLite

/// One version of a presentation's file; the newest is served, older ones stay.
package struct FileVersion: Sendable, Identifiable {
    package typealias ID = Identifier<FileVersion>

    package let id: ID
    /// 1 for the first version of a presentation.
    package let number: Int
    /// As people save it; never used as a path on the server.
    package let name: FileName
    package let mediaType: String
    package let content: StoredFile
    package let addedAt: Timestamp
}
