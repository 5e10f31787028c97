internal import CLinux
internal import Dispatch
internal import Glibc
internal import Platform
package import SystemPackage

/// A program that runs beside this one, with its standard input and its standard error in our hands.
///
/// Confined to the loop on which it was started. Nothing here blocks: the loop is told by the kernel when the program
/// ends (`pidfd_open(2)`).
package final class ChildProcess {
    /// How a program ended.
    package enum Ending: Sendable, Hashable {
        /// By itself, with an exit code of 0 to 255.
        case exited(Int32)
        /// By a signal.
        case killed(signal: Int32)
    }

    /// What is written here the program reads.
    package let input: Stream
    /// What the program complains about.
    package let errors: Stream

    private let process: pid_t
    private let registration: Registration
    private var ending: Ending?

    /// Starts a program; only for code on the loop.
    ///
    /// No shell has a part in it. The program gets the arguments as they are, the environment given and no other, `/` as
    /// its folder, no descriptors but 0 to 2 (what it prints is thrown away), no blocked and no ignored signals, and a
    /// process group of its own, so that it can be ended together with what it has started.
    ///
    /// - Parameters:
    ///   - program: An absolute path.
    ///   - arguments: What comes behind the program's name.
    ///   - environment: Lines of the form `NAME=value`.
    ///   - loop: Where the caller runs.
    /// - Throws: The errno of `posix_spawn(3)`, such as a missing file, or of what goes before it.
    package init(
        _ program: FilePath, arguments: [String], environment: [String], loop: EventLoop
    ) throws(Errno) {
        let inputEnds = try Self.pair()
        let ownInput = Descriptor(inputEnds.own)
        let itsInput = try Self.moved(Descriptor(inputEnds.other))
        let errorEnds = try Self.pair()
        let ownErrors = Descriptor(errorEnds.own)
        let itsErrors = try Self.moved(Descriptor(errorEnds.other))
        process = try Self.spawn(
            program, arguments, environment, input: itsInput.rawValue, errors: itsErrors.rawValue)
        // From here on a failure must not leave the program to itself.
        do throws(Errno) {
            registration = try Registration(Descriptor(try result(clinux_pidfd_open(process))), on: loop)
            registration.clear(.reading)
            input = try Stream(ownInput, peer: .unix(""), loop: loop)
            errors = try Stream(ownErrors, peer: .unix(""), loop: loop)
        } catch {
            Glibc.kill(-process, SIGKILL)
            var status: Int32 = 0
            _ = unsafe waitpid(process, &status, 0)
            throw error
        }
    }

    deinit {
        registration.abandon()
        guard ending == nil else { return }
        // A loop that stops waits for nobody. The program is ended all the same, and does not stay in the process table.
        Glibc.kill(-process, SIGKILL)
        DispatchQueue.global(qos: .utility).async { [process] in
            var status: Int32 = 0
            while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        }
    }

    /// Waits until the program has ended; its process is then gone for good.
    ///
    /// - Throws: `.timedOut` at the deadline, `.cancelled` after `interrupt()`; the program goes on in both cases.
    package func untilEnded(_ deadline: Deadline) async throws(StreamError) -> Ending {
        while true {
            if let ending = try reap() { return ending }
            switch await registration.wait(for: .reading, until: deadline) {
            case .ready: continue
            case .timedOut: throw .timedOut
            case .interrupted: throw .cancelled
            case .closed: throw .closed
            }
        }
    }

    /// Ends a wait for the end, which can be begun again.
    package func interrupt() {
        registration.wake(.interrupted)
    }

    /// Ends the program and whatever it has started, without asking (SIGKILL); its end is still to be waited for.
    package func kill() {
        guard ending == nil else { return }
        Glibc.kill(-process, SIGKILL)
    }

    private func reap() throws(StreamError) -> Ending? {
        if let ending { return ending }
        var status: Int32 = 0
        let outcome = unsafe waitpid(process, &status, WNOHANG)
        guard outcome != 0 else {
            registration.clear(.reading)
            return nil
        }
        guard outcome == process else { throw .failed(Errno(rawValue: errno)) }
        // As WIFEXITED and its kin in <sys/wait.h> have it.
        let signal = status & 0x7F
        let found = signal == 0 ? Ending.exited(status >> 8 & 0xFF) : .killed(signal: signal)
        ending = found
        return found
    }

    /// Two open ends of a connection.
    private static func pair() throws(Errno) -> (own: Int32, other: Int32) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Errno(rawValue: errno) }
        return (ends[0], ends[1])
    }

    /// The same with a number above 2, since 0 to 2 are about to be replaced in the program.
    private static func moved(_ descriptor: consuming Descriptor) throws(Errno) -> Descriptor {
        try Descriptor(duplicating: descriptor.rawValue)
    }
}

extension ChildProcess {
    /// Starts the program with two descriptors of ours, both above 2, as its standard input and error.
    static func spawn(
        _ program: FilePath, _ arguments: [String], _ environment: [String], input: Int32, errors: Int32
    ) throws(Errno) -> pid_t {
        try result(
            unsafe withCStrings([program.string] + arguments) { arguments in
                unsafe withCStrings(environment) { environment in
                    unsafe clinux_spawn(program.string, arguments, environment, input, errors)
                }
            })
    }

    /// Calls with a null-terminated array of C strings.
    private static func withCStrings<Outcome>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Outcome
    ) -> Outcome {
        let copies = unsafe strings.map { unsafe strdup($0) } + [nil]
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies)
    }
}
