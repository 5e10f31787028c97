extension BuiltInWording {
    /// The mails about requests for access.
    static func englishAboutRequests(_ kind: OutboxMail.Kind) -> String {
        switch kind {
        case .requestDeclined:
            """
            Subject: Your request {reference}: {service}

            Hello,

            Thank you for your request {reference} and for your interest in the presentations of our events.

            We are sorry that we cannot set up access for you.

            {reason}

            You can still read the reports of our events without access:

            {site}

            Did we overlook something, or do you have any questions? Then simply reply to this e-mail or contact us. If \
            you did not request anything, there is nothing you need to do.

            Kind regards

            {office}

            """
        case .requestReceived:
            """
            Subject: Your message has arrived: {reference}

            Hello,

            Your message has reached us. We keep it under the number {reference}.

            If it is about access to the presentations, we will send the credentials to this address, usually within two \
            working days. There is nothing else you need to do.

            This reply was sent automatically, at most once a day. If you did not write to us, somebody gave your address \
            as the sender; then simply delete this e-mail.

            Kind regards

            {office}

            """
        case .requestsAnnounced:
            """
            Subject: New requests for access ({count}): {service}

            Hello,

            New requests for access to the presentations: {count}. What they say was typed by the persons themselves.

            {requests}

            All open requests are shown by "nachlese request list". A decision can be taken back for a short time: \
            "nachlese request undo" with the number.

            {office}

            """
        case .requestsWaiting:
            """
            Subject: Requests for access are waiting ({count}): {service}

            Hello,

            Nobody has answered these requests for access to the presentations yet: {count}. What they say was typed by \
            the persons themselves.

            {requests}

            All open requests are shown by "nachlese request list".

            {office}

            """
        case .admitted, .credentials, .newCredentials, .passwordChanged, .addressChanged, .accessRevoked, .accessCode:
            """
            Subject: Your access was extended: {service}

            Dear {name},

            You are receiving this message because we have extended your access to the presentations of our events.

            It now covers:
            {admissions}

            Please sign in with your password as before; your user name is {user-name}:

            {sign-in-page}

            If you do not have your password at hand, you can request a new one on that page. If you did not expect this \
            message, there is nothing you need to do.

            If you have any questions, simply reply to this e-mail or contact us.

            Kind regards

            {office}

            """
        }
    }
}
