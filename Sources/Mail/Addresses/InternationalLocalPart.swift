import Codecs
@_spi(_Unicode) import Swift

/// What stands before an `@` when it is not ASCII (RFC 6531 section 3.3).
///
/// The standard takes nearly everything there is. Here only letters, marks and digits are taken beside the signs of
/// ASCII, so that nothing invisible, nothing that turns the direction of text and no symbol passes; mailboxes have no
/// others.
enum InternationalLocalPart {
    /// The part composed (NFC, as RFC 6532 section 3.1 wants it) as typed and in small letters; nil for what is refused.
    ///
    /// A letter that would become ASCII as a small one, such as the Kelvin sign, is refused, so that no look-alike
    /// becomes equal to a plain name.
    static func read(_ text: String) -> (typed: String, folded: String)? {
        // Composing alone makes plain letters of some signs.
        for scalar in text.unicodeScalars where !scalar.isASCII {
            guard !String(scalar)._nfc.contains(where: \.isASCII) else { return nil }
        }
        // The standard library shows NFC by this SPI only; see `Secret.normalized()`.
        var typed = String.UnicodeScalarView()
        var folded = String.UnicodeScalarView()
        var isFirst = true
        for scalar in text._nfc {
            typed.append(scalar)
            if scalar.isASCII {
                let octet = UInt8(truncatingIfNeeded: scalar.value)
                guard DotAtom.isAtomText(octet) || octet == UInt8(ascii: ".") else { return nil }
                folded.append(Unicode.Scalar(ASCII.lowercased(octet)))
                isFirst = octet == UInt8(ascii: ".")
                continue
            }
            for small in scalar.properties.lowercaseMapping.unicodeScalars {
                guard !small.isASCII, UnicodeLabel.isAdmitted(small) else { return nil }
                guard !isFirst || !UnicodeLabel.isMark(small) else { return nil }
                folded.append(small)
                isFirst = false
            }
        }
        return (String(typed), String(folded))
    }
}
