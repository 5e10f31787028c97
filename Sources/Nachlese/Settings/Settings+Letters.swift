package import Letters

// What Letters reads of the settings.
extension Settings {
    package var letterhead: Letterhead {
        Letterhead(serviceName: serviceName, site: "\(baseURL)", office: office)
    }
}

extension Pace {
    package init(_ settings: Settings) {
        self.init(perMinute: settings.mailsPerMinute, perDay: settings.mailsPerDay)
    }
}
