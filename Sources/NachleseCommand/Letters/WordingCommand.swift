import ArgumentParser
import Letters

/// `nachlese mail wording`: what mails say, and how the office changes it.
struct WordingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wording", abstract: "Wordings: what mails say, built in or in the office's own words.",
        discussion: """
            A wording is a text file in the folder 'wording' of the data folder, named after the mail and its language, \
            such as credentials.de.txt. Its first line is 'Subject: …' or 'Betreff: …', then comes an empty line, then \
            the text. A line stays a line; an empty line ends a paragraph; '- ' begins an item of a list; '{name}' is \
            replaced; '{{' and '}}' are the braces themselves. A line whose placeholder has nothing to say is left out.

            A changed file is in force with the next mail, also of a running server. From a broken one nothing is \
            taken: the wording before it stays. Without the file the built-in wording is back.

            PLACEHOLDERS
            \(placeholders)

            Which of them a mail has, 'nachlese mail wording init' says. With a password in it, a mail needs the lines \
            'Benutzername: {user-name}' and 'Passwort: {password}', in English 'User name: …' and 'Password: …'.

            EXAMPLES
              nachlese mail wording init credentials
              nachlese mail wording check
              nachlese mail preview credentials
            """,
        subcommands: [List.self, Show.self, Check.self, Begin.self])

    private static let placeholders = Placeholder.allCases.map { placeholder in
        let written = placeholder.written
        return "  \(written)\(String(repeating: " ", count: 16 - written.utf8.count))\(placeholder.meaning)"
    }.joined(separator: "\n")
}
