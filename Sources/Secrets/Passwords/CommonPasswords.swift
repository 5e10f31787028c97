/// A list of passwords that are tried first by whoever guesses.
///
/// Compared after folding ASCII capitals and normalising.
package struct CommonPasswords: Sendable {
    private let folded: Set<[UInt8]>

    /// Takes the list one by one.
    package init(_ passwords: some Sequence<String>) {
        folded = Set(passwords.map { Self.fold(Secret($0)) })
    }

    /// Takes a file of UTF-8 with one password in each line, ended by LF or CR LF; ill-formed lines are skipped.
    package init(lines: [UInt8]) {
        self.init(
            lines.split(separator: UInt8(ascii: "\n")).compactMap { line in
                String(validating: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
            })
    }

    /// How many different passwords are listed.
    package var count: Int {
        folded.count
    }

    /// Whether the list has this password.
    package func contains(_ password: Secret) -> Bool {
        folded.contains(Self.fold(password))
    }

    private static func fold(_ password: Secret) -> [UInt8] {
        password.normalized().reveal().utf8.map { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 0x20 : byte
        }
    }
}
