/// What the sign-in page shows.
struct SignInView {
    var next: ReturnTarget?
    var email = ""
    var isRemembered = false
    var problems: [(field: String?, text: String)] = []
    /// What else helps against the problems; a link to where new credentials are asked for follows it.
    var advice: String?
    /// What was typed into a form when the session was over, to go on with after signing in.
    var kept: DetailsForm?
}

extension Page {
    static func signIn(_ view: SignInView, for context: PageContext) -> Page {
        let texts = context.signInTexts
        let forgotten = AccessLinks.credentials(email: view.email, next: view.next, context)
        let errors = ErrorSummary(problems: view.problems, advice: view.advice.map { "\($0) \(forgotten)" })
        return Page(
            title: texts.title, hasErrors: !view.problems.isEmpty,
            keep: kept(email: view.email, next: view.next),
            content: """
                <div class="narrow">
                \(errors.html(heading: texts.failed))\
                <h1>\(texts.title)</h1>
                \(sessionOver(view, context))\
                <p class="lead">\(view.next?.file == nil ? texts.intro : texts.introForFile)</p>
                \(form(view, errors, context))\
                <section class="panel">
                <h2>\(texts.helpHeading)</h2>
                <p>\(texts.help) \(forgotten).</p>
                <h2>\(context.layoutTexts.doorsHeading)</h2>
                \(AccessLinks.doors(view.next?.module, context))\
                </section>
                </div>

                """)
    }

    /// Why somebody is here who was signed in, unless a notice says so already.
    private static func sessionOver(_ view: SignInView, _ context: PageContext) -> HTML? {
        guard view.kept != nil || (context.isSessionOver && context.notice == nil) else { return nil }
        let texts = context.signInTexts
        return """
            <p class="notice" role="status">\(view.kept == nil ? texts.sessionOver : texts.sessionOverInForm)</p>

            """
    }

    private static func form(_ view: SignInView, _ errors: ErrorSummary, _ context: PageContext) -> HTML {
        let texts = context.signInTexts
        let next = view.next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0.parameter)\">\n" as HTML }
        let password = PasswordField(
            name: "password", label: texts.password, hint: texts.passwordHint, autocomplete: "current-password",
            errors: errors)
        return """
            <form method="post" action="\(context.href(.login))" novalidate data-sending="\(context.layoutTexts.sending)">
            \(next)\(view.kept?.hiddenFields)\
            <div class="field">
            <label for="email">\(texts.email)</label>
            <p class="hint" id="email_hint">\(texts.emailHint)</p>
            \(errors.note(at: "email", prefix: context.layoutTexts.errorPrefix))\
            <input id="email" name="email" type="email" value="\(view.email)" autocomplete="username" \
            inputmode="email" autocapitalize="none" spellcheck="false" \
            required\(errors.attributes(at: "email", hint: "email_hint"))>
            </div>
            \(password.html(context))\
            <p class="choice"><input id="remember" name="remember" type="checkbox" \
            value="1"\(" checked", if: view.isRemembered)> <label for="remember">\(texts.remember)</label></p>
            <p><button class="button">\(texts.submit)</button></p>
            </form>

            """
    }
}
