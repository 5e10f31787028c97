import Catalogue
import SystemPackage

extension CommandError {
    /// About a file that was to be taken in, as it was typed.
    init(_ error: IngestError, file: String) {
        switch error {
        case .notFound: self.init(.notFound, "there is no file '\(file)'")
        case .notReadable(let error): self.init(error, of: "'\(file)' cannot be read")
        case .notAFile: self.init(.badInput, "'\(file)' is not a file; name one file, not a folder")
        case .empty: self.init(.badInput, "'\(file)' is empty; save it again and retry")
        case .badName:
            self.init(
                .badInput,
                "the name of '\(file)' cannot be offered to people; rename it, without control characters, slashes, "
                    + "a dot at the begin or more than \(FileName.maximumLength) octets")
        case .kind(.unknownExtension(let found, let known)):
            self.init(
                .badInput,
                "'\(file)': files of the kind '\(found)' are not offered; known are \(known.joined(separator: ", "))")
        case .kind(.contentDiffers(let kind)):
            self.init(
                .badInput, "'\(file)' does not begin like a \(kind) file; save it again in that format or rename it")
        case .notWritten(let error): self.init(error, of: "the files folder cannot be written")
        }
    }
}
