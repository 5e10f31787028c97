internal import CLinux
internal import Platform
internal import SystemPackage

/// Finds the addresses of host names without keeping a loop waiting.
///
/// `getaddrinfo(3)` has no deadline and cannot be interrupted, so that each look-up has a thread of its own. Whoever
/// asked goes on when the deadline passes; a thread that hangs is left to itself, and so that not more and more of them
/// pile up, only a few may be under way at a time.
package final class NameResolver: Sendable {
    /// Asks for the addresses of a name, with a port to put into them; it may take as long as it likes.
    package typealias LookUp = @Sendable (_ host: String, _ port: UInt16) -> Result<[SocketAddress], NameError>

    /// Look-ups under way at a time, at most.
    static let limit = 8

    private let lookUp: LookUp
    private let underWay = Locked(0)

    /// A resolver with a way to look names up.
    package init(lookUp: @escaping LookUp) {
        self.lookUp = lookUp
    }

    /// The one that asks the system: `/etc/hosts`, name servers, and what else `nsswitch.conf(5)` names.
    package static let system = NameResolver { SystemNames.addresses(of: $0, port: $1) }

    /// The addresses of a host, IPv6 and IPv4 in the order in which they are to be tried (RFC 6724); at least one.
    ///
    /// Only for code on the loop. An IPv4 or IPv6 address, without brackets, is its own answer.
    ///
    /// - Throws: `.tryAgain` also when too many look-ups hang.
    package func addresses(
        of host: String, port: UInt16, loop: EventLoop, deadline: Deadline
    ) async throws(NameError) -> [SocketAddress] {
        if let address = IPv4Address(host) { return [.ipv4(address, port: port)] }
        if let address = IPv6Address(host) { return [.ipv6(address, port: port)] }
        guard !host.isEmpty, !host.utf8.contains(0) else { throw .notFound }
        let isAdmitted = underWay.withLock { count in
            guard count < Self.limit else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { throw .tryAgain }
        let (registration, thread) = try begin(host, port, on: loop)
        defer { registration.close() }
        while true {
            if let answer = thread.answer { return try answer.get() }
            registration.clear(.reading)
            // Once more, for an answer that came just before the readiness was cleared.
            if let answer = thread.answer { return try answer.get() }
            switch await registration.wait(for: .reading, until: deadline) {
            case .ready: continue
            case .timedOut: throw .timedOut
            case .interrupted, .closed: throw .cancelled
            }
        }
    }

    /// Starts the thread; the loop waits for an eventfd that the thread signals.
    private func begin(
        _ host: String, _ port: UInt16, on loop: EventLoop
    ) throws(NameError) -> (Registration, LookUpThread) {
        let lookUp = lookUp
        let underWay = underWay
        do throws(Errno) {
            let done = Descriptor(try result(clinux_eventfd_create()))
            let thread = LookUpThread(done: try Descriptor(duplicating: done.rawValue)) {
                defer { underWay.withLock { $0 -= 1 } }
                return lookUp(host, port)
            }
            let registration = try Registration(done, on: loop)
            do throws(Errno) {
                try thread.start()
            } catch {
                registration.close()
                throw error
            }
            return (registration, thread)
        } catch {
            underWay.withLock { $0 -= 1 }
            throw .failed("\(error)")
        }
    }
}

/// Why a host name has no addresses.
package enum NameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no host of that name, or it has no address.
    case notFound
    /// The name servers could not be asked at this moment.
    case tryAgain
    /// Nothing came in the time allowed.
    case timedOut
    /// The loop is stopping.
    case cancelled
    /// Anything else, in the words of the C library.
    case failed(String)

    package var description: String {
        switch self {
        case .notFound: "there is no host of that name"
        case .tryAgain: "the name servers do not answer"
        case .timedOut: "the name was not found out in the time allowed"
        case .cancelled: "the wait was interrupted"
        case .failed(let reason): "the name cannot be looked up: \(reason)"
        }
    }
}

/// One look-up of a name on a thread of its own.
private final class LookUpThread: Sendable {
    typealias Answer = Result<[SocketAddress], NameError>

    /// Bytes of stack: the C library's resolver keeps whole replies there.
    private static let stackSize = 512 << 10

    /// An eventfd, signalled when the answer is there.
    private let done: Descriptor
    private let body: @Sendable () -> Answer
    private let found = Locked<Answer?>(nil)

    init(done: consuming Descriptor, body: @escaping @Sendable () -> Answer) {
        self.done = done
        self.body = body
    }

    /// What was found, as soon as it was.
    var answer: Answer? {
        found.withLock { $0 }
    }

    /// Starts the thread, which keeps this value alive and is waited for by nobody.
    func start() throws(Errno) {
        let thread = try Thread.start(name: "names", stackSize: Self.stackSize) { [self] in
            let answer = body()
            found.withLock { $0 = answer }
            _ = clinux_eventfd_signal(done.rawValue)
        }
        thread.detach()
    }
}
