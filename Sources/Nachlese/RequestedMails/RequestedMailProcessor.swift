package import Platform
package import SQLite

/// Processes requests for mails that people made by a form: two queues of them, one request of each in turn.
///
/// So neither how many requests wait in one queue nor what they cost keeps the other one waiting.
package struct RequestedMailProcessor<First: RequestedMailHandler, Second: RequestedMailHandler>: Sendable {
    private let first: RequestedMailQueue<First>
    private let second: RequestedMailQueue<Second>

    package init(_ first: RequestedMailQueue<First>, _ second: RequestedMailQueue<Second>) {
        self.first = first
        self.second = second
    }

    /// What a round did.
    package struct Report: Sendable {
        package let first: First.Report
        package let second: Second.Report
        /// Whether the round ended because it was told so; the next one goes on.
        package let isInterrupted: Bool

        /// Whether something waits that a later round can process.
        package var isUnfinished: Bool { isInterrupted || first.isUnfinished || second.isUnfinished }
    }

    /// Processes what waits.
    ///
    /// - Parameters:
    ///   - writer: reads and writes, in short transactions.
    ///   - isOver: asked before each request.
    /// - Returns: what was done.
    /// - Throws: `SQLiteError`, `CancellationError`; what was not processed still waits.
    package func round(with writer: Writer, until isOver: () -> Bool) async throws -> Report {
        var firstRound = try await first.begin(with: writer)
        var secondRound = try await second.begin(with: writer)
        var isGoingOn = true
        while isGoingOn, !isOver() {
            let wasOne = try await first.processNext(&firstRound, with: writer)
            let wasOther = try await second.processNext(&secondRound, with: writer)
            isGoingOn = wasOne || wasOther
        }
        return Report(first: firstRound.report, second: secondRound.report, isInterrupted: isGoingOn)
    }
}

/// One queue of requests for mails, in the fair order of those who asked.
package struct RequestedMailQueue<Handler: RequestedMailHandler>: Sendable {
    private let handler: Handler
    private let order = FairOrder()

    package init(_ handler: Handler) {
        self.handler = handler
    }

    /// A pass over the queue, in which each request is looked at once.
    package struct Round: Sendable {
        package var report = Handler.Report()
        fileprivate var passedOver: Set<Identifier<Handler.Request>> = []
        fileprivate var isOver = false
    }

    /// Begins a round.
    ///
    /// - Throws: `SQLiteError`.
    package func begin(with writer: Writer) async throws -> Round {
        var round = Round()
        try await handler.begin(&round.report, with: writer)
        return round
    }

    /// Processes the request whose turn it is.
    ///
    /// - Returns: false when none is left in this round.
    /// - Throws: as `processAll`.
    package func processNext(_ round: inout Round, with writer: Writer) async throws -> Bool {
        guard !round.isOver else { return false }
        let waiting = order.order(
            try await writer.read { [handler] in try handler.waiting(in: $0) }, by: handler.requester,
            handicap: handler.handicap)
        for request in waiting where !round.passedOver.contains(request.id) {
            do {
                switch try await handler.process(request, &round.report, with: writer) {
                case .done:
                    order.count(handler.requester(of: request), now: handler.clock.now)
                    return true
                case .passedOver: break
                case .busy:
                    round.isOver = true
                    return false
                }
            } catch let error where error is SQLiteError || error is CancellationError {
                throw error
            } catch {
                round.report.failures.append("\(error)")
            }
            round.passedOver.insert(request.id)
        }
        return false
    }

    /// Processes every request that waits.
    ///
    /// - Throws: `SQLiteError`, `CancellationError`; what was not processed still waits.
    package func processAll(with writer: Writer) async throws -> Handler.Report {
        var round = try await begin(with: writer)
        while try await processNext(&round, with: writer) {}
        return round.report
    }
}

/// What one kind of requests for mails asks for.
package protocol RequestedMailHandler: Sendable {
    associatedtype Request: Sendable, Identifiable where Request.ID == Identifier<Request>
    associatedtype Report: RequestedMailReport

    var clock: WallClock { get }

    /// Removes what has waited for too long; called before each round.
    func begin(_ report: inout Report, with writer: Writer) async throws
    /// All that wait, the oldest first.
    func waiting(in database: Database) throws -> [Request]
    func requester(of request: Request) -> Requester
    /// How many turns a request has to let pass.
    func handicap(of request: Request) -> Int
    /// Processes a request; what it throws, but for `SQLiteError` and `CancellationError`, keeps this one waiting and no
    /// other.
    func process(_ request: Request, _ report: inout Report, with writer: Writer) async throws -> RequestedMailOutcome
}

/// What became of a request.
package enum RequestedMailOutcome: Sendable {
    /// It was processed, whether a mail was written or not.
    case done
    /// It waits for a later round, or nothing can come of it; no turn is counted.
    case passedOver
    /// No other request of this queue can be processed now.
    case busy
}

/// What a round did with one kind of requests.
package protocol RequestedMailReport: Sendable {
    init()
    /// Why a mail could not be written; its request still waits.
    var failures: [String] { get set }
    /// Whether something is left that a later round can process.
    var isUnfinished: Bool { get }
}
