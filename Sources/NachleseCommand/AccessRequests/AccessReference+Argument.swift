import Nachlese

extension AccessReference {
    /// Reads the reference of a request that was typed.
    @Sendable static func read(_ text: String) throws -> AccessReference {
        guard let reference = AccessReference(text) else {
            throw BadArgument("write a reference such as A-2026-0143, from the first column of 'nachlese request list'")
        }
        return reference
    }
}

extension AccessRequest.State {
    /// Reads a state that was typed.
    @Sendable static func read(_ text: String) throws -> AccessRequest.State {
        guard let state = AccessRequest.State(rawValue: text) else {
            throw BadArgument("write \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return state
    }
}

extension AccessRequest.Door {
    /// What it means, in a few words.
    var words: String {
        switch self {
        case .tookPart: "took part"
        case .slides: "only the slides"
        }
    }
}
