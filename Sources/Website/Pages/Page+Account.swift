import Codecs
import Mail
import Members

extension Page {
    static func account(_ view: AccountView, of session: SignedInSession, for visit: Visit) -> Page {
        let texts = visit.texts.account
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
                \(details(session.session.account, visit))</dl>
                \(form(view.details, errors, visit))\
                </section>
                <div>
                \(password(session, visit))\(devices(view.otherSessions, visit))</div>
                </div>

                """)
    }

    /// What only the office can change.
    private static func details(_ account: Account, _ visit: Visit) -> [HTML] {
        let texts = visit.texts.account
        var rows: [(String, HTML)] = [(texts.email, HTML(text: account.email.description))]
        if let end = account.expiresAt { rows.append((texts.validUntil, TimeElement.dayAndTime(end, visit))) }
        return rows.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>\n" }
    }

    private static func form(_ details: DetailsForm, _ errors: ErrorSummary, _ visit: Visit) -> HTML {
        let texts = visit.texts.account
        let options = Language.allCases.map { language -> HTML in
            """
            <option value="\(language.rawValue)" lang="\(language.rawValue)"\
            \(" selected", if: language == details.language)>\(texts.languageName(language))</option>

            """
        }
        return """
            <form method="post" action="\(visit.href(.account))" novalidate data-sending="\(visit.texts.layout.sending)">
            \(visit.formToken)
            <div class="field">
            <label for="name">\(texts.name)</label>
            \(errors.note(at: "name", prefix: visit.texts.layout.errorPrefix))\
            <input id="name" name="name" type="text" value="\(details.name)" autocomplete="name" \
            required\(errors.attributes(at: "name", hint: nil))>
            </div>
            <div class="field">
            <label for="organisation">\(texts.organisation) \
            <span class="optional">\(visit.texts.access.optional)</span></label>
            \(errors.note(at: "organisation", prefix: visit.texts.layout.errorPrefix))\
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

    private static func password(_ session: SignedInSession, _ visit: Visit) -> HTML {
        let texts = visit.texts.account
        let isInitial = session.session.credential == .initial
        return """
            <section class="panel" aria-labelledby="account_password">
            <h2 id="account_password">\(texts.password)</h2>
            <p>\(isInitial ? texts.passwordInitial : texts.passwordOwn)</p>
            <p><a class="button quiet" href="\(visit.href(.accountPassword))">\
            \(isInitial ? texts.choose : texts.change)</a></p>
            </section>

            """
    }

    private static func devices(_ others: Int, _ visit: Visit) -> HTML {
        let texts = visit.texts.account
        let form: HTML = """
            <form method="post" action="\(visit.href(.accountSessions))">\(visit.formToken)\
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
