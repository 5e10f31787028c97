/// What is left of an answer when the kernel takes no more at this moment.
struct UnsentAnswer {
    /// Of the head, and of a small content behind it.
    let bytes: [UInt8]
    /// What follows those.
    let body: Response.Body
}
