import Catalogue
import HTTP
import Members

extension Site {
    /// The way that nearly every download goes: what was decided before still holds.
    func download(granted exchange: Exchange) throws -> Answer? {
        guard exchange.isReading else { return nil }
        let isShown: Bool
        switch exchange.head.target.query {
        case nil: isShown = false
        case "view": isShown = true
        default: return nil
        }
        let path = exchange.head.target.path
        guard let granted = downloads.find(path, for: downloader(exchange), now: exchange.now) else { return nil }
        var answer = try answer(with: granted.download, exchange, isShown: isShown)
        let tag = deliveryTag(of: granted.download, exchange)
        keepRepeated(answer, of: granted, tag, exchange)
        answer.response.deliveryTag = tag
        return answer
    }

    /// Decides about a download and sends it.
    func download(
        _ module: Slug, _ presentation: Slug, _ fileName: String, _ exchange: Exchange
    ) throws -> Answer {
        let account = downloader(exchange)
        let decision = try DownloadDecision.decide(
            module: module, presentation: presentation, account: account, now: exchange.now, in: database)
        switch decision {
        case .granted(let grant):
            let isShown = exchange.query["view"] != nil
            guard grant.name.rawValue.utf8.elementsEqual(fileName.utf8) else {
                let current = Route.presentation(
                    module: module, presentation: presentation, fileName: grant.name.rawValue)
                return Site.redirect(.permanentRedirect, to: Link(current, isShown ? [("view", "")] : []).text)
            }
            let granted = downloads.keep(grant, at: exchange.head.target.path, for: account)
            var answer = try answer(with: granted.download, exchange, isShown: isShown)
            answer.response.deliveryTag = deliveryTag(of: granted.download, exchange)
            return answer
        case .signInNeeded:
            if exchange.session != nil {
                throw Refusal.ownPasswordNeeded(next: .module(module, file: presentation))
            }
            let asked = Route.presentation(module: module, presentation: presentation, fileName: fileName)
            throw Refusal.signInNeeded(next: asked.path)
        case .notAdmitted: throw Refusal.notAdmitted(module)
        case .withdrawn:
            let found = try Module.visibility(of: module, in: database)
            if case .published? = found?.visibility { throw Refusal.withdrawn(from: module) }
            throw Refusal.withdrawn(from: nil)
        case .unknown: throw Refusal.notFound
        }
    }

    private func answer(with download: Download, _ exchange: Exchange, isShown: Bool) throws -> Answer {
        let file = try files.open(download.content, in: context.files)
        return download.answer(to: exchange.head, isShown: isShown, from: file)
    }

    /// Set where it is to be told how much of the file reaches the person: not for guests, about whom nothing is kept.
    private func deliveryTag(of download: Download, _ exchange: Exchange) -> DeliveryTag? {
        guard exchange.head.method == .get, let account = downloader(exchange) else { return nil }
        return context.ledger.tag(for: account, download.fileVersion, addedAt: download.addedAt)
    }

    /// The account that counts for a download: nobody's while an own password is still required.
    private func downloader(_ exchange: Exchange) -> Account.ID? {
        guard let session = exchange.session, !session.mustChoosePassword(context.settings) else { return nil }
        return session.session.account.id
    }
}
