import Secrets

extension Texts {
    /// The page on which people choose a password of their own.
    struct Password: Sendable {
        let choose: String
        let change: String
        let offer: String
        let demand: String
        let changeIntro: String
        let label: String
        /// The one rule, shown before typing.
        let rule: @Sendable (Int) -> String
        let userName: String
        let submit: String
        let skip: String
        let skipNote: String
        let failed: String
        let missing: String
        let objection: @Sendable (PasswordObjection) -> String
        let busy: String
        /// The form was made for another session.
        let stale: String
    }
}

extension Texts.Password {
    static let german = Texts.Password(
        choose: "Eigenes Passwort wählen",
        change: "Passwort ändern",
        offer:
            "Sie sind mit dem Passwort aus der E-Mail angemeldet. Es gilt höchstens einen Tag nach der ersten Anmeldung. "
            + "Wenn Sie öfter wiederkommen, wählen Sie am besten jetzt ein eigenes.",
        demand:
            "Sie sind mit dem Passwort aus der E-Mail angemeldet. Bevor es weitergeht, wählen Sie bitte ein eigenes.",
        changeIntro: "Das neue Passwort gilt sofort. Andere Geräte werden dabei abgemeldet.",
        label: "Neues Passwort",
        rule: { "Mindestens \($0) Zeichen. Ein ganzer Satz ist gut." },
        userName: "Benutzername",
        submit: "Passwort speichern",
        skip: "Weiter ohne eigenes Passwort",
        skipNote: "Sie können das später unter „Ihr Konto“ nachholen.",
        failed: "Das Passwort ist noch nicht gespeichert",
        missing: "Geben Sie ein neues Passwort ein.",
        objection: { objection in
            switch objection {
            case .tooShort(let minimum): "Das Passwort ist zu kurz. Nehmen Sie mindestens \(minimum) Zeichen."
            case .tooLong: "Das Passwort ist zu lang. Bis zu 1000 Zeichen sind möglich."
            case .common:
                "Dieses Passwort steht auf Listen, mit denen Angreifende zuerst raten. Wählen Sie ein anderes."
            case .containsUserName, .containsEMail:
                "Das Passwort enthält Ihren Namen oder Ihre Adresse. Wählen Sie etwas, das andere nicht über Sie wissen."
            case .containsServiceName: "Das Passwort enthält den Namen dieser Seite. Wählen Sie etwas anderes."
            case .repetition: "Das Passwort wiederholt nur ein kurzes Stück. Nehmen Sie verschiedene Wörter."
            case .sequence: "Das Passwort folgt dem Alphabet oder der Tastatur. Nehmen Sie verschiedene Wörter."
            }
        },
        busy: "Im Moment ist viel los. Bitte versuchen Sie es gleich noch einmal.",
        stale: "Sie haben sich inzwischen neu angemeldet. Geben Sie das Passwort noch einmal ein.")

    static let english = Texts.Password(
        choose: "Choose your own password",
        change: "Change your password",
        offer:
            "You signed in with the password from the e-mail. It works for one day at most after it was first used. If "
            + "you come back more often, choose one of your own now.",
        demand: "You signed in with the password from the e-mail. Before you go on, please choose one of your own.",
        changeIntro: "The new password counts at once. Other devices will be signed out.",
        label: "New password",
        rule: { "At least \($0) characters. A whole sentence is good." },
        userName: "User name",
        submit: "Save password",
        skip: "Go on without a password of your own",
        skipNote: "You can do this later under “Your account”.",
        failed: "The password is not saved yet",
        missing: "Enter a new password.",
        objection: { objection in
            switch objection {
            case .tooShort(let minimum): "The password is too short. Use at least \(minimum) characters."
            case .tooLong: "The password is too long. Up to 1000 characters are possible."
            case .common: "This password is on the lists that attackers try first. Choose another one."
            case .containsUserName, .containsEMail:
                "The password contains your name or address. Choose something others do not know about you."
            case .containsServiceName: "The password contains the name of this site. Choose something else."
            case .repetition: "The password only repeats a short piece. Use different words."
            case .sequence: "The password follows the alphabet or the keyboard. Use different words."
            }
        },
        busy: "Much is going on at this moment. Please try again shortly.",
        stale: "You have signed in anew meanwhile. Enter the password once more.")
}
