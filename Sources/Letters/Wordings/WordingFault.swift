package import Codecs

/// Why the office's wording of a mail is refused, with the place where it stands.
package struct WordingFault: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        /// No mail has a wording of this file name.
        case unknownName(nearest: String)
        /// The file is a symbolic link, which might lead anywhere.
        case link
        /// In the place of the folder is something else, or a symbolic link.
        case folder
        /// It is a folder, a device, a pipe, a socket.
        case notAFile
        /// In words of the system.
        case unreadable(String)
        case tooManyOctets(limit: Int)
        case notUTF8
        case controlCharacter(Unicode.Scalar)
        case lineTooLong(limit: Int)
        case noSubject(language: Language)
        case subjectTooLong(limit: Int)
        case noEmptyLine
        case noBody
        /// A brace that neither begins a placeholder nor is doubled.
        case loneBrace(String)
        case unknownPlaceholder(String, nearest: Placeholder)
        case misplaced(Placeholder, kind: OutboxMail.Kind)
        case inSubject(Placeholder, kind: OutboxMail.Kind)
        case notAlone(Placeholder)
        case missing(Placeholder)
        /// The line of user name or password is not there as programs expect it.
        case missingLine(String)
        /// A line begins like that one and says something else, or the line stands there twice.
        case otherLine(instead: String)
    }

    /// As it is to be named to people.
    package let file: String
    /// From 1; nil where it is about the file as a whole.
    package let line: Int?
    package let reason: Reason

    package init(file: String, line: Int? = nil, _ reason: Reason) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    package var description: String {
        "\(file)\(line.map { ", line \($0)" } ?? ""): \(reason)"
    }
}

extension WordingFault.Reason: CustomStringConvertible {
    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .unknownName(let nearest): "no mail has a wording of this name; did you mean '\(nearest)'?"
        case .link: "it is a symbolic link; put the file itself there"
        case .folder: "what it lies in is a symbolic link or no folder; put the folder itself there"
        case .notAFile: "it is not a file; put a text file there"
        case .unreadable(let reason): "it cannot be read (\(reason))"
        case .tooManyOctets(let limit): "it is longer than \(limit) octets; shorten it"
        case .notUTF8: "not UTF-8; save the file in this encoding"
        case .controlCharacter(let scalar):
            "it has the invisible sign U+\(WordingFault.hexadecimal(scalar)); remove it, or write blanks in place of a tabulator"
        case .lineTooLong(let limit): "the line is longer than \(limit) octets; divide the paragraph"
        case .noSubject(let language):
            "the first line must be the subject, such as '\(language == .german ? "Betreff: Ihr Zugang" : "Subject: Your access")'"
        case .subjectTooLong(let limit): "the subject is longer than \(limit) octets; shorten it, best to 60 signs"
        case .noEmptyLine: "an empty line must stand between the subject and the text"
        case .noBody: "the text is missing; write it below the subject and an empty line"
        case .loneBrace(let brace):
            "'\(brace)' belongs to a placeholder such as {name}; write '\(brace)\(brace)' for the sign itself"
        case .unknownPlaceholder(let name, let nearest):
            "there is no placeholder '{\(name)}'; did you mean '\(nearest.written)'?"
        case .misplaced(let placeholder, let kind):
            "'\(placeholder.written)' does not occur in this mail; it has \(WordingFault.list(kind.placeholders))"
        case .inSubject(let placeholder, let kind):
            "'\(placeholder.written)' cannot stand in the subject; it may have "
                + WordingFault.list(kind.subjectPlaceholders)
        case .notAlone(let placeholder):
            "'\(placeholder.written)' becomes several lines; put it on a line of its own, with nothing else"
        case .missing(let placeholder): "the text must have '\(placeholder.written)' somewhere; add it"
        case .missingLine(let line): "the text must have the line '\(line)', with nothing else on it; add it"
        case .otherLine(let line):
            "programs read the line '\(line)'; write it just so and once, and begin no other line like it"
        }
    }
}

extension WordingFault {
    fileprivate static func list(_ placeholders: [Placeholder]) -> String {
        placeholders.map(\.written).joined(separator: ", ")
    }

    fileprivate static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
