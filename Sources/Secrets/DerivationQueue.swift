import Dispatch
import Glibc
import Platform
import SystemPackage

/// The threads of a ``PasswordHasher`` and the jobs that wait for them.
final class DerivationQueue: Sendable {
    typealias Outcome = Result<[UInt8], PasswordHasher.Failure>

    private struct Job: Sendable {
        let number: Int
        let password: Secret
        let salt: [UInt8]
        let parameters: ScryptParameters
        let continuation: CheckedContinuation<Outcome, Never>
    }

    private struct State {
        var waiting: [Job] = []
        var running = 0
        var lastNumber = 0
        var stopped = false
    }

    private enum Next {
        case job(Job)
        case nothing
        case end
    }

    /// The lowest priority of nice(2): what is left over, which is all of an idle machine.
    private static let niceness: Int32 = 19

    private let state = Locked(State())
    private let wakeUp = DispatchSemaphore(value: 0)
    private let derivation: PasswordHasher.Derivation
    private let width: Int
    private let capacity: Int

    init(width: Int, waiting: Int, derivation: @escaping PasswordHasher.Derivation) {
        precondition(width > 0 && waiting >= 0)
        self.derivation = derivation
        self.width = width
        capacity = width + waiting
    }

    /// Starts one thread for each hash that may run at once, or none if not all can be had.
    func start() throws(PasswordHasher.Failure) {
        for _ in 0..<width {
            do throws(Errno) {
                try Thread.start(name: "passwords") { self.work() }.detach()
            } catch {
                stop()
                throw .noThread(errno: error.rawValue)
            }
        }
    }

    /// Lets the threads end as soon as no job waits.
    func stop() {
        state.withLock { $0.stopped = true }
        for _ in 0..<width {
            wakeUp.signal()
        }
    }

    /// Waits for a thread and for the derivation on it.
    func derive(from password: Secret, salt: [UInt8], parameters: ScryptParameters) async -> Outcome {
        let number = state.withLock { state in
            state.lastNumber &+= 1
            return state.lastNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enqueue(
                    Job(
                        number: number, password: password, salt: salt, parameters: parameters,
                        continuation: continuation))
                // A cancellation that came before the job was in the queue did not find it there.
                if Task.isCancelled { withdraw(number) }
            }
        } onCancel: {
            withdraw(number)
        }
    }

    private func enqueue(_ job: Job) {
        let accepted = state.withLock { state in
            guard state.waiting.count + state.running < capacity else { return false }
            state.waiting.append(job)
            return true
        }
        if accepted {
            wakeUp.signal()
        } else {
            job.continuation.resume(returning: .failure(.busy))
        }
    }

    private func withdraw(_ number: Int) {
        let job: Job? = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
            return state.waiting.remove(at: index)
        }
        job?.continuation.resume(returning: .failure(.cancelled))
    }

    private func work() {
        // Whoever signs in waits for a good part of a second anyway; whoever downloads must not wait with them. On Linux
        // this counts for the calling thread alone, and a busy thread of lower weight gives way as soon as a worker
        // wakes up. Refused to nobody, since it asks for less.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, DerivationQueue.niceness)
        while true {
            wakeUp.wait()
            switch next() {
            case .job(let job): run(job)
            case .nothing: continue
            case .end: return
            }
        }
    }

    // A withdrawn job leaves its signal behind, so a thread may wake up for nothing.
    private func next() -> Next {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return state.stopped ? .end : .nothing }
            state.running += 1
            return .job(state.waiting.removeFirst())
        }
    }

    private func run(_ job: Job) {
        let outcome: Outcome
        do throws(CryptoError) {
            outcome = .success(try derivation(job.password, job.salt, job.parameters))
        } catch {
            outcome = .failure(.crypto(error))
        }
        // The place is free before the caller goes on, who may come back at once.
        state.withLock { $0.running -= 1 }
        job.continuation.resume(returning: outcome)
    }
}
