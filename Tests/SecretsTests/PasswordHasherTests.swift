import Dispatch
import Glibc
import Platform
import Secrets
import Testing

@Suite(.timeLimit(.minutes(15)))
struct PasswordHasherTests {
    // Made with Python: hashlib.scrypt("Grüße aus Erfurt".encode(), salt=bytes(range(16)), n=16, r=8, p=1, dklen=32),
    // and n=2**15, p=3, maxmem=300<<20 for the other; salt and output in base 64 without padding.
    static let pythonCheap = "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$LzfpGpD4KhsGHFJcHBtardlcLqOi9iY4MV2j/J3km5c"
    static let pythonRecommended =
        "$scrypt$ln=15,r=8,p=3$AAECAwQFBgcICQoLDA0ODw$Pt9++FlX8lHLZ2oJtReJ61ZyzHWnTl/vQwuFrX66vEw"

    /// Puts out 32 zeros, after having told that it began and when the gate lets it.
    struct GatedDerivation {
        let gate = DispatchSemaphore(value: 0)
        let begun: AsyncStream<Void>
        let derive: PasswordHasher.Derivation

        init() {
            let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
            self.begun = begun
            derive = { [gate] _, _, _ in
                continuation.yield()
                gate.wait()
                return [UInt8](repeating: 0, count: 32)
            }
        }
    }

    @Test func `a hash verifies its password and no other`() async throws {
        let hasher = try PasswordHasher(parameters: .cheap())
        let hash = try await hasher.hash(Secret("correct horse"))
        #expect(try await hasher.verify(Secret("correct horse"), against: hash) == .right(rehash: false))
        for wrong in ["correct horsf", "correct hors", "correct horse ", "Correct horse", ""] {
            #expect(try await hasher.verify(Secret(wrong), against: hash) == .wrong)
        }
    }

    @Test func `each hash has a salt of its own`() async throws {
        let hasher = try PasswordHasher(parameters: .cheap())
        let first = try await hasher.hash(Secret("same"))
        let second = try await hasher.hash(Secret("same"))
        #expect(first.text != second.text)
    }

    @Test func `hashes of another implementation verify, the recommended parameters included`() async throws {
        let hasher = try PasswordHasher()
        let password = Secret("Grüße aus Erfurt")
        let recommended = try PasswordHash(Self.pythonRecommended)
        #expect(try await hasher.verify(password, against: recommended) == .right(rehash: false))
        #expect(try await hasher.verify(password, against: PasswordHash(Self.pythonCheap)) == .right(rehash: true))
    }

    @Test func `a password is the same however its umlauts were typed`() async throws {
        let hasher = try PasswordHasher(parameters: .cheap())
        let hash = try PasswordHash(Self.pythonCheap)
        let decomposed = Secret("Gru\u{308}ße aus Erfurt")
        #expect(try await hasher.verify(decomposed, against: hash) == .right(rehash: false))
    }

    @Test func `every byte of a long password counts`() async throws {
        let hasher = try PasswordHasher(parameters: .cheap())
        let long = String(repeating: "a", count: 1023)
        let hash = try await hasher.hash(Secret(long + "b"))
        #expect(try await hasher.verify(Secret(long + "b"), against: hash) == .right(rehash: false))
        #expect(try await hasher.verify(Secret(long + "c"), against: hash) == .wrong)
    }

    @Test func `a password that is too long is refused without hashing`() async throws {
        let calls = Locked(0)
        let hasher = try PasswordHasher(parameters: .cheap()) { _, _, _ in
            calls.withLock { $0 += 1 }
            return [UInt8](repeating: 0, count: 32)
        }
        let long = Secret(String(repeating: "ü", count: 512) + "a")
        await #expect(throws: PasswordHasher.Failure.tooLong) { try await hasher.hash(long) }
        await #expect(throws: PasswordHasher.Failure.tooLong) { try await hasher.verify(long, against: nil) }
        #expect(calls.withLock { $0 } == 0)
    }

    @Test func `an unknown account costs the same work and is wrong whatever the output`() async throws {
        let calls = Locked<[(ScryptParameters, Int)]>([])
        let hasher = try PasswordHasher { _, salt, parameters in
            calls.withLock { $0.append((parameters, salt.count)) }
            return [UInt8](repeating: 0, count: 32)
        }
        let known = try await hasher.hash(Secret("x"))
        #expect(try await hasher.verify(Secret("x"), against: known) == .right(rehash: false))
        #expect(try await hasher.verify(Secret("x"), against: nil) == .wrong)
        let seen = calls.withLock { $0 }
        #expect(seen.count == 3)
        #expect(seen.allSatisfy { $0 == .recommended && $1 == 16 })
    }

