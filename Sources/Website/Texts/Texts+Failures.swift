extension Texts {
    /// Pages about what did not work.
    struct Failures: Sendable {
        /// What happened, and what helps.
        struct Text: Sendable {
            let title: String
            let text: String
            var advice: [String] = []
        }

        let notFound: Text
        let withdrawn: Text
        let restOfModule: String
        /// Of the module that was asked for.
        let notAdmitted: @Sendable (String) -> Text
        let covers: String
        let coversNothing: String
        let wrongMethod: Text
        let foreignForm: Text
        let staleForm: Text
        let malformed: Text
        let tooLarge: Text
        let addressTooLong: Text
        let headTooLarge: Text
        let tooMany: Text
        let timedOut: Text
        let misdirected: Text
        let notSupported: Text
        let busy: Text
        let broken: Text
        let incident: String
        let whatToDo: String
        let whomToAsk: String
        /// Behind the link that begins a mail.
        let orCall: @Sendable (String) -> String
        let contactBelow: String
        let overview: String
        let askForAccess: String
    }
}
