package import Codecs

extension OfficePageName.Kind {
    /// What the page is called, in the links to it and as its title where its text has none.
    package func name(in language: Language) -> String {
        switch (self, language) {
        case (.imprint, .german): "Impressum"
        case (.imprint, .english): "Imprint"
        case (.privacy, .german): "Datenschutz"
        case (.privacy, .english): "Privacy"
        case (.accessibility, .german): "Barrierefreiheit"
        case (.accessibility, .english): "Accessibility"
        case (.contact, .german): "Kontakt"
        case (.contact, .english): "Contact"
        }
    }
}
