import Codecs

/// Folding of a domain label that is not plain ASCII.
enum UnicodeLabel {
    /// The label composed and in lower case, or `nil` when IDNA 2008 (RFC 5892 section 2) does not admit it.
    ///
    /// A scalar that would fold into ASCII (the Kelvin sign, the dotted capital I) is refused, so that no
    /// look-alike becomes equal to a plain name.
    static func folded(_ label: String) -> String? {
        var result = String.UnicodeScalarView()
        for scalar in composed(label) {
            if scalar.isASCII {
                guard scalar.value <= 0x7F, let octet = UInt8(exactly: scalar.value),
                    ASCII.isLetterOrDigit(octet) || octet == UInt8(ascii: "-")
                else { return nil }
                result.append(Unicode.Scalar(ASCII.lowercased(octet)))
                continue
            }
            for folded in scalar.properties.lowercaseMapping.unicodeScalars {
                guard !folded.isASCII, isAdmitted(folded) else { return nil }
                result.append(folded)
            }
        }
        guard let first = result.first, !isMark(first) else { return nil }
        return String(result)
    }

    static func isAdmitted(_ scalar: Unicode.Scalar) -> Bool {
        // Section 2.6: sharp s and final sigma are names of their own although case folding changes them.
        if scalar == "ß" || scalar == "ς" { return true }
        guard !scalar.properties.changesWhenNFKCCaseFolded else { return false }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber: return true
        default: return isMark(scalar)
        }
    }

    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default: false
        }
    }

    /// Letters followed by their marks become single letters: what a Mac puts on the clipboard is decomposed, and
    /// only the composed form has the punycode that is registered.
    private static func composed(_ label: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        for scalar in label.unicodeScalars {
            if scalar.properties.canonicalCombiningClass != .notReordered, let base = result.last,
                let whole = compositions["\(base)\(scalar)"]
            {
                result[result.count - 1] = whole
            } else {
                result.append(scalar)
            }
        }
        return result
    }

    /// The composed letters of the scripts that decompose, found by any canonically equal spelling: the key's
    /// equality is Swift's own canonical equivalence.
    private static let compositions: [String: Unicode.Scalar] = {
        // Latin, Greek and Cyrillic, their extensions, and kana.
        let ranges: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x370...0x4FF, 0x1E00...0x1FFF, 0x3041...0x30FF]
        let scalars = ranges.joined().compactMap { Unicode.Scalar($0) }
        return Dictionary(scalars.map { (String($0), $0) }, uniquingKeysWith: { first, _ in first })
    }()
}
