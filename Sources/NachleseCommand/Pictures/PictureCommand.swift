import ArgumentParser

/// `nachlese module picture`: the pictures of a module's report.
struct PictureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "picture", abstract: "Pictures of a module's report.",
        discussion: """
            A picture stands in the report where a line says

              ![Caption](saal.jpg)

            with the name that 'picture add' tells; the caption may be empty.
            """,
        subcommands: [Add.self, List.self, Edit.self, Remove.self])
}
