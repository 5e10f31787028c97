import Nachlese

extension CommandError {
    /// About a request for access.
    init(_ error: AccessRequestError) {
        switch error {
        case .unknown(let reference):
            self.init(.notFound, "there is no request \(reference); 'nachlese request list --all' shows them all")
        case .gone: self.init(.notFound, "the request is gone; 'nachlese request list --all' shows what is left")
        case .damagedAddress(let reference):
            self.init(
                .failed, "the stored address of \(reference) is no address: the database was changed from outside")
        case .decided(let request):
            let since = request.decidedAt.map { " at \($0.local)" } ?? ""
            self.init(
                .exists, "\(request.reference) was \(request.state.rawValue) already\(since); nothing was changed")
        case .undecided(let reference):
            self.init(.failed, "\(reference) is open; there is no decision to take back")
        case .noModule(let reference):
            self.init(
                .usage,
                "\(reference) names no module; say to what with --module or --series: "
                    + "nachlese request accept \(reference) --module MODULE")
        case .tooLate(let request, let end):
            let time = end.map { "; that was possible until \($0.local)" } ?? ""
            let remedy =
                request.state == .accepted
                ? "'nachlese account admit \(request.email) --module MODULE --withdraw' or "
                    + "'nachlese account revoke \(request.email)' ends the access"
                : "'nachlese account issue \(request.email)' gives access all the same"
            self.init(
                .failed, "\(request.reference) cannot be taken back any more: its mail is on its way\(time); \(remedy)")
        case .accountInUse(let request):
            self.init(
                .failed,
                "\(request.reference) cannot be taken back: its account was changed, or serves another request, since "
                    + "then; 'nachlese account revoke \(request.email)' ends the access")
        }
    }
}
