import ArgumentParser

/// Which data folder a command works on.
struct DataOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The data folder (default: $NACHLESE_DATA, else nachlese in the XDG data folder).", valueName: "dir"))
    var data: String?
}

/// How a command that lists or shows something writes it.
struct ListingOptions: ParsableArguments {
    @Flag(name: .long, help: "Write one JSON document; keys stay the same from version to version, times are UTC.")
    var json = false
}

/// Asks before something is gone for good.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: .long, help: "Do not ask; needed where nobody sits at the terminal.")
    var yes = false

    /// Returns when it was confirmed.
    ///
    /// - Parameters:
    ///   - what: would be done.
    ///   - name: what the person has to type.
    ///   - context: where it is asked.
    /// - Throws: `CommandError` when it was not confirmed, or nobody can be asked.
    func confirm(_ what: String, byTyping name: String, in context: CommandContext) throws(CommandError) {
        if yes { return }
        guard context.streams.isInputTerminal else {
            throw CommandError(.usage, "\(what): nobody is there to be asked; add --yes if you mean it")
        }
        context.note("\(what)? It cannot be taken back. Type \(name) to go on:")
        guard context.streams.line() == name else {
            throw CommandError(.failed, "not confirmed; nothing was changed")
        }
    }
}
