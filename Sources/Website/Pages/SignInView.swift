/// What the sign-in page shows.
struct SignInView {
    var next: Destination?
    var email = ""
    var isRemembered = false
    var problems: [(field: String?, text: String)] = []
    /// What else helps against the problems; a link to where new credentials are asked for follows it.
    var advice: String?
}
