/// How far a member got with the presentations of a module.
struct ModuleTally: Hashable {
    let offered: Int
    let complete: Int
    let new: Int

    /// A line about it; nil when there is nothing to say.
    func html(_ visit: Visit) -> HTML? {
        let texts = visit.texts.holdings
        var parts: [HTML] = []
        if new > 0 { parts.append("<span class=\"new\">\(Icons.new) \(texts.newCount(new))</span>") }
        if complete > 0 {
            let words = complete == offered ? texts.allComplete : texts.completeCount(complete, offered)
            parts.append("<span class=\"have\">\(Icons.check) \(words)</span>")
        }
        return parts.isEmpty ? nil : "<p class=\"state\">\(parts.joined(by: " "))</p>\n"
    }
}
