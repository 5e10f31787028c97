import Codecs
import Secrets

/// A number that makes the SHA-256 of a form's stamp begin with enough zero bits: found by trying, checked at once.
///
/// A browser finds it while somebody types; for many forms it takes many times as long.
package enum ProofOfWork {
    /// Whether SHA-256 of `stamp:proof` begins with so many zero bits; a proof is 1 to 16 decimal digits.
    package static func holds(_ proof: String, for stamp: FormStamp) -> Bool {
        let digits = proof.utf8
        guard (1...16).contains(digits.count), digits.allSatisfy(ASCII.isDigit) else { return false }
        return leadingZeros(of: SHA256.digest(of: Array("\(stamp.text):\(proof)".utf8))) >= stamp.difficulty
    }

    static func leadingZeros(of digest: [UInt8]) -> Int {
        let zeros = digest.prefix { $0 == 0 }.count
        return zeros * 8 + (zeros < digest.count ? digest[zeros].leadingZeroBitCount : 0)
    }
}
