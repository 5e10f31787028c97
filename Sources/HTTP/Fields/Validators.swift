/// What tells one version of a representation from another (RFC 9110 section 8.8).
package struct Validators: Sendable, Equatable {
    package let entityTag: EntityTag?
    /// Seconds since 1970.
    package let lastModified: Int64?

    package init(entityTag: EntityTag?, lastModified: Int64? = nil) {
        self.entityTag = entityTag
        self.lastModified = lastModified
    }
}
