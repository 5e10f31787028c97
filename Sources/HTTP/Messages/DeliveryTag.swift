/// By what a handler knows an answer again when it is told how much of it has reached the client.
///
/// Numbers that mean something to the handler and nothing to the server, so that an answer which carries them costs
/// no more than one that does not.
package struct DeliveryTag: Hashable, Sendable {
    /// Whose answer it is.
    package let owner: Int64
    /// Of which content.
    package let content: Int64
    /// Which content it is among those that had the same number one after the other.
    package let edition: Int64

    package init(owner: Int64, content: Int64, edition: Int64 = 0) {
        self.owner = owner
        self.content = content
        self.edition = edition
    }
}
