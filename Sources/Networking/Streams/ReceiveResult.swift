/// What a receive that never waits has found.
package enum ReceiveResult: Sendable, Hashable {
    /// So many bytes, at least one.
    case received(Int)
    /// The peer has ended its side; no bytes will come any more.
    case end
    /// Nothing at this moment.
    case wouldBlock
}
