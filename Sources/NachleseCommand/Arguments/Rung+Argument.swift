import Members

extension Rung {
    /// Reads a rung that was typed.
    @Sendable static func read(_ text: String) throws -> Rung {
        guard let rung = Rung(rawValue: text) else {
            throw BadArgument("write one of \(Rung.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return rung
    }
}
