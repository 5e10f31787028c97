import Codecs
import DomainTestSupport
import Secrets
import TestSupport
import Testing

@testable import Nachlese

struct FormStampTests {
    private let now = Timestamp(rawValue: 1_486_036_800)
    private let key = SealingKey()

    @Test("what was handed out comes back as it was")
    func returns() throws {
        let stamp = try FormStamp(difficulty: 17, now: now, key: key)
        let back = try FormStamp(stamp.text, now: now + 60, key: key).unwrapped()
        #expect(back.identifier == stamp.identifier && back.madeAt == now && back.difficulty == 17)
        #expect(back.text == stamp.text)
        #expect(try FormStamp(difficulty: 17, now: now, key: key).identifier != stamp.identifier)
    }

    @Test("a day is the end of it, and it does not hold before it was made: a clock put back makes none older")
    func ages() throws {
        let stamp = try FormStamp(difficulty: 17, now: now, key: key)
        #expect(FormStamp(stamp.text, now: now + (FormStamp.longestAge - 1), key: key) != nil)
        for seconds: Int64 in [FormStamp.longestAge, 400 * 86_400, -1, -86_400, .max, .min] {
            #expect(FormStamp(stamp.text, now: now + seconds, key: key) == nil)
        }
    }

    @Test("nobody else makes one, and none can be changed")
    func sealed() throws {
        let stamp = try FormStamp(difficulty: 17, now: now, key: key)
        #expect(FormStamp(stamp.text, now: now, key: SealingKey()) == nil)
        let bytes = Array(stamp.text.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(FormStamp(String(decoding: changed, as: UTF8.self), now: now, key: key) == nil)
        }
        let mail = try key.seal([UInt8](repeating: 0, count: 25), context: Array("mail:1".utf8))
        for text in ["", "A", stamp.text + "A", Base64.url.encode(mail), String(repeating: "A", count: 100_000)] {
            #expect(FormStamp(text, now: now, key: key) == nil)
        }
    }

    @Test("work is proved for one stamp, by a number, as hard as it says")
    func proof() throws {
        let stamp = try FormStamp(difficulty: 10, now: now, key: key)
        let proof = World.proof(for: stamp)
        #expect(ProofOfWork.holds(proof, for: stamp))
        #expect(!ProofOfWork.holds("", for: stamp))
        for wrong in ["+\(proof)", " \(proof)", "\(proof) ", "\(proof)x", "-1", String(repeating: "1", count: 17)] {
            #expect(!ProofOfWork.holds(wrong, for: stamp))
        }
        // It holds for another one once in a thousand times.
        let others = try (0..<50).map { _ in try FormStamp(difficulty: 30, now: now, key: key) }
        #expect(!others.contains { ProofOfWork.holds(proof, for: $0) })
    }

    @Test("zero bits are counted over octets", arguments: [([0x80], 0), ([0x01], 7), ([0, 0x40], 9), ([0, 0], 16)])
    func zeros(bytes: [UInt8], count: Int) {
        #expect(ProofOfWork.leadingZeros(of: bytes) == count)
    }

    @Test("the more forms come, the more work is asked, up to a bound; it goes back by itself")
    func load() {
        var load = ProofOfWorkDifficulty()
        var bits: [Int] = []
        for number in 0..<1000 {
            load.count(now: now)
            if number % 100 == 0 { bits.append(load.difficulty(now: now)) }
        }
        #expect(
            bits == bits.sorted() && bits.first == ProofOfWorkDifficulty.least
                && bits.last == ProofOfWorkDifficulty.most)
        #expect(load.difficulty(now: now + -86_400) == ProofOfWorkDifficulty.most)
        #expect(load.difficulty(now: now + 86_400) == ProofOfWorkDifficulty.least)
    }
}
