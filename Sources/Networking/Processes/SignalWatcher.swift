internal import CLinux
internal import Platform
package import SystemPackage

/// Receives signals as ordinary events of a loop (`signalfd(2)`); owned by one actor of that loop.
///
/// Nothing runs in a signal handler, so nothing has to be safe there.
package final class SignalWatcher {
    private let registration: Registration

    /// Watches signals that `block` has blocked; only for code on the loop.
    ///
    /// - Throws: The errno of `signalfd(2)` or `epoll_ctl(2)`.
    package init(_ signals: [Int32], loop: EventLoop) throws(Errno) {
        let descriptor = unsafe try result(clinux_signalfd_create(signals, signals.count))
        registration = try Registration(Descriptor(descriptor), on: loop)
    }

    deinit {
        registration.abandon()
    }

    /// Blocks signals in the calling thread and all threads that it starts later, so that only a watcher gets them.
    ///
    /// To be called before the first other thread starts, thus at the very begin of the program: the kernel gives a
    /// signal to any thread that has not blocked it, and such a thread dies of it with the whole process. A child
    /// process inherits the mask; whoever starts one resets it (`posix_spawnattr_setsigmask(3)`).
    ///
    /// - Throws: The errno of `pthread_sigmask(3)`.
    package static func block(_ signals: [Int32]) throws(Errno) {
        _ = unsafe try result(clinux_block_signals(signals, signals.count))
    }

    /// Ignores SIGPIPE in the whole process, to be called once at its begin.
    ///
    /// `sendfile` to a connection that the peer has closed would otherwise end the process; with it, the call fails
    /// with EPIPE, which a stream reports as `.reset`. A child process inherits this.
    package static func ignoreBrokenPipes() {
        _ = clinux_ignore_sigpipe()
    }

    /// Waits for the next signal and returns its number.
    ///
    /// - Throws: `.cancelled` or `.closed` when the watcher was interrupted or closed or the loop stops; `.failed`.
    package func next() async throws(StreamError) -> Int32 {
        while true {
            switch await registration.wait(for: .reading, until: .never) {
            case .ready: break
            case .timedOut, .interrupted: throw .cancelled
            case .closed: throw .closed
            }
            do throws(Errno) {
                return try result(clinux_signalfd_read(registration.descriptor))
            } catch .wouldBlock {
                registration.clear(.reading)
            } catch {
                throw StreamError(error)
            }
        }
    }

    /// Ends a wait in `next()` with `.cancelled`; the watcher stays usable.
    package func interrupt() {
        registration.wake(.interrupted)
    }

    /// Stops watching, which ends a wait in `next()` with `.closed`; the signals stay blocked.
    package func close() {
        registration.close()
    }
}
