package import Codecs

extension OutboxSender {
    /// A mail that was not taken.
    package struct Setback: Equatable, Sendable {
        package let mail: OutboxMail.ID

        /// As the mail system told it; nothing secret, but perhaps an address.
        package let reason: String

        /// When it is tried again; nil: never.
        package let nextAttempt: Timestamp?
    }

    /// The service does not answer, or takes nothing.
    package struct Outage: Equatable, Sendable {
        package let reason: String

        /// How many mails wait because of it.
        package let heldBack: Int

        package let nextAttempt: Timestamp
    }

    /// What a round did.
    package struct Report: Equatable, Sendable {
        package var handedOver: [OutboxMail.ID] = []

        /// Mails that were refused for the time being.
        package var delayed: [Setback] = []

        package var undeliverable: [Setback] = []
        package var outage: Outage?

        /// So many mails went out that the next one has to wait until then.
        package var pausedUntil: Timestamp?

        /// Another process is handing over at this moment; nothing was done.
        package var isElsewhere = false

        /// A hand-over was stopped half-way: its mail is as it was, and may arrive a second time.
        package var isInterrupted = false

        /// Whether nothing of what was handed over is left in the log of the database.
        package var isLogEmpty = true

        package init() {}

        /// Whether contents were removed from the database.
        var hasForgotten: Bool { !handedOver.isEmpty || !undeliverable.isEmpty }
    }
}
