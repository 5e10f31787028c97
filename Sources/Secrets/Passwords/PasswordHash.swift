/// What is stored of a password: the parameters, the salt and the output of scrypt.
///
/// Made and checked by ``PasswordHasher`` alone. Its description shows the parameters only.
package struct PasswordHash: Sendable {
    /// How many octets of salt a hash has.
    package static let saltOctetCount = 16

    /// How many octets scrypt puts out for a hash.
    package static let outputOctetCount = 32

    /// Work and memory that this hash took.
    package let parameters: ScryptParameters

    let salt: [UInt8]
    let output: [UInt8]
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind and the parameters, without salt and output.
    package var description: String {
        "<scrypt ln=\(parameters.logN),r=\(parameters.r),p=\(parameters.p)>"
    }

    /// The same as ``description``.
    package var debugDescription: String { description }

    /// A mirror without children.
    package var customMirror: Mirror {
        Mirror(self, children: EmptyCollection<Mirror.Child>())
    }
}
