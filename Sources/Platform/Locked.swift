internal import Glibc

/// A value that threads share, behind a lock of the C library.
///
/// It stands where `Synchronization.Mutex` would, because the slow path of that one lies in the runtime library, out of
/// the thread sanitizer's sight: it takes every contended use for a race. `pthread_mutex_lock(3)` it understands.
@safe package final class Locked<Value: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    package init(_ value: Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        let error = unsafe pthread_mutex_init(mutex, nil)
        precondition(error == 0, "pthread_mutex_init: \(error)")
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Gives the body the value alone; the body must not come back here.
    package func withLock<Outcome, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Outcome
    ) throws(Failure) -> Outcome {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
