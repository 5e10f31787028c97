internal import CLinux
internal import Glibc
package import SystemPackage

/// A thread of the system, on which blocking work or an event loop runs.
package struct Thread: Sendable {
    /// What runs in it.
    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    private let handle: pthread_t

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - name: As tools show it; Linux keeps 15 bytes.
    ///   - stackSize: In bytes.
    ///   - body: Kept alive until it returns.
    /// - Returns: the thread, on which either ``join()`` or ``detach()`` is to be called, once.
    /// - Throws: `.resourceTemporarilyUnavailable` where the system grants no thread.
    package static func start(
        name: String, stackSize: Int = 1 << 20, _ body: @escaping @Sendable () -> Void
    ) throws(Errno) -> Thread {
        let argument = unsafe Unmanaged.passRetained(Body(name: name, run: body))
        var handle = pthread_t()
        let outcome = unsafe clinux_thread_start(
            &handle, stackSize,
            { argument in
                if let argument = unsafe argument {
                    let body = unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                    unsafe body.name.withCString { name in unsafe clinux_thread_name(name) }
                    body.run()
                }
                return nil
            }, argument.toOpaque())
        guard outcome == 0 else {
            unsafe argument.release()
            throw Errno(rawValue: -outcome)
        }
        return Thread(handle: handle)
    }

    /// Waits until the thread has ended.
    package func join() {
        pthread_join(handle, nil)
    }

    /// Lets the thread end by itself; nobody waits for it.
    package func detach() {
        pthread_detach(handle)
    }
}
