import Codecs

/// What is stored of a password: the parameters, the salt and the output of scrypt.
///
/// Made and checked by ``PasswordHasher`` alone. Its description shows the parameters only.
package struct PasswordHash: Sendable {
    /// How many bytes of salt a hash has.
    package static let saltByteCount = 16

    /// How many bytes scrypt puts out for a hash.
    package static let outputByteCount = 32

    /// Work and memory that this hash took.
    package let parameters: ScryptParameters

    let salt: [UInt8]
    let output: [UInt8]

    init(parameters: ScryptParameters, salt: [UInt8], output: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.output = output
    }

    /// Why a text is no hash of ours.
    package enum FormatError: Error, Equatable, CustomStringConvertible {
        /// It does not begin with `$scrypt$`.
        case otherScheme
        /// It has not the five parts of `$scrypt$…$…$…`.
        case wrongParts
        /// The parameters are not `ln=…,r=…,p=…` in this order, in plain decimal numbers.
        case malformedParameters
        /// The parameters are beyond the bounds of ``ScryptParameters``.
        case parametersOutOfBounds
        /// The salt is not 16 bytes in unpadded base 64.
        case malformedSalt
        /// The output is not 32 bytes in unpadded base 64.
        case malformedOutput

        package var description: String {
            switch self {
            case .otherScheme: "the stored password hash is not of the scheme scrypt"
            case .wrongParts: "the stored password hash has too few or too many parts"
            case .malformedParameters: "the parameters of the stored password hash cannot be read"
            case .parametersOutOfBounds: "the parameters of the stored password hash are out of bounds"
            case .malformedSalt: "the salt of the stored password hash cannot be read"
            case .malformedOutput: "the output of the stored password hash cannot be read"
            }
        }
    }

    /// The PHC string form, `$scrypt$ln=15,r=8,p=3$<salt>$<output>`, to be stored.
    ///
    /// See the PHC string format specification; base 64 is unpadded.
    package var text: String {
        let numbers = "ln=\(parameters.logN),r=\(parameters.r),p=\(parameters.p)"
        return "$scrypt$\(numbers)$\(Base64.standard.encode(salt))$\(Base64.standard.encode(output))"
    }

    /// Reads the PHC string form, exactly as ``text`` writes it.
    package init(_ text: String) throws(FormatError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "$"), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count > 1, parts[0].isEmpty, parts[1].elementsEqual("scrypt".utf8) else { throw .otherScheme }
        guard parts.count == 5 else { throw .wrongParts }
        parameters = try Self.parameters(parts[2])
        guard let salt = Base64.standard.decode(String(Substring(parts[3]))), salt.count == Self.saltByteCount else {
            throw .malformedSalt
        }
        guard let output = Base64.standard.decode(String(Substring(parts[4]))), output.count == Self.outputByteCount
        else {
            throw .malformedOutput
        }
        self.salt = salt
        self.output = output
    }

    private static func parameters(_ text: Substring.UTF8View) throws(FormatError) -> ScryptParameters {
        let fields = text.split(separator: UInt8(ascii: ","), maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 3,
            let logN = number(fields[0], after: "ln="),
            let r = number(fields[1], after: "r="),
            let p = number(fields[2], after: "p=")
        else { throw .malformedParameters }
        guard let parameters = ScryptParameters(logN: logN, r: r, p: p) else { throw .parametersOutOfBounds }
        return parameters
    }

    // At most nine digits and no leading zero: one value has one spelling.
    private static func number(_ field: Substring.UTF8View, after name: String) -> Int? {
        guard field.starts(with: name.utf8) else { return nil }
        let digits = field.dropFirst(name.utf8.count)
        guard (1...9).contains(digits.count), digits.first != UInt8(ascii: "0") else { return nil }
        return ASCII.number(digits)
    }
}

extension PasswordHash: Redacted {
    /// The kind and the parameters, without salt and output.
    package var description: String {
        "<scrypt ln=\(parameters.logN),r=\(parameters.r),p=\(parameters.p)>"
    }
}
