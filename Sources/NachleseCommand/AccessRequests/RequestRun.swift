import Nachlese

/// Goes through several requests, one after the other, each for itself.
enum RequestRun {
    /// Does it for each; what is wrong with one does not keep the others from it.
    ///
    /// - Throws: the complaint about the only one, or one that some were not done.
    static func each(
        of references: [AccessReference], _ body: (AccessReference) async throws -> Void
    ) async throws {
        var seen: Set<AccessReference> = []
        let references = references.filter { seen.insert($0).inserted }
        var failures: [CommandError] = []
        for reference in references {
            do {
                try await body(reference)
            } catch {
                guard let complaint = CommandError(of: error) else { throw error }
                if references.count == 1 { throw complaint }
                Output.note("nachlese: \(complaint.message)")
                failures.append(complaint)
            }
        }
        guard let first = failures.first else { return }
        let isNoneDone = failures.count == references.count && failures.allSatisfy { $0.status == first.status }
        throw CommandError(
            isNoneDone ? first.status : .partly,
            "\(failures.count) of \(references.count) requests have a problem, see above")
    }
}
