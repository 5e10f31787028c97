import HTTP

extension Site {
    /// Where an old address leads that would find nothing; nil where nobody knows it.
    func redirection(ofMissing exchange: Exchange) -> String? {
        guard exchange.isReading else { return nil }
        return context.redirects.current.rule(segments: exchange.head.target.segments, query: exchange.query)?.target
    }

    /// Where the start page with a query leads that was the address of something else once.
    func redirection(of route: Route, _ exchange: Exchange) -> String? {
        guard route == .start, exchange.head.target.query != nil, exchange.isReading else { return nil }
        return context.redirects.current.rule(segments: [], query: exchange.query)?.target
    }
}
