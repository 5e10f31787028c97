package import Letters
import SystemPackage

/// Why a text of the office's pages is refused, with the place where it stands.
package struct OfficePageFault: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        /// No page has a file of this name.
        case unknownName(nearest: String)
        /// The file itself, whatever is in it.
        case file(WordingFault.Reason)
        case empty
        case notUTF8
        case controlCharacter(Unicode.Scalar)
        /// Something is still to be filled in.
        case gap(String)
        /// A link that would not lead anywhere.
        case badLink(String)
    }

    /// As it is to be named to people.
    package let file: String
    /// From 1; nil where it is about the file as a whole.
    package let line: Int?
    package let reason: Reason

    /// Whether it says nothing about the file: there are no descriptors left at this moment.
    package var isPassing: Bool {
        [Errno.tooManyOpenFiles, .tooManyOpenFilesInSystem].contains {
            reason == .file(.unreadable($0.description))
        }
    }

    package init(file: String, line: Int? = nil, _ reason: Reason) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    package var description: String {
        "\(file)\(line.map { ", line \($0)" } ?? ""): \(reason)"
    }
}

extension OfficePageFault.Reason: CustomStringConvertible {
    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .unknownName(let nearest): "no page has a text of this name; did you mean '\(nearest)'?"
        case .file(let reason): "\(reason)"
        case .empty: "it is empty; write the text, or remove the file"
        case .notUTF8: "not UTF-8; save the file in this encoding"
        case .controlCharacter(let scalar):
            "it has the invisible sign U+\(String(scalar.value, radix: 16, uppercase: true)); remove it"
        case .gap(let text): "'[[\(text)]]' is still to be filled in; write what belongs there, without the brackets"
        case .badLink(let address):
            "'\(address)' is no address for a link; it begins with https://, http://, mailto: or /, without blanks"
        }
    }
}
