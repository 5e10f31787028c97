/// Returned mails in the shape of several mail systems, written for these tests; nobody in them exists.
enum Sample {
    static let tagged = "bounces+0123456789abcdef0123456789abcdef.abcdefghij234567@folien.example"

    /// Lines joined as SMTP does.
    static func bytes(_ text: String) -> [UInt8] {
        Array(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8)
    }

    static let postfix = """
        Return-Path: <>
        X-Original-To: \(tagged)
        Delivered-To: nachlese@folien.example
        Received: by relay.example (Postfix)
        \tid 4R7xkq0Zz1z9x; Thu,  2 Feb 2017 12:00:07 +0100 (CET)
        Date: Thu,  2 Feb 2017 12:00:07 +0100 (CET)
        From: MAILER-DAEMON@relay.example (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        To: \(tagged)
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
        \tboundary="4R7xkq0Zz1z9w.1486033207/relay.example"
        Message-Id: <20170202110007.4R7xkq0Zz1z9x@relay.example>

        This is a MIME-encapsulated message.

        --4R7xkq0Zz1z9w.1486033207/relay.example
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        The mail system gave up on this message.

        <erika@haus.example>: host mx.haus.example[192.0.2.25] said: 550 5.1.1
            <erika@haus.example>: Recipient address rejected: User unknown (in reply
            to RCPT TO command)

        --4R7xkq0Zz1z9w.1486033207/relay.example
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relay.example
        X-Postfix-Queue-ID: 4R7xkq0Zz1z9w
        X-Postfix-Sender: rfc822; \(tagged)
        Arrival-Date: Thu,  2 Feb 2017 12:00:06 +0100 (CET)

        Final-Recipient: rfc822; erika@haus.example
        Original-Recipient: rfc822;erika@haus.example
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mx.haus.example
        Diagnostic-Code: smtp; 550 5.1.1 <erika@haus.example>: Recipient address
            rejected: User unknown

        --4R7xkq0Zz1z9w.1486033207/relay.example
        Content-Description: Undelivered Message
        Content-Type: message/rfc822

        Return-Path: <\(tagged)>
        From: =?utf-8?q?B=C3=BCro?= <folien@folien.example>
        Subject: Ihr Zugang
        Content-Type: multipart/report; boundary="4R7xkq0Zz1z9w.1486033207/relay.example"

        Guten Tag,

        --4R7xkq0Zz1z9w.1486033207/relay.example--

        """

    static let exim = """
        Return-path: <>
        Envelope-to: \(tagged)
        Delivery-date: Thu, 02 Feb 2017 12:03:11 +0100
        Received: from Debian-exim by mail.verein.example with local (Exim 4.96)
        \tid 1pNabc-0001Xy-2z
        \tfor \(tagged); Thu, 02 Feb 2017 12:03:11 +0100
        X-Failed-Recipients: jo@amt.example
        Auto-Submitted: auto-replied
        From: Mail Delivery System <Mailer-Daemon@mail.verein.example>
        To: \(tagged)
        References: <abc@folien.example>
        Content-Type: multipart/report; report-type=delivery-status; boundary=1486033391-eximdsn-1804289383
        MIME-Version: 1.0
        Subject: Mail delivery failed: returning message to sender
        Message-Id: <E1pNabc-0001Xy-2z@mail.verein.example>
        Date: Thu, 02 Feb 2017 12:03:11 +0100

        --1486033391-eximdsn-1804289383
        Content-type: text/plain; charset=us-ascii

        A message that was sent could not be delivered to one or more recipients.

          jo@amt.example
            host mx.amt.example [192.0.2.7]
            SMTP error from remote mail server after end of data:
            552 5.2.2 mailbox is full

        --1486033391-eximdsn-1804289383
        Content-type: message/delivery-status

        Reporting-MTA: dns; mail.verein.example

        Action: failed
        Final-Recipient: rfc822;jo@amt.example
        Status: 5.0.0
        Remote-MTA: dns; mx.amt.example
        Diagnostic-Code: smtp; 552-5.2.2 mailbox is full
         552 5.2.2 ask its owner

        --1486033391-eximdsn-1804289383
        Content-type: message/rfc822

        Return-path: <\(tagged)>
        Subject: Ihr Zugang

        --1486033391-eximdsn-1804289383--
        """

