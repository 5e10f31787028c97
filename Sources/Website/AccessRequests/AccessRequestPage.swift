import Catalogue
import HTTP
import Mail
import Members
import Nachlese

/// What the page of the two doors shows: as it was typed, whatever was wrong with it.
struct AccessView {
    /// The value that stands for no module in particular.
    static let otherModule = "none"

    var door: AccessRequest.Door?
    /// The slug of a module, `otherModule`, or empty.
    var module = ""
    var name = ""
    var email = ""
    var organisation = ""
    var message = ""
    var choices: [ModuleList.Choice] = []
    /// The choices as they stand in the form.
    var options = HTML.empty
    /// nil for members, who need none.
    var stamp: FormStamp?
    /// What a script has found for the stamp already.
    var proof = ""
    var problems: [(field: String?, text: String)] = []

    /// As links lead there: with a door and a module.
    init(query: Form) {
        door = query["door"].flatMap { AccessRequest.Door(rawValue: $0) }
        module = query["module"].flatMap { Slug($0)?.rawValue } ?? ""
    }

    init(form: Form) {
        self.init(query: form)
        if form["module"] == AccessView.otherModule { module = AccessView.otherModule }
        name = form["name"] ?? ""
        email = form.typedAddress("email")
        organisation = form["organisation"] ?? ""
        message = form["message"] ?? ""
    }

    /// What the link to the other language must not lose.
    var keep: [(name: String, value: String)] {
        var keep: [(name: String, value: String)] = []
        if let door { keep.append(("door", door.rawValue)) }
        if !module.isEmpty { keep.append(("module", module)) }
        return keep
    }

    var chosenModule: ModuleHeading? {
        choices.lazy.flatMap(\.modules).first { $0.slug.rawValue == module }
    }
}

extension Page {
    /// The name of the field that people do not see and programs fill in.
    static let accessTrap = "homepage"

    /// The page on which people without access ask for it, and members for more.
    static func access(_ view: AccessView, for context: PageContext) -> Page {
        let texts = context.accessRequestTexts
        let errors = ErrorSummary(problems: view.problems)
        let subject = view.chosenModule.map { context.moduleTexts.title($0.number, $0.title) }
        return Page(
            title: context.layoutTexts.accessTitle, hasErrors: !view.problems.isEmpty, keep: view.keep,
            subject: subject,
            content: """
                <div class="narrow">
                \(errors.html(heading: texts.failed))\
                <h1>\(context.layoutTexts.accessTitle)</h1>
                <p class="lead">\(!context.isMember ? texts.intro : texts.memberIntro)</p>
                \(form(view, errors, context))\
                \(!context.isMember ? haveAccess(view, context) : nil)\
                </div>

                """)
    }

    private static func haveAccess(_ view: AccessView, _ context: PageContext) -> HTML {
        let texts = context.accessRequestTexts
        let next = view.chosenModule.map { ReturnTarget.module($0.slug, file: nil) }
        let signIn = Link(.login, next.map { [("next", $0.parameter)] } ?? [])
        return """
            <section class="panel">
            <h2>\(texts.haveAccessHeading)</h2>
            <p>\(texts.haveAccess) <a href="\(context.href(signIn))">\(context.layoutTexts.signIn)</a></p>
            <p>\(AccessLinks.credentials(next: next, context))</p>
            </section>

            """
    }

    private static func form(_ view: AccessView, _ errors: ErrorSummary, _ context: PageContext) -> HTML {
        let texts = context.accessRequestTexts
        // Only its own hidden fields tell what a script is to do.
        let work = view.stamp.map { stamp -> HTML in
            """
             data-stamp="\(stamp.text)" data-difficulty="\(stamp.difficulty)" \
            data-shortest="\(AccessRequestSubmission.shortestTime)" \
            data-longest="\(AccessRequestSubmission.shortestTimeWithoutProof)" data-working="\(texts.working)"
            """
        }
        return """
            <form method="post" action="\(context.href(.access))" novalidate\(work)>
            \(context.formToken.map { "\($0)\n" as HTML })\
            \(view.stamp.map { robotFields($0, view, context) })\
            \(doorField(view, errors, context))\
            \(context.account.map { whoAsks($0, context) } ?? personFields(view, errors, context))\
            \(moduleField(view, errors, context))\
            <div class="field">
            <label for="message">\(texts.message) \(optional(context))</label>
            <p class="hint" id="message_hint">\(texts.messageHint)</p>
            \(errors.note(at: "message", prefix: context.layoutTexts.errorPrefix))\
            <textarea id="message" name="message" rows="5"\(errors.attributes(at: "message", hint: "message_hint"))>
            \(view.message)</textarea>
            </div>
            <p class="hint">\(!context.isMember ? texts.privacy : texts.memberPrivacy)</p>
            <p><button class="button">\(texts.submit)</button></p>
            </form>

            """
    }

