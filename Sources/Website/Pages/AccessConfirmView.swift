/// What the page shows on which a code is typed.
struct AccessConfirmView {
    /// A form was sent just now.
    var wasSent = false
    var code = ""
    var problems: [(field: String?, text: String)] = []
}
