internal import Mail
internal import Nachlese

extension Page {
    static func account(_ view: AccountView, of session: SignedInSession, for visit: Visit) -> Page {
        let texts = visit.texts.account
        let list: HTML = "<ul class=\"modules\">\n\(view.modules.map { $0.html(visit) })</ul>\n"
        return Page(
            title: texts.title,
            content: """
                <h1>\(texts.title)</h1>
                <section>
                <h2>\(texts.modules)</h2>
                \(list, if: !view.modules.isEmpty)\
                \("<p class=\"empty\">\(texts.noModules)</p>\n", if: view.modules.isEmpty)\
                </section>
                <section>
                <h2>\(texts.details)</h2>
                <dl class="details">
                \(details(session.session.account, visit))</dl>
                </section>
                \(password(session, visit))\(devices(view.otherSessions, visit))
                """)
    }

    private static func details(_ account: Account, _ visit: Visit) -> [HTML] {
        let texts = visit.texts.account
        var rows: [(String, String)] = [(texts.name, account.name), (texts.email, account.email.description)]
        if !account.organisation.isEmpty { rows.append((texts.organisation, account.organisation)) }
        if let end = account.expiresAt {
            rows.append((texts.validUntil, DateText.dayAndTime(end, visit.language)))
        }
        return rows.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>\n" }
    }

    private static func password(_ session: SignedInSession, _ visit: Visit) -> HTML {
        let texts = visit.texts.account
        let isInitial = session.session.credential == .initial
        return """
            <section>
            <h2>\(texts.password)</h2>
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
            <section>
            <h2>\(texts.devices)</h2>
            <p>\(texts.otherDevices(others))</p>
            \(form, if: others > 0)\
            </section>

            """
    }
}
