import ArgumentParser

/// Which data folder a command works on.
struct DataOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The data folder (default: $NACHLESE_DATA, else nachlese in the XDG data folder).", valueName: "dir"))
    var data: String?
}
