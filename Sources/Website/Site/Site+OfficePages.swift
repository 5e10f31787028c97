import HTTP
import Letters
import Nachlese

extension Site {
    /// Imprint, privacy, accessibility or contact.
    func officePage(_ kind: OfficePageName.Kind, _ exchange: Exchange) throws -> Answer {
        let visit = visit(exchange)
        let text = try OfficePage.find(kind, for: visit.language, in: database)
        return page(.officePage(kind, text, for: visit), for: visit)
    }
}
