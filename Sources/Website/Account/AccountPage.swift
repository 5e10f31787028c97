import Catalogue
import Codecs
import HTTP
import Mail
import Members

/// What the account page shows beside the account itself.
struct AccountView {
    /// The published modules that the account may download from, newest first.
    let modules: [HTML]
    /// How many sessions there are beside this one.
    let otherSessions: Int
    let details: DetailsForm
}

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
    mutating func check(_ texts: AccountTexts) -> (name: Label, organisation: Label)? {
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

extension Page {
    static func account(_ view: AccountView, of session: SignedInSession, for context: PageContext) -> Page {
        let texts = context.accountTexts
        let errors = ErrorSummary(problems: view.details.problems)
        let list: HTML = "<ul class=\"modules\">\n\(view.modules)</ul>\n"
        let kept: HTML = "<p class=\"notice\" role=\"status\">\(texts.kept)</p>\n"
        return Page(
            title: texts.title, hasErrors: !view.details.problems.isEmpty,
            content: """
                \(errors.html(heading: texts.failed))\
                \(kept, if: view.details.wasInterrupted)\
                <h1>\(texts.title)</h1>
                <section aria-labelledby="account_modules">
                <h2 id="account_modules">\(texts.modules)</h2>
                \(list, if: !view.modules.isEmpty)\
                \("<p class=\"empty\">\(texts.noModules)</p>\n", if: view.modules.isEmpty)\
                </section>
                <div class="cards">
                <section class="panel" aria-labelledby="account_details">
                <h2 id="account_details">\(texts.details)</h2>
                <dl class="details">
                \(details(session.session.account, context))</dl>
                \(form(view.details, errors, context))\
                </section>
                <div>
                \(password(session, context))\(devices(view.otherSessions, context))</div>
                </div>

                """)
    }

    /// What only the office can change.
    private static func details(_ account: Account, _ context: PageContext) -> [HTML] {
        let texts = context.accountTexts
        var rows: [(String, HTML)] = [(texts.email, HTML(text: account.email.description))]
        if let end = account.expiresAt { rows.append((texts.validUntil, TimeElement.dayAndTime(end, context))) }
        return rows.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>\n" }
    }

    private static func form(_ details: DetailsForm, _ errors: ErrorSummary, _ context: PageContext) -> HTML {
        let texts = context.accountTexts
        let options = Language.allCases.map { language -> HTML in
            """
            <option value="\(language.rawValue)" lang="\(language.rawValue)"\
            \(" selected", if: language == details.language)>\(texts.languageName(language))</option>

            """
        }
        return """
            <form method="post" action="\(context.href(.account))" novalidate data-sending="\(context.layoutTexts.sending)">
            \(context.formToken)
            <div class="field">
            <label for="name">\(texts.name)</label>
            \(errors.note(at: "name", prefix: context.layoutTexts.errorPrefix))\
            <input id="name" name="name" type="text" value="\(details.name)" autocomplete="name" \
            required\(errors.attributes(at: "name", hint: nil))>
            </div>
            <div class="field">
            <label for="organisation">\(texts.organisation) \
            <span class="optional">\(context.layoutTexts.optional)</span></label>
            \(errors.note(at: "organisation", prefix: context.layoutTexts.errorPrefix))\
            <input id="organisation" name="organisation" type="text" value="\(details.organisation)" \
            autocomplete="organization"\(errors.attributes(at: "organisation", hint: nil))>
            </div>
            <div class="field">
            <label for="language">\(texts.language)</label>
            <select id="language" name="language">
            \(options)</select>
            </div>
            <p><button class="button">\(texts.save)</button></p>
            </form>

            """
    }

    private static func password(_ session: SignedInSession, _ context: PageContext) -> HTML {
        let texts = context.accountTexts
        let isInitial = session.session.credential == .initial
        return """
            <section class="panel" aria-labelledby="account_password">
            <h2 id="account_password">\(texts.password)</h2>
            <p>\(isInitial ? texts.passwordInitial : texts.passwordOwn)</p>
            <p><a class="button quiet" href="\(context.href(.accountPassword))">\
            \(isInitial ? texts.choose : texts.change)</a></p>
            </section>

            """
    }

    private static func devices(_ others: Int, _ context: PageContext) -> HTML {
        let texts = context.accountTexts
        let form: HTML = """
            <form method="post" action="\(context.href(.accountSessions))">\(context.formToken)\
            <p><button class="button quiet">\(texts.endOthers)</button></p></form>

            """
        return """
            <section class="panel" aria-labelledby="account_devices">
            <h2 id="account_devices">\(texts.devices)</h2>
            <p>\(texts.otherDevices(others))</p>
            \(form, if: others > 0)\
            </section>

            """
    }
}
