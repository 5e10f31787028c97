/// What the process tells its caller, after `sysexits.h`.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    /// Some of it was done; what was not is said.
    case partly = 3
    case notFound = 4
    case exists = 5
    case usage = 64
    case badInput = 65
    case unavailable = 69
    case cannotWrite = 73
    case tryAgain = 75
    case notPermitted = 77
    case configuration = 78
    /// Somebody pressed Ctrl-C; what was begun was finished.
    case interrupted = 130
}
