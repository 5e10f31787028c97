package import Codecs
import Platform

/// Slows down guessing, without a way to lock anybody out.
///
/// Three counts: of one account from one network, of one network over all accounts, of one account over all networks.
/// The last two do not hold for networks from which the owner signed in before, and the last one not for the first try
/// of a network: an attack from elsewhere keeps nobody out. Unknown addresses are counted like known ones. All in
/// memory: a restart forgives.
package final class SignInThrottle: Sendable {
    fileprivate struct Pair: Hashable, Sendable {
        let account: String
        let network: String
    }

    private struct State {
        var pairs = Throttle<Pair>(
            rule: .init(free: 5, firstDelay: 2, longestDelay: 900, forgetAfter: 3600))
        var networks = Throttle<String>(
            rule: .init(free: 30, firstDelay: 2, longestDelay: 300, forgetAfter: 600))
        var accounts = Throttle<String>(
            rule: .init(free: 50, firstDelay: 2, longestDelay: 900, forgetAfter: 86_400))
        var known: [Pair: Timestamp] = [:]
    }

    /// How many networks of owners are remembered in all.
    private static let knownCapacity = 20_000

    private let state = Locked(State())

    package init() {}

    /// An attempt that was let through; it counts as failed unless it is told to have succeeded.
    package struct Attempt: Sendable {
        fileprivate let pair: Pair
    }

    package enum Admittance: Sendable {
        case goOn(Attempt)
        /// In so many seconds, at least 1.
        case wait(Int64)
    }

    /// Asks for an attempt to sign in.
    ///
    /// - Parameters:
    ///   - account: the canonical form of the address, or what was typed when it is none.
    ///   - network: see `ClientNetwork`.
    ///   - isShared: whether everybody seems to come from that network, as behind a proxy on this machine; only the
    ///     count over all networks holds then.
    ///   - now: the present moment.
    /// - Returns: whether to go on, or how long to wait.
    package func begin(
        account: String, network: String, isShared: Bool = false, now: Timestamp
    ) -> Admittance {
        let pair = Pair(account: account, network: network)
        return state.withLock { state in
            var wait = isShared ? 0 : state.pairs.wait(for: pair, now: now)
            if state.known[pair] == nil || isShared {
                if !isShared { wait = max(wait, state.networks.wait(for: network, now: now)) }
                let isFirst = !isShared && !state.pairs.isKnown(pair, now: now)
                if !isFirst { wait = max(wait, state.accounts.wait(for: account, now: now)) }
            }
            guard wait == 0 else { return .wait(wait) }
            state.pairs.begin(pair, now: now)
            if !isShared { state.networks.begin(network, now: now) }
            state.accounts.begin(account, now: now)
            return .goOn(Attempt(pair: pair))
        }
    }

    package func succeeded(_ attempt: Attempt, now: Timestamp) {
        state.withLock { state in
            state.pairs.reset(attempt.pair)
            state.accounts.reset(attempt.pair.account)
            // Only this attempt: who has an account of their own must not be able to clear the network's count.
            state.networks.takeBack(attempt.pair.network)
            state.known[attempt.pair] = now
            if state.known.count > SignInThrottle.knownCapacity {
                let kept = state.known.sorted { $0.value > $1.value }.prefix(SignInThrottle.knownCapacity / 2)
                state.known = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
            }
        }
    }

    /// The attempt came to no end, for example because the server was busy.
    package func abandoned(_ attempt: Attempt) {
        state.withLock { state in
            state.pairs.takeBack(attempt.pair)
            state.networks.takeBack(attempt.pair.network)
            state.accounts.takeBack(attempt.pair.account)
        }
    }
}
