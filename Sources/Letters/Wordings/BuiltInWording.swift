import Codecs

/// The wordings that are part of the program, in the same form as the office's files.
enum BuiltInWording {
    /// The source, as `mail wording init` writes it.
    static func source(of name: WordingName) -> String {
        switch name.language {
        case .german: german(name.kind)
        case .english: english(name.kind)
        }
    }

    static func wording(of name: WordingName) -> Wording {
        do {
            return try WordingReader.read(Array(source(of: name).utf8), as: name, file: name.fileName)
        } catch {
            preconditionFailure("a built-in wording is broken: \(error)")
        }
    }
}
