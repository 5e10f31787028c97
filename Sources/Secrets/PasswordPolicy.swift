import Codecs

/// What a password that people choose themselves must be like.
///
/// Length, and nothing that is guessed first; no rule of composition (NIST SP 800-63B, section 3.1.1.2).
package struct PasswordPolicy: Sendable {
    // A shorter name would be found in every second sentence.
    private static let shortestName = 3

    /// The least number of Unicode scalars, in Normalization Form C.
    package let minimumLength: Int

    private let common: CommonPasswords
    private let serviceName: [Unicode.Scalar]

    /// Sets the rules.
    ///
    /// - Parameters:
    ///   - minimumLength: the least number of Unicode scalars, at least 1.
    ///   - common: the passwords that are refused whatever their length.
    ///   - serviceName: the name that the service shows to people.
    package init(minimumLength: Int = 12, common: CommonPasswords, serviceName: String) {
        precondition(minimumLength > 0)
        self.minimumLength = minimumLength
        self.common = common
        self.serviceName = Self.lettersAndDigits(serviceName)
    }

    /// Looks for all that speaks against a password.
    ///
    /// Names are looked for without regard to ASCII capitals, blanks and punctuation, and only if three or more
    /// letters or digits remain of them.
    ///
    /// - Parameters:
    ///   - password: what was typed.
    ///   - userName: the name the person signs in with.
    ///   - eMail: the person's address; only what stands before its last `@` counts.
    /// - Returns: the reasons in the order of the cases; none if the password is taken.
    package func objections(to password: Secret, userName: String, eMail: String) -> [PasswordObjection] {
        guard password.byteCount <= PasswordHasher.maximumBytes else {
            return [.tooLong(maximumBytes: PasswordHasher.maximumBytes)]
        }
        let text = password.normalized().reveal()
        let scalars = Self.fold(text)
        let plain = Self.lettersAndDigits(text)
        let localPart = eMail.utf8.lastIndex(of: UInt8(ascii: "@")).map { String(eMail[..<$0]) } ?? eMail
        var objections: [PasswordObjection] = []
        if scalars.count < minimumLength { objections.append(.tooShort(minimum: minimumLength)) }
        if common.contains(password) { objections.append(.common) }
        if Self.contains(plain, Self.lettersAndDigits(userName)) { objections.append(.containsUserName) }
        if Self.contains(plain, Self.lettersAndDigits(localPart)) { objections.append(.containsEMail) }
        if Self.contains(plain, serviceName) { objections.append(.containsServiceName) }
        if isRepetition(scalars) { objections.append(.repetition) }
        if Self.isSequence(scalars) { objections.append(.sequence) }
        return objections
    }

    private static func fold(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.map { scalar in
            scalar.isASCII ? Unicode.Scalar(ASCII.lowercased(UInt8(truncatingIfNeeded: scalar.value))) : scalar
        }
    }

    private static func lettersAndDigits(_ text: String) -> [Unicode.Scalar] {
        fold(Secret(text).normalized().reveal()).filter { scalar in
            !scalar.isASCII || ASCII.isLetterOrDigit(UInt8(truncatingIfNeeded: scalar.value))
        }
    }

    private static func contains(_ text: [Unicode.Scalar], _ name: [Unicode.Scalar]) -> Bool {
        guard name.count >= shortestName, name.count <= text.count else { return false }
        return (0...text.count - name.count).contains { text[$0...].starts(with: name) }
    }

    // The digits twice over, because "7890123" goes on after the nine. Rows of QWERTZ, QWERTY and AZERTY, then the
    // columns, slanting, which hands walk as often as the rows.
    private static let walks: [[Unicode.Scalar]] = [
        "01234567890123456789", "abcdefghijklmnopqrstuvwxyz",
        "qwertzuiopü", "asdfghjklöä", "yxcvbnm",
        "qwertyuiop", "zxcvbnm",
        "azertyuiop", "qsdfghjklm", "wxcvbn",
        "1qay2wsx3edc4rfv5tgb6zhn7ujm8ik,9ol.", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    ].flatMap { [Array($0.unicodeScalars), $0.unicodeScalars.reversed()] }

    /// Whether it is one piece again and again, the last perhaps cut off, and that piece alone would be too short.
    private func isRepetition(_ scalars: [Unicode.Scalar]) -> Bool {
        let longest = min(scalars.count / 2, minimumLength - 1)
        guard longest > 0 else { return false }
        return (1...longest).contains { period in
            scalars.dropFirst(period).elementsEqual(scalars.dropLast(period))
        }
    }

    /// Whether it falls into pieces of which each has, on the average, three or more neighbouring scalars.
    private static func isSequence(_ scalars: [Unicode.Scalar]) -> Bool {
        var pieces = 0
        var rest = scalars[...]
        while !rest.isEmpty {
            let run = longestRun(rest)
            rest = rest.dropFirst(run >= 3 ? run : 1)
            pieces += 1
        }
        return scalars.count >= 3 && pieces <= scalars.count / 3
    }

    private static func longestRun(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        let same = scalars.prefix { $0 == scalars.first }.count
        return walks.reduce(same) { longest, walk in
            walk.indices.reduce(longest) { longest, start in
                max(longest, zip(walk[start...], scalars).prefix { $0 == $1 }.count)
            }
        }
    }
}

/// Why a password that somebody chose is not taken.
package enum PasswordObjection: Error, Sendable, Hashable {
    /// It has fewer Unicode scalars than the minimum.
    case tooShort(minimum: Int)
    /// It has more bytes of UTF-8 than the maximum.
    case tooLong(maximumBytes: Int)
    /// It stands in the list of common passwords.
    case common
    /// It contains the user name.
    case containsUserName
    /// It contains the part of the e-mail address before the `@`.
    case containsEMail
    /// It contains the name of the service.
    case containsServiceName
    /// It is one short piece again and again.
    case repetition
    /// It is put together from neighbours in the alphabet, the numbers or the rows of a keyboard.
    case sequence
}

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
        password.normalized().reveal().utf8.map { ASCII.lowercased($0) }
    }
}
