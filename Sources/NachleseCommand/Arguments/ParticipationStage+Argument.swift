import Members

extension ParticipationStage {
    /// Reads a rung that was typed.
    @Sendable static func read(_ text: String) throws -> ParticipationStage {
        guard let rung = ParticipationStage(rawValue: text) else {
            throw BadArgument("write one of \(ParticipationStage.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return rung
    }
}
