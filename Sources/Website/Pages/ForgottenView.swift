/// What the page shows on which people ask for new credentials.
struct ForgottenView {
    var next: Destination?
    var email = ""
    var problems: [(field: String?, text: String)] = []
}
