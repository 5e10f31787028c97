/// Waits that have to do with time and turns rather than with a descriptor.
extension EventLoop {
    /// Sleeps until a deadline; only for code on the loop.
    ///
    /// Of the streams' waits this is the one that listens to task cancellation: it is for periodic work, where the price
    /// of the cancellation handler does not matter.
    ///
    /// - Throws: `CancellationError` when the task is cancelled or the loop stops.
    package func sleep(until deadline: Deadline) async throws(CancellationError) {
        checkIsolated()
        let registration = Registration(timerOn: self)
        let token = registration.token
        let wake = await withTaskCancellationHandler {
            Task.isCancelled ? .interrupted : await registration.wait(for: .reading, until: deadline)
        } onCancel: {
            // By way of the loop, because this may be any thread. Should the sleep be over by then, so is the token.
            Task(executorPreference: self) { self.registrations[token]?.wake(.interrupted) }
        }
        registration.close()
        guard wake == .timedOut else { throw CancellationError() }
    }

    /// Lets everything else that is ready go first, new events included; only for code on the loop.
    ///
    /// For code that would otherwise keep the thread for long. (`Task.yield()` would go through the global pool.)
    package func yield() async {
        checkIsolated()
        await Suspension.suspend { yielded.append($0) }
    }
}
