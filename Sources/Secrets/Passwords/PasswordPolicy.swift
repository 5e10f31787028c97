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
        guard password.octetCount <= PasswordHasher.maximumOctets else {
            return [.tooLong(maximumOctets: PasswordHasher.maximumOctets)]
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
            ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) + 0x20) : scalar
        }
    }

    private static func lettersAndDigits(_ text: String) -> [Unicode.Scalar] {
        fold(Secret(text).normalized().reveal()).filter { scalar in
            !scalar.isASCII || ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
        }
    }

    private static func contains(_ text: [Unicode.Scalar], _ name: [Unicode.Scalar]) -> Bool {
        guard name.count >= shortestName, name.count <= text.count else { return false }
        return (0...text.count - name.count).contains { text[$0...].starts(with: name) }
    }
}
