internal import Logging
internal import Platform

/// Reads changed certificates while the server runs, and warns of those that are about to end.
struct CertificateJob: Job {
    let certificates: ServerCertificates
    let clock: WallClock

    let name = "certificates"
    let schedule = JobSchedule.every(.seconds(5))
    let failure = JobFailure(message: "the certificates were not looked at")

    func round(_ stop: StopFlag) async -> JobOutcome {
        certificates.reloadIfChanged()
        certificates.warn(now: clock.now)
        return .done
    }
}
