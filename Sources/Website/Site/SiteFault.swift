import HTTP

/// What should not happen; the description goes to the log, never onto a page.
enum SiteFault: Error, CustomStringConvertible {
    /// A content that the database names cannot be opened.
    case fileUnreadable(String, OpenFileError)
    /// It lies there with another size than it should have.
    case fileDamaged(String, size: Int64)

    var description: String {
        switch self {
        case .fileUnreadable(let path, let error): "cannot open \(path): \(error)"
        case .fileDamaged(let path, let size):
            "\(path) has \(size) octets, which is not its size: put it back from a backup"
        }
    }
}
