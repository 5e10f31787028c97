package import Mail

/// Who runs the service: shown in the contact box and named in mails.
package struct Office: Sendable, Equatable {
    package var name = ""
    package var street = ""
    package var city = ""
    /// For example where the entrance is.
    package var note = ""
    package var phone = ""
    package var fax = ""
    package var website = ""
    package var email: EmailAddress?

    package init() {}
}

/// What every mail says of who sends it.
package struct Letterhead: Sendable {
    package let serviceName: String
    /// The address of the site, without a slash at its end.
    package let site: String
    package let office: Office

    package init(serviceName: String, site: String, office: Office) {
        self.serviceName = serviceName
        self.site = site
        self.office = office
    }

    /// Who writes: the office, or the service where the office has no name.
    var name: String { office.name.isEmpty ? serviceName : office.name }
}
