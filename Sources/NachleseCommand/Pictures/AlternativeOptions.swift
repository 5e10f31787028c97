import ArgumentParser
import Catalogue

/// What a picture shows, or that it only decorates: one of both has to be said.
struct AlternativeOptions: ParsableArguments {
    @Option(help: "What it shows, in words.", transform: Label.read)
    var alt: Label?
    @Flag(help: "It adds nothing to the text: screen readers pass over it.")
    var decorative = false

    /// Nil when it only decorates.
    var text: Label? { alt }

    func validate() throws {
        guard (alt == nil) == decorative else {
            throw ValidationError("Say what the picture shows with --alt TEXT, or that it is --decorative")
        }
    }
}
