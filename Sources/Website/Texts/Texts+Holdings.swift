extension Texts {
    /// What a member has, and what is new to them.
    struct Holdings: Sendable {
        /// New since the visit that ended on a day.
        let newSince: @Sendable (String) -> String
        /// The same of a file that replaced one which the member has.
        let newVersionSince: @Sendable (String) -> String
        let begun: String
        let earlierVersion: String
        /// Had since a day.
        let complete: @Sendable (String) -> String
        let newCount: @Sendable (Int) -> String
        /// So many of so many.
        let completeCount: @Sendable (Int, Int) -> String
        let allComplete: String
        /// Replaced on a day.
        let updated: @Sendable (String) -> String
    }
}

extension Texts.Holdings {
    static let german = Texts.Holdings(
        newSince: { "Neu seit Ihrem letzten Besuch am \($0)" },
        newVersionSince: { "Neue Fassung seit Ihrem letzten Besuch am \($0)" },
        begun: "Begonnen, noch nicht ganz heruntergeladen",
        earlierVersion: "Sie haben eine frühere Fassung",
        complete: { "Von Ihnen heruntergeladen am \($0)" },
        newCount: { "\($0) neu seit Ihrem letzten Besuch" },
        completeCount: { "\($0) von \($1) heruntergeladen" },
        allComplete: "Alles heruntergeladen",
        updated: { "aktualisiert am \($0)" })

    static let english = Texts.Holdings(
        newSince: { "New since your last visit on \($0)" },
        newVersionSince: { "New version since your last visit on \($0)" },
        begun: "Begun, not downloaded completely",
        earlierVersion: "You have an earlier version",
        complete: { "Downloaded by you on \($0)" },
        newCount: { "\($0) new since your last visit" },
        completeCount: { "\($0) of \($1) downloaded" },
        allComplete: "All downloaded",
        updated: { "updated on \($0)" })
}
