/// What is wrong with a text file that people write, and where: a wording, a page, a table of old addresses.
package struct SourceFault<Reason: Equatable & Sendable & CustomStringConvertible>: Error, Equatable, Sendable {
    /// As it is to be named to people.
    package let file: String
    /// From 1; nil where it is about the file as a whole.
    package let line: Int?
    /// What is wrong, and what to do.
    package let reason: Reason

    package init(file: String, line: Int? = nil, _ reason: Reason) {
        self.file = file
        self.line = line
        self.reason = reason
    }
}

extension SourceFault: CustomStringConvertible {
    package var description: String {
        "\(file)\(line.map { ", line \($0)" } ?? ""): \(reason)"
    }
}
