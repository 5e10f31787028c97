/// One thing that 'nachlese check' found.
struct CheckFinding {
    /// Programs may rely on these words.
    enum Kind: String {
        case database
        case missingFile = "missing-file"
        case otherSize = "other-size"
        case damagedFile = "damaged-file"
        case unreadableFile = "unreadable-file"
        case unnamedFile = "unnamed-file"
        case unknownFile = "unknown-file"
        case missingPage = "missing-page"
        case refusedPage = "refused-page"
        case untranslatedPage = "untranslated-page"
        case refusedWording = "refused-wording"
        case oldAddress = "old-address"

        /// Whether something is amiss; anything else is only worth knowing.
        var isFault: Bool { self != .untranslatedPage }
    }

    let kind: Kind
    /// What it is about: a path, a presentation, a page.
    let subject: String
    /// What is wrong, and what to do.
    let advice: String

    init(_ kind: Kind, _ subject: String, _ advice: String) {
        self.kind = kind
        self.subject = subject
        self.advice = advice
    }

    var json: JSON {
        .object([
            "kind": .string(kind.rawValue), "fault": .bool(kind.isFault), "subject": .string(subject),
            "advice": .string(advice),
        ])
    }
}
