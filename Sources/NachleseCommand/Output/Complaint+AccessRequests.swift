import Nachlese

extension Complaint {
    /// About a request for access.
    init(_ error: AccessRequestError) {
        switch error {
        case .unknown(let reference):
            self.init(.notFound, "there is no request \(reference); 'nachlese request list --all' shows them all")
        case .gone: self.init(.notFound, "the request is gone; 'nachlese request list --all' shows what is left")
        case .damagedAddress(let reference):
            self.init(
                .failed, "the stored address of \(reference) is no address: the database was changed from outside")
        }
    }
}
