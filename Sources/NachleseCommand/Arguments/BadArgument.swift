/// Why an argument is refused; the argument parser puts the argument before it.
struct BadArgument: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
