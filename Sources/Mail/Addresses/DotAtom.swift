import Codecs

/// Atoms of mail syntax (RFC 5322 section 3.2.3).
enum DotAtom {
    /// Whether a byte is `atext`.
    static func isAtomText(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// Whether a text is `dot-atom-text`: atoms with single dots between them.
    static func isSpelled(by text: some StringProtocol) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomText) }
    }
}
