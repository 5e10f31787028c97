import HTTP
import Letters
import Nachlese

extension Site {
    /// Imprint, privacy, accessibility or contact.
    func officePage(_ kind: OfficePageName.Kind, _ exchange: Exchange) throws -> Answer {
        let visit = visit(exchange)
        let entry = try pages.page(PageCache.Key(.officePage(kind), visit.isMember ? .member : .guest, visit)) {
            let text = try OfficePage.find(kind, for: visit.language, in: database)
            return keptPage(.officePage(kind, text, for: visit.impersonal), visit)
        }
        return answer(with: entry, for: visit)
    }
}
