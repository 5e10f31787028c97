import CLinux

/// Ctrl-C in the midst of a long task: the first one lets it finish what it has begun, the second ends it at once.
enum Interruption {
    /// From now on the first Ctrl-C is only noted.
    static func watch() {
        _ = clinux_note_interrupt()
    }

    /// Whether somebody pressed Ctrl-C since.
    static var hasHappened: Bool { clinux_was_interrupted() != 0 }
}
