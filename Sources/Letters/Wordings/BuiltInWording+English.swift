extension BuiltInWording {
    static func english(_ kind: OutboxMail.Kind) -> String {
        switch kind {
        case .credentials:
            """
            Subject: Your access to the presentations: {topic}

            Dear {name},

            You are receiving this message because we have set up access to the presentations of our events for you.

            It covers:
            {admissions}

            Please sign in on this page:

            {sign-in-page}

            User name: {user-name}
            Password: {password}

            The password is valid until {valid-until}, and for 24 hours after you first sign in with it. It is best to \
            choose one of your own once you have signed in. Capital and small letters and the hyphens make no \
            difference when you type it. If it has expired, we will gladly send you a new one.

            A password that you have already stays valid until you sign in with this one. If you did not expect this \
            message, there is nothing you need to do: nothing changes.

            If you have any questions, simply reply to this e-mail or contact us.

            Kind regards

            {office}

            """
        case .newCredentials:
            """
            Subject: Your new password: {service}

            Dear {name},

            You are receiving this message because a new password was requested for your access to the presentations.

            Please sign in on this page:

            {sign-in-page}

            User name: {user-name}
            Password: {password}

            The password is valid until {valid-until}, and for 24 hours after you first sign in with it. It is best to \
            choose one of your own once you have signed in. Capital and small letters and the hyphens make no \
            difference when you type it.

            Your access covers:
            {admissions}

            If you did not request a new password, there is nothing you need to do: nothing changes. The password that \
            you have stays valid until you sign in with the new one.

            If you have any questions, simply reply to this e-mail or contact us.

            Kind regards

            {office}

            """
        case .passwordChanged:
            """
            Subject: Your password was changed: {service}

            Dear {name},

            On {time}, a password of your own was set for your access to the presentations.

            Earlier passwords no longer work, and you were signed out on all other devices. Your user name is still \
            {user-name}.

            If this was you, there is nothing you need to do.

            If it was not you, please reply to this e-mail soon or contact us. We will close the access and send you a \
            new password.

            Kind regards

            {office}

            """
        case .addressChanged:
            """
            Subject: Your e-mail address was changed: {service}

            Dear {name},

            On {time}, we changed the e-mail address of your access to the presentations. It is your user name, too.

            Until now: {old-address}
            From now on: {new-address}

            To protect your data, the other one of the two addresses is shortened here.

            You were signed out on all devices. From now on, please sign in with the new address:

            {sign-in-page}

            If you have a password of your own, it stays valid. Passwords from earlier e-mails no longer work; if one of \
            them was still open, a new one goes to the new address.

            If you did not expect this change, please reply to this e-mail soon or contact us.

            Kind regards

            {office}

            """
        case .accessRevoked:
            """
            Subject: Your access has ended: {service}

            Dear {name},

            On {time}, we ended your access to the presentations.

            You cannot sign in any more; passwords from earlier e-mails no longer work. Your user name was \
            {user-name}. There is nothing you need to do.

            If this is unexpected, or you need the access again, simply reply to this e-mail or contact us.

            Kind regards

            {office}

            """
        case .admitted, .requestDeclined, .requestReceived, .requestsAnnounced, .requestsWaiting:
            englishAboutRequests(kind)
        case .accessCode:
            """
            Subject: Your code for the request: {service}

            Hello,

            On our site, somebody asked for access to the presentations with this e-mail address. The code confirms \
            that the address is yours. Only then do we see the request and answer it.

            Code: {code}

            Please enter it on this page, on another device if you like:

            {code-page}

            The code is valid until {valid-until}. Capital and small letters and the hyphens make no difference.

            If you did not ask for access, there is nothing you need to do: without the code nobody sees the request, \
            and after a day we delete it.

            If you have any questions, simply reply to this e-mail or contact us.

            Kind regards

            {office}

            """
        }
    }
}