    private static func optional(_ context: PageContext) -> HTML {
        "<span class=\"optional\">\(context.layoutTexts.optional)</span>"
    }

    /// The stamp, the place for the proof, and a field that nobody sees.
    private static func robotFields(_ stamp: FormStamp, _ view: AccessView, _ context: PageContext) -> HTML {
        let texts = context.accessRequestTexts
        return """
            <input type="hidden" name="stamp" value="\(stamp.text)">
            <input type="hidden" name="proof" value="\(view.proof)">
            <div class="trap" aria-hidden="true">
            <label for="\(accessTrap)">\(texts.trap)</label>
            <input id="\(accessTrap)" name="\(accessTrap)" type="text" value="" tabindex="-1" autocomplete="off">
            </div>
            <noscript><p class="notice">\(texts.withoutScript(AccessRequestSubmission.shortestTimeWithoutProof))</p></noscript>

            """
    }

    private static func doorField(_ view: AccessView, _ errors: ErrorSummary, _ context: PageContext) -> HTML {
        let texts = context.accessRequestTexts
        let choices = AccessRequest.Door.allCases.enumerated().map { index, door -> HTML in
            let id = index == 0 ? "door" : "door_\(door.rawValue)"
            return """
                <p class="choice"><input id="\(id)" name="door" type="radio" value="\(door.rawValue)"\
                \(" checked", if: view.door == door)\(errors.attributes(at: "door", hint: nil))> \
                <label for="\(id)">\(texts.doors(door, context.isMember))</label></p>

                """
        }
        return """
            <fieldset class="field">
            <legend>\(texts.door)</legend>
            \(errors.note(at: "door", prefix: context.layoutTexts.errorPrefix))\
            \(choices)</fieldset>

            """
    }

    private static func whoAsks(_ account: Account, _ context: PageContext) -> HTML {
        "<p>\(context.accessRequestTexts.askedAs) <strong>\(account.name)</strong> (\(account.email.description)).</p>\n"
    }

    private static func personFields(_ view: AccessView, _ errors: ErrorSummary, _ context: PageContext) -> HTML {
        let texts = context.accessRequestTexts
        let prefix = context.layoutTexts.errorPrefix
        return """
            <div class="field">
            <label for="name">\(texts.name)</label>
            \(errors.note(at: "name", prefix: prefix))\
            <input id="name" name="name" type="text" value="\(view.name)" autocomplete="name" \
            required\(errors.attributes(at: "name", hint: nil))>
            </div>
            <div class="field">
            <label for="email">\(texts.email)</label>
            <p class="hint" id="email_hint">\(texts.emailHint)</p>
            \(errors.note(at: "email", prefix: prefix))\
            <input id="email" name="email" type="email" value="\(view.email)" autocomplete="email" inputmode="email" \
            autocapitalize="none" spellcheck="false" required\(errors.attributes(at: "email", hint: "email_hint"))>
            </div>
            <div class="field">
            <label for="organisation">\(texts.organisation) \(optional(context))</label>
            \(errors.note(at: "organisation", prefix: prefix))\
            <input id="organisation" name="organisation" type="text" value="\(view.organisation)" \
            autocomplete="organization"\(errors.attributes(at: "organisation", hint: nil))>
            </div>

            """
    }

    private static func moduleField(_ view: AccessView, _ errors: ErrorSummary, _ context: PageContext) -> HTML? {
        let texts = context.accessRequestTexts
        guard !view.choices.isEmpty else { return nil }
        return """
            <div class="field">
            <label for="module">\(texts.module)</label>
            <p class="hint" id="module_hint">\(texts.moduleHint)</p>
            \(errors.note(at: "module", prefix: context.layoutTexts.errorPrefix))\
            <select id="module" name="module" required\(errors.attributes(at: "module", hint: "module_hint"))>
            \(ModuleList.option("", texts.chooseModule))\
            \(view.options)\
            \(ModuleList.option(AccessView.otherModule, texts.otherModule))\
            </select>
            </div>

            """
    }
}
