package import Codecs

/// Why something about a request for access could not be done.
package enum AccessRequestError: Error {
    case unknown(AccessReference)
    /// It vanished meanwhile.
    case gone
    /// Its stored address is no address: the database was changed from outside.
    case damagedAddress(AccessReference)
    /// It was decided on already.
    case decided(AccessRequest)
    /// It is open, so that there is nothing to take back.
    case undecided(AccessReference)
    /// It names no module to admit to.
    case noModule(AccessReference)
    /// It cannot be taken back any more; the moment is when that ended.
    case tooLate(AccessRequest, Timestamp?)
    /// The account that it made was used or changed meanwhile.
    case accountInUse(AccessRequest)
}