    @Test func `a failure of OpenSSL is never a match`() async throws {
        let hasher = try PasswordHasher { password, salt, parameters throws(CryptoError) in
            try Scrypt.derive(from: password, salt: salt, parameters: parameters, count: 32, memoryLimit: 1)
        }
        let hash = try PasswordHash(Self.pythonRecommended)
        for stored in [hash, nil] {
            let failure = try await #require(throws: PasswordHasher.Failure.self) {
                try await hasher.verify(Secret("Grüße aus Erfurt"), against: stored)
            }
            guard case .crypto(let error) = failure else {
                Issue.record("unexpected \(failure)")
                continue
            }
            #expect(error.operation == .scrypt)
        }
    }

    @Test func `who comes when all places are taken is told so at once`() async throws {
        let derivation = GatedDerivation()
        let hasher = try PasswordHasher(parameters: .cheap(), width: 1, waiting: 1, derivation: derivation.derive)
        async let running = hasher.hash(Secret("first"))
        for await _ in derivation.begun { break }

        // One of these two takes the only place to wait, whichever it is; the other cannot.
        await withTaskGroup(of: PasswordHasher.Failure?.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    do throws(PasswordHasher.Failure) {
                        _ = try await hasher.hash(Secret("next"))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            #expect(await group.next() == .some(.busy))
            derivation.gate.signal()
            derivation.gate.signal()
            #expect(await group.next() == .some(nil))
        }
        _ = try await running
    }

    @Test func `a task that is cancelled while it waits leaves its place`() async throws {
        let derivation = GatedDerivation()
        let hasher = try PasswordHasher(parameters: .cheap(), width: 1, waiting: 1, derivation: derivation.derive)
        async let running = hasher.hash(Secret("first"))
        for await _ in derivation.begun { break }

        for _ in 0..<50 {
            let waiting = Task { try await hasher.hash(Secret("cancelled")) }
            waiting.cancel()
            await #expect(throws: PasswordHasher.Failure.cancelled) { try await waiting.value }
        }
        async let next = hasher.hash(Secret("next"))
        derivation.gate.signal()
        derivation.gate.signal()
        _ = try await (running, next)
    }

    @Test func `a task that is cancelled while its hash runs gets the result`() async throws {
        let derivation = GatedDerivation()
        let hasher = try PasswordHasher(parameters: .cheap(), width: 1, derivation: derivation.derive)
        let task = Task { try await hasher.hash(Secret("x")) }
        for await _ in derivation.begun { break }
        task.cancel()
        derivation.gate.signal()
        _ = try await task.value
    }

    @Test func `many at once run on no more threads than the width`() async throws {
        struct Seen {
            var threads: Set<pthread_t> = []
            var running = 0
            var most = 0
        }
        let seen = Locked(Seen())
        let hasher = try PasswordHasher(parameters: .cheap(), width: 2) {
            password, salt, parameters throws(CryptoError) in
            seen.withLock { seen in
                seen.threads.insert(pthread_self())
                seen.running += 1
                seen.most = max(seen.most, seen.running)
            }
            defer { seen.withLock { $0.running -= 1 } }
            return try Scrypt.derive(from: password, salt: salt, parameters: parameters, count: 32)
        }
        let hash = try await hasher.hash(Secret("right"))
        try await withThrowingTaskGroup(of: (Int, PasswordHasher.Verification).self) { group in
            for number in 0..<64 {
                group.addTask {
                    let password = Secret(number.isMultiple(of: 2) ? "right" : "wrong")
                    return (number, try await hasher.verify(password, against: hash))
                }
            }
            for try await (number, answer) in group {
                #expect(answer == (number.isMultiple(of: 2) ? .right(rehash: false) : .wrong))
            }
        }
        seen.withLock { seen in
            #expect(seen.threads.count <= 2)
            #expect((1...2).contains(seen.most))
        }
    }

    @Test func `its threads end with it`() async throws {
        final class Witness: Sendable {
            let continuation: AsyncStream<Void>.Continuation
            init(_ continuation: AsyncStream<Void>.Continuation) { self.continuation = continuation }
            deinit { continuation.finish() }
        }
        let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
        do {
            let witness = Witness(continuation)
            let hasher = try PasswordHasher(parameters: .cheap(), width: 2) { _, _, _ in
                witness.continuation.yield()
                return [UInt8](repeating: 0, count: 32)
            }
            _ = try await hasher.hash(Secret("x"))
        }
        // The threads hold the derivation and the derivation holds the witness.
        var calls = 0
        for await _ in ended { calls += 1 }
        #expect(calls == 1)
    }
}
