import Codecs
import Members

/// Every text of the site in one language.
///
/// Both languages fill the same properties, so that a missing translation does not compile.
struct Texts: Sendable {
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
