/// Why a password that somebody chose is not taken.
package enum PasswordObjection: Error, Sendable, Hashable {
    /// It has fewer Unicode scalars than the minimum.
    case tooShort(minimum: Int)
    /// It has more octets of UTF-8 than the maximum.
    case tooLong(maximumOctets: Int)
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
