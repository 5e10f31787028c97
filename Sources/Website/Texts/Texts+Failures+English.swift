extension Texts.Failures {
    static let english = Texts.Failures(
        notFound: Text(
            title: "There is no such page",
            text: "Nothing can be found at this address.",
            advice: [
                "Check the address, above all its end: e-mails sometimes cut it off.",
                "The page may have moved. The overview leads to all series and modules.",
            ]),
        withdrawn: Text(
            title: "This was withdrawn",
            text:
                "What you are looking for was here once and is no longer offered, for example because the speaker asked "
                + "for that."),
        restOfModule: "To the report and the other presentations of this module",
        notAdmitted: {
            Text(
                title: "This presentation is not part of your access",
                text: "It belongs to “\($0)”. You are signed in, but this module is not open to you.",
                advice: [
                    "If you have several e-mail addresses, the access may belong to another one. Then sign out, and "
                        + "sign in with that."
                ])
        },
        covers: "Your access covers:",
        coversNothing: "At present no module is open to you.",
        wrongMethod: Text(
            title: "This cannot be done here",
            text: "This address is meant for something else.",
            advice: ["Go back one page and try once more from there."]),
        foreignForm: Text(
            title: "The form did not come from this site",
            text: "For your safety nothing has been done.",
            advice: ["Open the page anew and send the form once more from there."]),
        staleForm: Text(
            title: "The form was no longer valid",
            text: "You have signed in anew meanwhile, perhaps in another window. Nothing has been done.",
            advice: ["Go back one page, reload it, and send the form once more."]),
        malformed: Text(
            title: "This request could not be understood",
            text: "Your browser sent something that made no sense. Nothing has been done.",
            advice: ["Open the page once more, best from the overview."]),
        tooLarge: Text(
            title: "This was too much at once",
            text: "What was sent is larger than it may be here: 64\u{A0}kB at most, some pages of text.",
            advice: [
                "Go back one page and shorten the text.",
                "Files cannot be uploaded here. Please send us by e-mail what you would like to give us.",
            ]),
        addressTooLong: Text(
            title: "This address is too long",
            text: "The link holds more than an address may hold here.",
            advice: ["It may have been copied wrongly. The overview is a good place to begin."]),
        headTooLarge: Text(
            title: "Your browser sends too much along",
            text: "With every request a browser tells something about itself, and yours tells more than is taken here.",
            advice: ["It mostly helps to delete this site's cookies in the settings of the browser."]),
        tooMany: Text(
            title: "These were too many requests",
            text: "In a short time more came from your network than we take.",
            advice: ["Wait some minutes, then try once more."]),
        timedOut: Text(
            title: "This took too long",
            text: "What you sent did not arrive completely.",
            advice: ["Check your connection and send the form once more."]),
        misdirected: Text(
            title: "This address is not served here",
            text: "The site cannot be reached by this name.",
            advice: ["Use the address in our e-mail."]),
        notSupported: Text(
            title: "This server does not understand that",
            text: "Your program asked for something that is not offered here.",
            advice: ["Try another browser."]),
        busy: Text(
            title: "Very much is going on at this moment",
            text: "The site cannot answer right now. That mostly passes within seconds.",
            advice: [
                "Wait a moment and reload the page.",
                "You were about to send a form? Go back one page: what you wrote is mostly still there.",
            ]),
        broken: Text(
            title: "Something went wrong",
            text: "The fault is ours and has been noted under this number.",
            advice: [
                "Please try again in some minutes.",
                "If it stays like this, please tell us, and give the number.",
            ]),
        incident: "Incident number",
        whatToDo: "What you can do",
        whomToAsk: "Whom to ask",
        orCall: { "or call \($0)" },
        contactBelow: "You find everything at the end of this page.",
        overview: "To the overview",
        askForAccess: "Ask for access")
}
