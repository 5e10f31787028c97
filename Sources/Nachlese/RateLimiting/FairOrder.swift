import Codecs
import Platform

/// Whose turn it is among those who wait: who was served least lately comes first, however many wait from elsewhere.
///
/// Within the hour each network is counted, and four of a neighbourhood as one. In memory: a restart forgives.
final class FairOrder: Sendable {
    private struct State {
        var networks: [[UInt8]: Int] = [:]
        var neighbourhoods: [[UInt8]: Int] = [:]
        var begin: Timestamp?
    }

    /// Networks that are remembered; beyond it all is forgotten.
    private static let capacity = 20_000

    private let state = Locked(State())

    /// Those who wait, the oldest first, in the order of their turns.
    ///
    /// - Parameters:
    ///   - waiting: the oldest first.
    ///   - requester: from where one came.
    ///   - handicap: turns that one has to let pass.
    /// - Returns: the same ones.
    func order<Request>(
        _ waiting: [Request], by requester: (Request) -> Requester, handicap: (Request) -> Int = { _ in 0 }
    ) -> [Request] {
        var (networks, neighbourhoods) = state.withLock { ($0.networks, $0.neighbourhoods) }
        let turns = waiting.enumerated().map { index, request -> (turn: Int, index: Int) in
            let requester = requester(request)
            let served = networks[requester.network, default: 0]
            let around = neighbourhoods[requester.neighbourhood, default: 0]
            networks[requester.network] = served + 1
            neighbourhoods[requester.neighbourhood] = around + 1
            return (max(served, around / 4) + handicap(request), index)
        }
        return turns.sorted { ($0.turn, $0.index) < ($1.turn, $1.index) }.map { waiting[$0.index] }
    }

    /// One was served.
    func count(_ requester: Requester, now: Timestamp) {
        state.withLock { state in
            let age = state.begin.map { now.seconds(since: $0) } ?? .max
            if !(0..<3600).contains(age) || state.networks.count >= FairOrder.capacity { state = State(begin: now) }
            state.networks[requester.network, default: 0] += 1
            state.neighbourhoods[requester.neighbourhood, default: 0] += 1
        }
    }
}
