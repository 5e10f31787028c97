/// What was wrong with a form, at the top of the page and linked to the fields.
struct ErrorSummary {
    /// The id of a field, if it is about one, and what to do.
    let problems: [(field: String?, text: String)]
    /// What else helps.
    var advice: HTML?

    func html(heading: String) -> HTML? {
        guard !problems.isEmpty else { return nil }
        let items = problems.map { problem -> HTML in
            guard let field = problem.field else { return "<li>\(problem.text)</li>\n" }
            return "<li><a href=\"#\(field)\">\(problem.text)</a></li>\n"
        }
        return """
            <div class="problem" role="alert" aria-labelledby="problem_heading" tabindex="-1" autofocus>
            <h2 id="problem_heading">\(heading)</h2>
            <ul>
            \(items)</ul>
            \(advice.map { "<p>\($0)</p>\n" as HTML })\
            </div>

            """
    }

    /// The text at a field itself.
    func note(at field: String, prefix: String) -> HTML? {
        guard let problem = problems.first(where: { $0.field == field }) else { return nil }
        return "<p class=\"wrong\" id=\"\(field)_problem\"><span class=\"unseen\">\(prefix)</span>\(problem.text)</p>\n"
    }

    /// The attributes that tie a field to its note and its hint.
    func attributes(at field: String, hint: String?) -> HTML {
        let isWrong = problems.contains { $0.field == field }
        let described = [isWrong ? "\(field)_problem" : nil, hint].compactMap { $0 }.joined(separator: " ")
        return """
            \(" aria-describedby=\"\(described)\"", if: !described.isEmpty)\
            \(" aria-invalid=\"true\"", if: isWrong)
            """
    }
}

/// A field for a password, with a button that shows it; the button appears only where a script can work it.
struct PasswordField {
    let name: String
    let label: String
    let hint: String
    /// For password managers: `current-password` or `new-password`.
    let autocomplete: String
    let errors: ErrorSummary

    func html(_ context: PageContext) -> HTML {
        let texts = context.layoutTexts
        return """
            <div class="field">
            <label for="\(name)">\(label)</label>
            <p class="hint" id="\(name)_hint">\(hint)</p>
            \(errors.note(at: name, prefix: context.layoutTexts.errorPrefix))\
            <div class="with-button">
            <input id="\(name)" name="\(name)" type="password" autocomplete="\(autocomplete)" autocapitalize="none" \
            spellcheck="false" required\(errors.attributes(at: name, hint: "\(name)_hint"))>
            <button type="button" class="show" data-show="\(texts.show)" data-hide="\(texts.hide)" \
            aria-controls="\(name)" hidden>\(texts.show)</button>
            </div>
            </div>

            """
    }
}
