import Catalogue
import Codecs
import Members

/// What a member is told about a presentation that they may have: what they have of it already, and whether it came
/// since they were here.
struct PresentationState: Hashable {
    let holding: Holding
    /// The end of the visit since which it is new; nil when it is not.
    let newSince: Timestamp?

    /// Judges a presentation that is offered since that moment, in this version.
    ///
    /// `lastVisit`: the end of the member's visit before this one; at the first one nothing is called new, since
    /// everything is.
    init(offeredAt moment: Timestamp, holding: Holding?, lastVisit: Timestamp?) {
        self.holding = holding ?? .nothing
        guard let lastVisit, moment > lastVisit else {
            newSince = nil
            return
        }
        if case .complete = self.holding { newSince = nil } else { newSince = lastVisit }
    }

    /// A line for each thing that there is to say.
    func html(_ visit: Visit) -> HTML {
        let texts = visit.texts.holdings
        var lines: [HTML] = []
        if let newSince {
            let words = holding == .earlierVersion ? texts.newVersionSince : texts.newSince
            lines.append("<p class=\"state new\">\(Icons.new) \(TimeElement.sentence(newSince, visit, words))</p>\n")
        }
        switch holding {
        case .nothing: break
        case .begun: lines.append("<p class=\"state\">\(Icons.half) \(texts.begun)</p>\n")
        case .earlierVersion: lines.append("<p class=\"state\">\(Icons.half) \(texts.earlierVersion)</p>\n")
        case .complete(let moment):
            lines.append(
                "<p class=\"state have\">\(Icons.check) \(TimeElement.sentence(moment, visit, texts.complete))</p>\n")
        }
        return "\(lines)"
    }
}
