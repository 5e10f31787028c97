import Nachlese

/// What the page shows on which a code is typed.
struct AccessConfirmView {
    /// A form was sent just now.
    var wasSent = false
    var code = ""
    var problems: [(field: String?, text: String)] = []
}

extension Page {
    /// The page on which the code of the mail is typed.
    static func accessConfirm(_ view: AccessConfirmView, for context: PageContext) -> Page {
        let texts = context.accessRequestTexts
        let errors = ErrorSummary(problems: view.problems)
        return Page(
            title: texts.confirmTitle, hasErrors: !view.problems.isEmpty, keep: view.wasSent ? [("sent", "")] : [],
            content: """
                <div class="narrow">
                \(errors.html(heading: texts.confirmFailed))\
                <h1>\(texts.confirmTitle)</h1>
                <p class="lead">\(view.wasSent ? texts.sentIntro : texts.confirmIntro)</p>
                <form method="post" action="\(context.href(.accessConfirm))" novalidate>
                <div class="field">
                <label for="code">\(texts.code)</label>
                <p class="hint" id="code_hint">\(texts.codeHint)</p>
                \(errors.note(at: "code", prefix: context.layoutTexts.errorPrefix))\
                <input id="code" name="code" type="text" class="code" value="\(view.code)" \
                autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" \
                required\(errors.attributes(at: "code", hint: "code_hint"))>
                </div>
                <p><button class="button">\(texts.confirm)</button></p>
                </form>
                <section class="panel">
                <h2>\(texts.passwordHeading)</h2>
                <p>\(texts.password) <a href="\(context.href(.login))">\(context.layoutTexts.signIn)</a></p>
                </section>
                <section class="panel">
                <h2>\(texts.missingHeading)</h2>
                <ul>
                <li>\(texts.spamFolder)</li>
                <li>\(texts.typo) \(AccessLinks.request(texts.tryAgain, context))</li>
                <li>\(texts.limits)</li>
                <li>\(texts.askUs) \(ContactBox.writeLink(context.layoutTexts.writeToUs, subject: nil, context)).</li>
                </ul>
                </section>
                </div>

                """)
    }

    /// What happens now, and when.
    static func accessReceived(_ reference: AccessReference, for context: PageContext) -> Page {
        let texts = context.accessRequestTexts
        return Page(
            title: texts.receivedTitle, keep: [("received", reference.description)], subject: reference.description,
            content: """
                <div class="narrow">
                <h1>\(texts.receivedTitle)</h1>
                <p class="lead">\(texts.received)</p>
                <p class="incident">\(texts.reference): <strong>\(reference.description)</strong></p>
                <h2>\(texts.nextHeading)</h2>
                <ol>
                \(texts.next.map { "<li>\($0)</li>\n" as HTML })</ol>
                <p>\(texts.keepReference)</p>
                <p><a href="\(context.href(.start))">\(context.layoutTexts.toOverview)</a></p>
                </div>

                """)
    }
}
