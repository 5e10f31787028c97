/// What the account page shows beside the account itself.
struct AccountView {
    /// The published modules that the account may download from, newest first.
    let modules: [HTML]
    /// How many sessions there are beside this one.
    let otherSessions: Int
    let details: DetailsForm
}
