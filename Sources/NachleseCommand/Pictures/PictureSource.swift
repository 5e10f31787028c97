import Catalogue
import SQLite
import SystemPackage

/// A file that is to become a picture, looked at as a whole.
struct PictureSource {
    let octets: [UInt8]
    let facts: PictureFacts
    private let file: String

    /// Reads the file and makes sure that it is a picture which a page can show.
    init(_ file: String) throws(CommandError) {
        self.file = file
        do {
            octets = try FileDescriptor.readAll(of: FilePath(file), limit: PictureFacts.heaviest)
        } catch {
            throw CommandError(error as? Errno ?? .ioError, of: "'\(file)'")
        }
        do throws(PictureFault) {
            facts = try PictureFacts(octets)
        } catch {
            throw CommandError(error, file: file)
        }
    }

    /// The name that was asked for, or one made from that of the file.
    func name(_ wanted: Slug?) throws(CommandError) -> PictureName {
        let stem = wanted?.rawValue ?? FilePath(file).lastComponent?.string ?? ""
        guard let name = PictureName(fileName: stem, format: facts.format) else {
            throw CommandError(.badInput, "no name can be made from that of '\(file)'; give one with --name")
        }
        return name
    }
}
