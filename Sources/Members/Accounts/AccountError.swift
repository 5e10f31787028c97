package import Mail

/// Why something about an account could not be done.
package enum AccountError: Error, Equatable {
    case exists(EmailAddress)
    case unknown(EmailAddress)
    case alreadyRevoked(EmailAddress)
    /// A revoked account gets a password again only when that is asked for.
    case revoked(EmailAddress)
    case expired(EmailAddress)
    /// The stored address of this account is no address: the database was changed from outside.
    case damagedAddress(account: Account.ID)
}
