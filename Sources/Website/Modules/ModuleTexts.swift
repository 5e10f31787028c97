/// The start page, series, modules and their presentations.
struct ModuleTexts: PageTexts {
    let lead: String
    let newest: String
    let noSeries: String
    let noModules: String
    let series: String
    let modules: String
    /// A module's number and title; the number may be empty.
    let title: @Sendable (String, String) -> String
    let number: @Sendable (String) -> String
    let noReport: String
    let presentations: String
    let count: @Sendable (Int) -> String
    let noPresentations: String
    let afterSigningIn: String
    let notIncluded: String
    let openToAll: String
    let view: String
    let asked: String
    let askedButLocked: String
    let getHeading: String
    let getText: String
    let getButton: String
    /// A link to where new credentials are asked for follows.
    let noPassword: String
    /// On the button that copies the address of the page, and what follows.
    let copy: String
    let copied: String
    let notAdmittedHeading: String
    let notAdmittedText: String
    let neighbours: String
    let previous: String
    let next: String
}

extension ModuleTexts {
    static let german = ModuleTexts(
        lead: "Berichte und Präsentationen unserer Veranstaltungen zum Nachlesen.",
        newest: "Zuletzt erschienen",
        noSeries: "Noch ist kein Bericht veröffentlicht. Schauen Sie gern nach der ersten Veranstaltung wieder vorbei.",
        noModules:
            "Zu dieser Reihe ist noch kein Bericht veröffentlicht. Er erscheint hier nach der ersten Veranstaltung.",
        series: "Reihe",
        modules: "Module",
        title: { $0.isEmpty ? $1 : "Modul \($0): \($1)" },
        number: { "Modul \($0)" },
        noReport: "Der Bericht folgt in Kürze.",
        presentations: "Präsentationen",
        count: {
            $0 == 0 ? "Noch keine Präsentationen" : $0 == 1 ? "1\u{A0}Präsentation" : "\($0)\u{A0}Präsentationen"
        },
        noPresentations: "Die Präsentationen folgen. Sobald die Referierenden sie freigegeben haben, stehen sie hier.",
        afterSigningIn: "nach Anmeldung",
        notIncluded: "in Ihrem Zugang nicht enthalten",
        openToAll: "ohne Anmeldung",
        view: "Ansehen",
        asked: "Diese Präsentation hatten Sie ausgewählt. Sie können sie jetzt herunterladen.",
        askedButLocked: "Diese Präsentation hatten Sie ausgewählt.",
        getHeading: "Präsentationen herunterladen",
        getText: "Wer teilgenommen hat, meldet sich mit den Zugangsdaten aus unserer E-Mail an.",
        getButton: "Anmelden",
        noPassword: "Ihr Passwort ist verloren oder nicht angekommen?",
        copy: "Link kopieren",
        copied: "Der Link ist kopiert.",
        notAdmittedHeading: "Diese Präsentationen gehören nicht zu Ihrem Zugang",
        notAdmittedText:
            "Wenn Sie teilgenommen haben oder sich dafür interessieren, schalten wir sie gern für Sie frei.",
        neighbours: "Weitere Module dieser Reihe",
        previous: "Vorheriges Modul",
        next: "Nächstes Modul")

    static let english = ModuleTexts(
        lead: "Reports and presentations of our events, to come back to.",
        newest: "Most recent",
        noSeries: "No report has been published yet. Please come back after the first event.",
        noModules: "No report of this series has been published yet. It will appear here after the first event.",
        series: "Series",
        modules: "Modules",
        title: { $0.isEmpty ? $1 : "Module \($0): \($1)" },
        number: { "Module \($0)" },
        noReport: "The report will follow shortly.",
        presentations: "Presentations",
        count: { $0 == 0 ? "No presentations yet" : $0 == 1 ? "1\u{A0}presentation" : "\($0)\u{A0}presentations" },
        noPresentations: "The presentations will follow. They appear here as soon as the speakers have released them.",
        afterSigningIn: "after signing in",
        notIncluded: "not included in your access",
        openToAll: "no sign-in needed",
        view: "View",
        asked: "This is the presentation you chose. You can download it now.",
        askedButLocked: "This is the presentation you chose.",
        getHeading: "Download the presentations",
        getText: "If you took part, sign in with the user name and password from our e-mail.",
        getButton: "Sign in",
        noPassword: "Your password is lost or has not arrived?",
        copy: "Copy link",
        copied: "The link is copied.",
        notAdmittedHeading: "These presentations are not part of your access",
        notAdmittedText: "If you took part or are interested, we will gladly open them for you.",
        neighbours: "Other modules of this series",
        previous: "Previous module",
        next: "Next module")
}

/// What a member has, and what is new to them.
struct DownloadStatusTexts: PageTexts {
    /// New since the visit that ended on a day.
    let newSince: @Sendable (String) -> String
    /// The same of a file that replaced one which the member has.
    let newVersionSince: @Sendable (String) -> String
    let begun: String
    let earlierVersion: String
    /// Had since a day.
    let complete: @Sendable (String) -> String
    let newCount: @Sendable (Int) -> String
    /// So many of so many.
    let completeCount: @Sendable (Int, Int) -> String
    let allComplete: String
    /// Replaced on a day.
    let updated: @Sendable (String) -> String
}

extension DownloadStatusTexts {
    static let german = DownloadStatusTexts(
        newSince: { "Neu seit Ihrem letzten Besuch am \($0)" },
        newVersionSince: { "Neue Fassung seit Ihrem letzten Besuch am \($0)" },
        begun: "Begonnen, noch nicht ganz heruntergeladen",
        earlierVersion: "Sie haben eine frühere Fassung",
        complete: { "Von Ihnen heruntergeladen am \($0)" },
        newCount: { "\($0) neu seit Ihrem letzten Besuch" },
        completeCount: { "\($0) von \($1) heruntergeladen" },
        allComplete: "Alles heruntergeladen",
        updated: { "aktualisiert am \($0)" })

    static let english = DownloadStatusTexts(
        newSince: { "New since your last visit on \($0)" },
        newVersionSince: { "New version since your last visit on \($0)" },
        begun: "Begun, not downloaded completely",
        earlierVersion: "You have an earlier version",
        complete: { "Downloaded by you on \($0)" },
        newCount: { "\($0) new since your last visit" },
        completeCount: { "\($0) of \($1) downloaded" },
        allComplete: "All downloaded",
        updated: { "updated on \($0)" })
}

extension PageContext {
    var moduleTexts: ModuleTexts { .of(language) }
    var downloadStatusTexts: DownloadStatusTexts { .of(language) }
}
