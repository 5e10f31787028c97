/// A suspended piece of code on a loop, which has to be resumed exactly once.
///
/// Resuming from the loop's own thread puts it into the ready jobs, without a lock or a system call.
@safe struct Suspension<Value: Sendable> {
    private let continuation: UnsafeContinuation<Value, Never>

    /// Suspends the caller, stays on its actor, and hands out what resumes it.
    static func suspend(
        isolation: isolated (any Actor)? = #isolation, _ body: (Suspension) -> Void
    ) async -> Value {
        unsafe await withUnsafeContinuation(isolation: isolation) { continuation in
            unsafe body(Suspension(continuation: continuation))
        }
    }

    /// Lets the code go on with a value.
    func resume(returning value: Value) {
        unsafe continuation.resume(returning: value)
    }
}
