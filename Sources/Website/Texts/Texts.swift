import Codecs
import Members

/// Every text of the site in one language.
///
/// Both languages fill the same properties, so that a missing translation does not compile. A class, since it is handed
/// to everything that writes a page, and a copy of so many texts costs more than most pages.
final class Texts: Sendable {
    let language: Language
    let layout: Layout
    let modules: Modules
    let holdings: Holdings
    let signIn: SignIn
    let password: Password
    let forgotten: Forgotten
    let access: Access
    let account: Account
    let failures: Failures
    let officePages: OfficePages

    private init(
        language: Language, layout: Layout, modules: Modules, holdings: Holdings, signIn: SignIn, password: Password,
        forgotten: Forgotten, access: Access, account: Account, failures: Failures, officePages: OfficePages
    ) {
        self.language = language
        self.layout = layout
        self.modules = modules
        self.holdings = holdings
        self.signIn = signIn
        self.password = password
        self.forgotten = forgotten
        self.access = access
        self.account = account
        self.failures = failures
        self.officePages = officePages
    }

    static let german = Texts(
        language: .german, layout: .german, modules: .german, holdings: .german, signIn: .german, password: .german,
        forgotten: .german, access: .german, account: .german, failures: .german, officePages: .german)
    static let english = Texts(
        language: .english, layout: .english, modules: .english, holdings: .english, signIn: .english,
        password: .english, forgotten: .english, access: .english, account: .english, failures: .english,
        officePages: .english)

    static func of(_ language: Language) -> Texts {
        switch language {
        case .german: german
        case .english: english
        }
    }
}
