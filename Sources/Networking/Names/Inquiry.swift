internal import CLinux
internal import Glibc
internal import Platform
internal import SystemPackage

/// One look-up of a name on a thread of its own, which rings when it has the answer.
final class Inquiry: Sendable {
    typealias Answer = Result<[SocketAddress], NameError>

    /// Bytes of stack: the C library's resolver keeps whole replies there.
    private static let stackSize = 512 << 10

    private let bell: Descriptor
    private let body: @Sendable () -> Answer
    private let found = Locked<Answer?>(nil)

    init(bell: consuming Descriptor, body: @escaping @Sendable () -> Answer) {
        self.bell = bell
        self.body = body
    }

    /// What was found, as soon as it was.
    var answer: Answer? {
        found.withLock { $0 }
    }

    /// Starts the thread, which keeps this value alive and is waited for by nobody.
    func start() throws(Errno) {
        let argument = unsafe Unmanaged.passRetained(self)
        var thread = pthread_t()
        let outcome = unsafe clinux_thread_start(
            &thread, Self.stackSize,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Inquiry>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, argument.toOpaque())
        guard outcome == 0 else {
            unsafe argument.release()
            throw Errno(rawValue: -outcome)
        }
        pthread_detach(thread)
    }

    private func run() {
        unsafe clinux_thread_name("names")
        let answer = body()
        found.withLock { $0 = answer }
        _ = clinux_eventfd_signal(bell.rawValue)
    }
}
