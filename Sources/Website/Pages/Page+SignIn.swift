extension Page {
    static func signIn(_ view: SignInView, for visit: Visit) -> Page {
        let texts = visit.texts.signIn
        let forgotten = forgottenLink(email: view.email, next: view.next, visit)
        let errors = ErrorSummary(problems: view.problems, advice: view.advice.map { "\($0) \(forgotten)" })
        return Page(
            title: texts.title, hasErrors: !view.problems.isEmpty,
            keep: kept(email: view.email, next: view.next),
            content: """
                <div class="narrow">
                \(errors.html(heading: texts.failed))\
                <h1>\(texts.title)</h1>
                \(sessionOver(view, visit))\
                <p class="lead">\(view.next?.file == nil ? texts.intro : texts.introForFile)</p>
                \(form(view, errors, visit))\
                <section class="panel">
                <h2>\(texts.helpHeading)</h2>
                <p>\(texts.help) \(forgotten).</p>
                <h2>\(visit.texts.modules.doorsHeading)</h2>
                \(Doors.list(view.next?.module, visit))\
                </section>
                </div>

                """)
    }

    /// Why somebody is here who was signed in, unless a notice says so already.
    private static func sessionOver(_ view: SignInView, _ visit: Visit) -> HTML? {
        guard view.kept != nil || (visit.isSessionOver && visit.notice == nil) else { return nil }
        let texts = visit.texts.signIn
        return """
            <p class="notice" role="status">\(view.kept == nil ? texts.sessionOver : texts.sessionOverInForm)</p>

            """
    }

    private static func form(_ view: SignInView, _ errors: ErrorSummary, _ visit: Visit) -> HTML {
        let texts = visit.texts.signIn
        let next = view.next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0.parameter)\">\n" as HTML }
        let password = PasswordField(
            name: "password", label: texts.password, hint: texts.passwordHint, autocomplete: "current-password",
            errors: errors)
        return """
            <form method="post" action="\(visit.href(.login))" novalidate data-sending="\(visit.texts.layout.sending)">
            \(next)\(view.kept?.hiddenFields)\
            <div class="field">
            <label for="email">\(texts.email)</label>
            <p class="hint" id="email_hint">\(texts.emailHint)</p>
            \(errors.note(at: "email", prefix: visit.texts.layout.errorPrefix))\
            <input id="email" name="email" type="email" value="\(view.email)" autocomplete="username" \
            inputmode="email" autocapitalize="none" spellcheck="false" \
            required\(errors.attributes(at: "email", hint: "email_hint"))>
            </div>
            \(password.html(visit))\
            <p class="choice"><input id="remember" name="remember" type="checkbox" \
            value="1"\(" checked", if: view.isRemembered)> <label for="remember">\(texts.remember)</label></p>
            <p><button class="button">\(texts.submit)</button></p>
            </form>

            """
    }
}
