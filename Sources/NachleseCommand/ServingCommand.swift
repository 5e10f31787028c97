import ArgumentParser

/// A command that serves until a signal tells it to stop.
///
/// Its signals are blocked and a broken pipe is ignored before any other thread starts.
protocol ServingCommand: AsyncParsableCommand {}
