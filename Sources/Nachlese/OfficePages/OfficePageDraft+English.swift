import Letters

extension OfficePageDraft {
    static func english(_ kind: OfficePageName.Kind) -> String {
        switch kind {
        case .imprint:
            """
            # Imprint

            Responsible for this site under section 5 of the German Digital Services Act (DDG):

            [[name of the organisation]]

            [[street and number]]

            [[postal code and town]]

            ## Represented by

            [[authorised representative, first and last name]]

            ## How to reach us

            - Telephone: [[telephone number]]
            - E-mail: [[e-mail address]]

            ## Register

            [[register, court and number]]

            ## Responsible for the reports

            Under section 18 (2) of the German Interstate Media Treaty: [[responsible person with address]]

            """
        case .privacy:
            """
            # Privacy

            What data this site processes, what for, and which rights you have.

            ## Controller

            [[name of the organisation]], [[street and number]], [[postal code and town]]. E-mail: [[e-mail address]]

            Data protection officer: [[name and address, or that none is appointed]]

            ## If you only read

            To deliver its pages the server processes your IP address as long as the connection lasts. Nobody gets a \
            cookie without signing in. The site loads nothing from other servers and does not count visits.

            The server's log notes faults and conspicuous attempts to sign in, the latter with the network they came \
            from. It is deleted after: [[period, for example 14 days]]

            ## If you have an account

            We store your name, your e-mail address, your organisation if you gave one, your language, which modules \
            are open to you, which presentations you downloaded, and which e-mails about this we sent you. Your \
            password is stored only as a check value from which it cannot be computed.

            After you sign in, the site sets one cookie that signing in needs. It ends when you sign out, and after 30 \
            days at the latest.

            The purpose is to provide the presentations of the events to you. Legal basis: \
            [[legal basis, for example article 6 (1) (b) GDPR]]

            Your data are deleted: [[when, for example two years after the last module of the series]]

            ## If you ask for access

            We process what you tell us in order to answer your request. Requests are deleted 90 days after they were \
            decided.

            ## Recipients

            We do not pass your data on. The servers are run on our behalf by: [[provider, or nobody]]

            ## Your rights

            You may ask for access to your data, for their rectification, erasure or restriction, and receive them in \
            a common format. You may object to processing based on legitimate interests. An e-mail to us is enough.

            You may also complain to a supervisory authority, for example: [[supervisory authority with address]]

            """
        case .accessibility:
            """
            # Accessibility

            This site is meant to be usable by everybody: with the keyboard, with a screen reader, on small screens, \
            strongly enlarged, and without a script. This statement is about [[address of this site]].

            ## Status

            The yardstick is the Web Content Accessibility Guidelines (WCAG) 2.2, level AA. The assessment rests on: \
            [[own assessment or by whom, with the date]]

            ## What is not accessible yet

            - Presentations come from their speakers. Not every one can be read aloud. On request we obtain an \
            accessible version, or describe the content to you.
            - [[other known barriers, or delete this line]]

            ## If you get no answer

            If our answer does not satisfy you, you may turn to: [[enforcement or arbitration body with address]]

            """
        case .contact:
            """
            # Contact

            You are looking for your user name and password, for a presentation, or for somebody who answers your \
            question? Write to us, or call us.

            By telephone you reach us: [[days and hours]]

            """
        }
    }
}
