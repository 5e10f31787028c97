import Catalogue
import Codecs
import HTTP
import Members

/// The form in which members say how they are called, as it is filled in.
struct DetailsForm {
    let name: String
    let organisation: String
    let language: Language
    var problems: [(field: String?, text: String)] = []
    /// Whether it was interrupted, and waits to be sent once more.
    var wasInterrupted = false

    /// What is stored.
    init(_ account: Account) {
        name = account.name
        organisation = account.organisation
        language = account.language
    }

    /// What was sent.
    init(_ form: Form) {
        self.init(form, prefix: "")
    }

    /// What a sign-in page kept; nil when it kept nothing.
    init?(kept form: Form) {
        guard form["kept_name"] != nil else { return nil }
        self.init(form, prefix: "kept_")
        wasInterrupted = true
    }

    private init(_ form: Form, prefix: String) {
        name = form["\(prefix)name"] ?? ""
        organisation = form["\(prefix)organisation"] ?? ""
        language = form["\(prefix)language"].flatMap { Language(rawValue: $0) } ?? .german
    }

    /// Hidden fields that keep it on a sign-in page.
    var hiddenFields: HTML {
        """
        <input type="hidden" name="kept_name" value="\(name)">
        <input type="hidden" name="kept_organisation" value="\(organisation)">
        <input type="hidden" name="kept_language" value="\(language.rawValue)">

        """
    }

    /// What can be stored; nil when there are problems, which are noted.
    mutating func check(_ texts: Texts.Account) -> (name: Label, organisation: Label)? {
        let name = label(self.name, at: "name", empty: texts.noName, tooLong: texts.tooLong)
        let organisation = label(self.organisation, at: "organisation", empty: nil, tooLong: texts.tooLong)
        guard let name, let organisation else { return nil }
        return (name, organisation)
    }

    /// `empty`: the problem when there is nothing; nil where that is none.
    private mutating func label(_ text: String, at field: String, empty: String?, tooLong: String) -> Label? {
        do throws(Label.Fault) {
            return try Label(text, allowsEmpty: empty == nil)
        } catch {
            problems.append((field, error == .empty ? empty ?? tooLong : tooLong))
            return nil
        }
    }
}
