/// Why a command could not do what it was asked to: one line that says what to do, and the code for scripts.
struct CommandError: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}
