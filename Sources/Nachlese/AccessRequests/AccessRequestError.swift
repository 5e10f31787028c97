/// Why something about a request for access could not be done.
package enum AccessRequestError: Error, Equatable {
    case unknown(AccessReference)
    /// It vanished meanwhile.
    case gone
    /// Its stored address is no address: the database was changed from outside.
    case damagedAddress(AccessReference)
}