    static let exchange = """
        From: <postmaster@kreis.example>
        To: <\(tagged)>
        Date: Thu, 2 Feb 2017 11:05:00 +0000
        Content-Type: multipart/report; report-type=delivery-status;
        \tboundary="_6d8a2f0e-1c5b-4f7e-9a55-0c0ffee0cafe_"
        Content-Language: de-DE
        Message-ID: <6d8a2f0e-1c5b@kreis.example>
        In-Reply-To: <abc@folien.example>
        Subject: Unzustellbar: Ihr Zugang zu den =?iso-8859-1?Q?Pr=E4sentationen?=
        Auto-Submitted: auto-replied
        X-MS-Exchange-Organization-SCL: -1
        X-Auto-Response-Suppress: All

        --_6d8a2f0e-1c5b-4f7e-9a55-0c0ffee0cafe_
        Content-Type: multipart/alternative; differences=Content-Type;
        \tboundary="_97a1b2c3-0000-4d4d-8e8e-0123456789ab_"

        --_97a1b2c3-0000-4d4d-8e8e-0123456789ab_
        Content-Type: text/plain; charset="utf-8"
        Content-Transfer-Encoding: base64

        SWhyZSBOYWNocmljaHQga29ubnRlIG5pY2h0IHp1Z2VzdGVsbHQgd2VyZGVuLg==

        --_97a1b2c3-0000-4d4d-8e8e-0123456789ab_
        Content-Type: text/html; charset="utf-8"
        Content-Transfer-Encoding: base64

        PHA+SWhyZSBOYWNocmljaHQ8L3A+

        --_97a1b2c3-0000-4d4d-8e8e-0123456789ab_--

        --_6d8a2f0e-1c5b-4f7e-9a55-0c0ffee0cafe_
        Content-Type: message/delivery-status

        Reporting-MTA: dns;AM0PR00MB0001.eurprd00.example
        Received-From-MTA: dns;relay.example
        Arrival-Date: Thu, 2 Feb 2017 11:04:58 +0000

        Final-Recipient: rfc822;kim.beispiel@kreis.example
        Action: failed
        Status: 5.1.10
        Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient
         kim.beispiel@kreis.example not found by SMTP address lookup
        X-Display-Name: Kim Beispiel

        --_6d8a2f0e-1c5b-4f7e-9a55-0c0ffee0cafe_
        Content-Type: message/rfc822

        Subject: Ihr Zugang

        --_6d8a2f0e-1c5b-4f7e-9a55-0c0ffee0cafe_--
        """

    static let gmail = """
        Delivered-To: \(tagged)
        From: Mail Delivery Subsystem <mailer-daemon@post.example>
        To: \(tagged)
        Auto-Submitted: auto-replied
        Subject: Delivery Status Notification (Failure)
        References: <abc@folien.example>
        X-Failed-Recipients: nuri@post.example
        Message-ID: <58930f00.1c69fb81.ba.GMR@mx.post.example>
        Date: Thu, 02 Feb 2017 03:10:24 -0800 (PST)
        Content-Type: multipart/report; boundary="0000000000001a2b3c054f8e9d0a"; report-type=delivery-status

        --0000000000001a2b3c054f8e9d0a
        Content-Type: multipart/related; boundary="0000000000001a2b3d054f8e9d0b"

        --0000000000001a2b3d054f8e9d0b
        Content-Type: multipart/alternative; boundary="0000000000001a2b3d054f8e9d0c"

        --0000000000001a2b3d054f8e9d0c
        Content-Type: text/plain; charset="UTF-8"

        The address was not found.

        --0000000000001a2b3d054f8e9d0c--
        --0000000000001a2b3d054f8e9d0b
        Content-Type: image/png; name="icon.png"
        Content-Transfer-Encoding: base64
        Content-ID: <icon.png>

        iVBORw0KGgo=
        --0000000000001a2b3d054f8e9d0b--
        --0000000000001a2b3c054f8e9d0a
        Content-Type: message/delivery-status

        Reporting-MTA: dns; post.example
        Received-From-MTA: dns; \(tagged)
        Arrival-Date: Thu, 02 Feb 2017 03:10:23 -0800 (PST)
        X-Original-Message-ID: <abc@folien.example>

        Final-Recipient: rfc822; nuri@post.example
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; smtp-in.post.example. (192.0.2.26, the server for the domain
         post.example.)
        Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not
         exist. Please try 550 5.1.1 double-checking the address - gsmtp
        Last-Attempt-Date: Thu, 02 Feb 2017 03:10:24 -0800 (PST)

        --0000000000001a2b3c054f8e9d0a
        Content-Type: message/rfc822

        Subject: Ihr Zugang

        --0000000000001a2b3c054f8e9d0a--
        """

    /// A report with a status part of one's own.
    static func report(status: String, encoding: String? = nil, boundary: String = "b") -> String {
        """
        To: \(tagged)
        Content-Type: multipart/report; boundary="\(boundary)"

        --\(boundary)
        Content-Type: message/delivery-status\(encoding.map { "\nContent-Transfer-Encoding: \($0)" } ?? "")

        \(status)
        --\(boundary)--
        """
    }
}
