import Codecs
import Members
package import Platform
package import SQLite
package import Secrets

/// Takes what people without an account type at the two doors, and the codes with which they confirm it.
///
/// Whatever the address, the work is the same: a form is noted, and no account is looked at. So neither the answer nor
/// its time tells whether there is one. `AccessCodeHandler` sees to the rows afterwards.
package final class AccessRequestSubmission: Sendable {
    /// Seconds that filling in the form takes anybody, with a script that works meanwhile.
    package static let shortestTime: Int64 = 2
    /// The same where no work was proved, mostly for want of a script.
    package static let shortestTimeWithoutProof: Int64 = 20

    private let writer: Writer
    private let key: SealingKey
    private let clock: WallClock
    private let state = Locked(State())

    private struct State {
        var load = ProofOfWorkDifficulty()
        /// Networks that ask again and again have to wait; an office with one address for all may ask for some.
        var networks = Throttle<[UInt8]>(
            rule: .init(free: 5, firstDelay: 30, longestDelay: 900, forgetAfter: 3600))
        /// The same for forms without a proof of work.
        var unproven = Throttle<[UInt8]>(
            rule: .init(free: 2, firstDelay: 120, longestDelay: 1800, forgetAfter: 7200))
        /// Those who guess codes have to wait, too.
        var guesses = Throttle<[UInt8]>(
            rule: .init(free: 10, firstDelay: 5, longestDelay: 600, forgetAfter: 3600))
        /// The same for all networks of one owner, of which there may be thousands.
        var guessesNearby = Throttle<[UInt8]>(
            rule: .init(free: 40, firstDelay: 5, longestDelay: 600, forgetAfter: 3600))

        /// Counts a form, unless its network has to wait: for how many seconds.
        mutating func begin(_ requester: Requester, isProven: Bool, now: Timestamp) -> Int64 {
            var wait = networks.wait(for: requester.network, now: now)
            if !isProven { wait = max(wait, unproven.wait(for: requester.network, now: now)) }
            guard wait == 0 else { return wait }
            networks.begin(requester.network, now: now)
            if !isProven { unproven.begin(requester.network, now: now) }
            return 0
        }

        /// Counts a code as a wrong one, unless its network has to wait: for how many seconds.
        mutating func beginGuess(_ requester: Requester, now: Timestamp) -> Int64 {
            let wait = max(
                guesses.wait(for: requester.network, now: now),
                guessesNearby.wait(for: requester.neighbourhood, now: now))
            guard wait == 0 else { return wait }
            guesses.begin(requester.network, now: now)
            guessesNearby.begin(requester.neighbourhood, now: now)
            return 0
        }

        /// It was right.
        mutating func takeBackGuess(_ requester: Requester) {
            guesses.takeBack(requester.network)
            guessesNearby.takeBack(requester.neighbourhood)
        }

        /// It was not taken.
        mutating func takeBack(_ requester: Requester, isProven: Bool) {
            networks.takeBack(requester.network)
            if !isProven { unproven.takeBack(requester.network) }
        }
    }

    package init(writer: Writer, key: SealingKey, clock: WallClock = .system) {
        self.writer = writer
        self.key = key
        self.clock = clock
    }

    /// A stamp for a form that is handed out now.
    ///
    /// - Throws: `SealingError`.
    package func stamp() throws -> FormStamp {
        let now = clock.now
        let difficulty = state.withLock { $0.load.difficulty(now: now) }
        return try FormStamp(difficulty: difficulty, now: now, key: key)
    }

    /// A stamp that came back and may still be used.
    package func stamp(_ text: String) -> FormStamp? {
        FormStamp(text, now: clock.now, key: key)
    }

    package enum Outcome: Equatable, Sendable {
        case noted
        /// The form's stamp is none, is too old, or was used for something else: another one is needed.
        case stale
        /// It came faster than people type; in so many seconds it is taken, at least 1.
        case early(Int64)
        /// Too many came from that network; the next one in so many seconds, at least 1.
        case throttled(Int64)
        /// Too many wait, and from nowhere more than from there: it was not taken.
        case full
    }

    /// Takes a form.
    ///
    /// - Parameters:
    ///   - draft: what was typed.
    ///   - text: of the stamp that stood in the form.
    ///   - proof: of work, see `ProofOfWork`; empty where there is none.
    ///   - requester: from where; unknown where everybody seems to come from one network.
    /// - Returns: what became of it; for whichever address, it depends on the form and on what others sent alone.
    /// - Throws: `SQLiteError`; nothing was noted then.
    package func submit(
        _ draft: AccessRequest.Draft, stamp text: String, proof: String, from requester: Requester
    ) async throws -> Outcome {
        let now = clock.now
        guard let stamp = FormStamp(text, now: now, key: key) else { return .stale }
        let isProven = ProofOfWork.holds(proof, for: stamp)
        let shortest =
            isProven ? AccessRequestSubmission.shortestTime : AccessRequestSubmission.shortestTimeWithoutProof
        let missing = shortest - now.seconds(since: stamp.madeAt)
        guard missing <= 0 else { return .early(missing) }
        let wait = requester == .unknown ? 0 : state.withLock { $0.begin(requester, isProven: isProven, now: now) }
        guard wait == 0 else { return .throttled(wait) }
        let content = key.tag(of: Secret(draft.content), purpose: "access form")
        let outcome = try await writer.write { transaction -> Outcome in
            switch try UsedFormStamp.take(stamp, content: content, now: now, in: transaction) {
            case .same: return .noted
            case .used: return .stale
            case .new: break
            }
            let isNoted = try UnconfirmedAccessRequest.note(
                draft, from: requester, isProven: isProven, now: now, in: transaction)
            guard isNoted else {
                try UsedFormStamp.giveBack(stamp, in: transaction)
                return .full
            }
            return .noted
        }
        state.withLock { state in
            if outcome == .noted { state.load.count(now: now) }
            if outcome == .stale { state.takeBack(requester, isProven: isProven) }
        }
        return outcome
    }

    /// Files the request of a member, whose address is known, so that nothing has to be confirmed; the same one once.
    ///
    /// - Throws: `SQLiteError`; nothing was filed then.
    package func file(_ draft: AccessRequest.Draft) async throws -> AccessReference {
        let clock = clock
        return try await writer.write { try AccessRequest.fileOnce(draft, now: clock.now, in: $0).reference }
    }

    package enum Confirmation: Equatable, Sendable {
        /// The office has the request, under this reference.
        case filed(AccessReference)
        /// No code that holds.
        case wrong
        /// Too many wrong ones came from that network; the next one in so many seconds, at least 1.
        case throttled(Int64)
    }

    /// Takes a code as it was typed.
    ///
    /// - Throws: `SQLiteError`; nothing was filed then.
    package func confirm(_ typed: String, from requester: Requester) async throws -> Confirmation {
        let now = clock.now
        guard let code = ConfirmationCode(typed: typed) else { return .wrong }
        let isCounted = requester != .unknown
        let wait = isCounted ? state.withLock { $0.beginGuess(requester, now: now) } : 0
        guard wait == 0 else { return .throttled(wait) }
        let key = key
        let reference = try await writer.write { try AccessCode.confirm(code, key: key, now: now, in: $0) }
        guard let reference else { return .wrong }
        if isCounted { state.withLock { $0.takeBackGuess(requester) } }
        return .filed(reference)
    }
}
