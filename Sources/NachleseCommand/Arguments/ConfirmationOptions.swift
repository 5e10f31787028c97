import ArgumentParser
import Glibc

/// Asks before something is gone for good.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: .long, help: "Do not ask; needed where nobody sits at the terminal.")
    var yes = false

    /// Returns when it was confirmed.
    ///
    /// - Parameters:
    ///   - what: would be done.
    ///   - name: what the person has to type.
    /// - Throws: `CommandError` when it was not confirmed, or nobody can be asked.
    func confirm(_ what: String, byTyping name: String) throws(CommandError) {
        if yes { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandError(.usage, "\(what): nobody is there to be asked; add --yes if you mean it")
        }
        Output.note("\(what)? It cannot be taken back. Type \(name) to go on:")
        guard readLine(strippingNewline: true) == name else {
            throw CommandError(.failed, "not confirmed; nothing was changed")
        }
    }
}
