import Mail
import Members
import Nachlese

extension Page {
    /// The page on which a member chooses a password of their own, and from which they go on to `next`.
    static func password(
        for session: SignedInSession, next: ReturnTarget?, problems: [String] = [], context: PageContext
    ) -> Page {
        let texts = context.passwordTexts
        let isFirst = session.session.credential == .initial
        let isRequired = session.mustChoosePassword(context.settings)
        let errors = ErrorSummary(problems: problems.map { ("new_password", $0) })
        let title = isFirst ? texts.choose : texts.change
        return Page(
            title: title, hasErrors: !problems.isEmpty, keep: next.map { [("next", $0.parameter)] } ?? [],
            content: """
                <div class="narrow">
                \(errors.html(heading: texts.failed))\
                <h1>\(title)</h1>
                <p class="lead">\(isRequired ? texts.demand : isFirst ? texts.offer : texts.changeIntro)</p>
                \(form(session, next, errors, context))\
                \(skip(to: next, context), if: isFirst && !isRequired)\
                </div>

                """)
    }

    private static func form(
        _ session: SignedInSession, _ next: ReturnTarget?, _ errors: ErrorSummary, _ context: PageContext
    ) -> HTML {
        let texts = context.passwordTexts
        let field = PasswordField(
            name: "new_password", label: texts.label, hint: texts.rule(context.settings.minimumPasswordLength),
            autocomplete: "new-password", errors: errors)
        return """
            <form method="post" action="\(context.href(.accountPassword))" novalidate \
            data-sending="\(context.layoutTexts.sending)">
            \(context.formToken)\
            \(next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0.parameter)\">\n" as HTML })\
            <div class="field">
            <label for="email">\(texts.userName)</label>
            <input id="email" type="email" value="\(session.session.account.email.description)" \
            autocomplete="username" readonly>
            </div>
            \(field.html(context))\
            <p><button class="button">\(texts.submit)</button></p>
            </form>

            """
    }

    private static func skip(to next: ReturnTarget?, _ context: PageContext) -> HTML {
        let texts = context.passwordTexts
        return """
            <p class="skip-step"><a class="button quiet" href="\(context.href(to: next ?? .account))">\(texts.skip)</a></p>
            <p class="hint">\(texts.skipNote)</p>

            """
    }
}
