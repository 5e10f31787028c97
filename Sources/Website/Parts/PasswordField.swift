/// A field for a password, with a button that shows it; the button appears only where a script can work it.
struct PasswordField {
    let name: String
    let label: String
    let hint: String
    /// For password managers: `current-password` or `new-password`.
    let autocomplete: String
    let errors: ErrorSummary

    func html(_ visit: Visit) -> HTML {
        let texts = visit.texts.signIn
        return """
            <div class="field">
            <label for="\(name)">\(label)</label>
            <p class="hint" id="\(name)_hint">\(hint)</p>
            \(errors.note(at: name, prefix: visit.texts.layout.errorPrefix))\
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
