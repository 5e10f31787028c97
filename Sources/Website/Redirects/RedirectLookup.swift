import HTTP

extension Redirects {
    /// Where an old address leads that would find nothing; nil where nobody knows it.
    func target(ofMissing request: RequestContext) -> String? {
        guard request.isReading else { return nil }
        return current.rule(segments: request.head.target.segments, query: request.query)?.target
    }

    /// Where the start page with a query leads that was the address of something else once.
    func target(ofStartPage request: RequestContext) -> String? {
        guard request.head.target.query != nil, request.isReading else { return nil }
        return current.rule(segments: [], query: request.query)?.target
    }
}
