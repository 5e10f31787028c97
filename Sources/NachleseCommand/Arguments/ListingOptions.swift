import ArgumentParser

/// How a command that lists or shows something writes it.
struct ListingOptions: ParsableArguments {
    @Flag(name: .long, help: "Write one JSON document; keys stay the same from version to version, times are UTC.")
    var json = false

    /// Writes the document, or the text for people.
    func write(_ document: @autoclosure () -> JSON, or text: @autoclosure () -> String) throws {
        if json { try Output.write(document()) } else { try Output.write(text()) }
    }
}
