import Glibc
import SystemPackage

/// A program that a setting names.
enum ProgramFile {
    /// Complains where there is no program that may be started.
    static func check(_ path: FilePath) throws(CommandError) {
        guard unsafe path.withPlatformString({ unsafe access($0, X_OK) }) != 0 else { return }
        guard errno == EACCES else {
            throw CommandError(
                .configuration,
                "'sendmail-path': there is no \(path); install a mail system that brings it, or name its place")
        }
        throw CommandError(.configuration, "'sendmail-path': \(path) may not be run by this user")
    }
}
