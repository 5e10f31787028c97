import Logging
import Nachlese
import Networking

/// Tells the office of requests for access, and forgets old ones, as long as the server runs.
struct SecretaryRunner {
    private let secretary: AccessRequestNotifier
    private let writer: Writer
    private let logger: Logger

    /// Between two looks, which cost some microseconds.
    private static let pause = Duration.seconds(5)

    init(_ secretary: AccessRequestNotifier, writer: Writer, logger: Logger) {
        self.secretary = secretary
        self.writer = writer
        self.logger = logger
    }

    /// Runs until the task is cancelled; to be run on the loop.
    func run(on loop: EventLoop) async {
        repeat {
            await round()
        } while (try? await loop.sleep(until: loop.deadline(in: SecretaryRunner.pause))) != nil
    }

    private func round() async {
        do {
            guard try await writer.read({ [secretary] in try secretary.isSomethingDue(in: $0) }) else { return }
            log(try await writer.write { [secretary] in try secretary.round(in: $0) })
        } catch {
            logger.error("requests for access were not seen to", metadata: ["reason": "\(error)"])
        }
    }

    private func log(_ report: AccessRequestNotifier.Report) {
        if report.announced > 0 {
            logger.notice("office told of new requests for access", metadata: ["requests": "\(report.announced)"])
        }
        if report.reminded > 0 {
            logger.notice("office told of waiting requests for access", metadata: ["requests": "\(report.reminded)"])
        }
        if report.untold > 0 {
            logger.warning(
                "requests for access are about to be forgotten, and no office can be told",
                metadata: ["requests": "\(report.untold)", "setting": "\(SettingKey.officeEmail.rawValue)"])
        }
        if report.forgottenDecided > 0 || report.forgottenOpen > 0 {
            logger.notice(
                "old requests for access forgotten",
                metadata: ["decided": "\(report.forgottenDecided)", "undecided": "\(report.forgottenOpen)"])
        }
    }
}
