/// What the page shows on which people ask for new credentials.
struct ForgottenView {
    var next: ReturnTarget?
    var email = ""
    var problems: [(field: String?, text: String)] = []
}

extension Page {
    /// The page on which people who cannot sign in ask for new credentials.
    static func forgotten(_ view: ForgottenView, for context: PageContext) -> Page {
        let texts = context.credentialRequestTexts
        let errors = ErrorSummary(problems: view.problems)
        return Page(
            title: context.layoutTexts.credentialsTitle, hasErrors: !view.problems.isEmpty,
            keep: kept(email: view.email, next: view.next),
            content: """
                <div class="narrow">
                \(errors.html(heading: texts.failed))\
                <h1>\(context.layoutTexts.credentialsTitle)</h1>
                <p class="lead">\(texts.intro)</p>
                \(form(view, errors, context))\
                <section class="panel">
                <h2>\(texts.noAccountHeading)</h2>
                \(AccessLinks.doors(view.next?.module, context))\
                </section>
                <p>\(signInLink(next: view.next, context))</p>
                </div>

                """)
    }

    private static func form(_ view: ForgottenView, _ errors: ErrorSummary, _ context: PageContext) -> HTML {
        let texts = context.credentialRequestTexts
        let next = view.next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0.parameter)\">\n" as HTML }
        return """
            <form method="post" action="\(context.href(.passwordForgotten))" novalidate \
            data-sending="\(context.layoutTexts.sending)">
            \(next)\
            <div class="field">
            <label for="email">\(context.signInTexts.email)</label>
            <p class="hint" id="email_hint">\(texts.emailHint)</p>
            \(errors.note(at: "email", prefix: context.layoutTexts.errorPrefix))\
            <input id="email" name="email" type="email" value="\(view.email)" autocomplete="username" \
            inputmode="email" autocapitalize="none" spellcheck="false" \
            required\(errors.attributes(at: "email", hint: "email_hint"))>
            </div>
            <p><button class="button">\(texts.submit)</button></p>
            </form>

            """
    }

    /// What follows, the same for everybody: it is not known here whether there is such an account.
    static func forgottenSent(next: ReturnTarget?, for context: PageContext) -> Page {
        let texts = context.credentialRequestTexts
        let again = Link(.passwordForgotten, next.map { [("next", $0.parameter)] } ?? [])
        return Page(
            title: texts.sentTitle, keep: [("sent", "")] + (next.map { [("next", $0.parameter)] } ?? []),
            content: """
                <div class="narrow">
                <h1>\(texts.sentTitle)</h1>
                <p class="lead">\(texts.sent)</p>
                <p>\(texts.stillWorks)</p>
                <p>\(signInLink(next: next, context))</p>
                <section class="panel">
                <h2>\(texts.missingHeading)</h2>
                <ul>
                <li>\(texts.spamFolder)</li>
                <li>\(texts.otherAddress) <a href="\(context.href(again))">\(texts.tryAgain)</a></li>
                <li>\(texts.limits)</li>
                <li>\(texts.askUs) \(ContactBox.writeLink(context.layoutTexts.writeToUs, subject: nil, context)).</li>
                </ul>
                </section>
                </div>

                """)
    }

    /// What of an address with a form on it must not be lost.
    static func kept(email: String, next: ReturnTarget?) -> [(name: String, value: String)] {
        (email.isEmpty ? [] : [("email", email)]) + (next.map { [("next", $0.parameter)] } ?? [])
    }

    private static func signInLink(next: ReturnTarget?, _ context: PageContext) -> HTML {
        let link = Link(.login, next.map { [("next", $0.parameter)] } ?? [])
        return "<a href=\"\(context.href(link))\">\(context.credentialRequestTexts.toSignIn)</a>"
    }
}
