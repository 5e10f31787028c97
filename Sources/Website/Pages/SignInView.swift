/// What the sign-in page shows.
struct SignInView {
    var next: Destination?
    var email = ""
    var isRemembered = false
    var problems: [(field: String?, text: String)] = []
    /// What else helps against the problems; a link to where new credentials are asked for follows it.
    var advice: String?
    /// What was typed into a form when the session was over, to go on with after signing in.
    var kept: DetailsForm?
}
