import Codecs
import Testing

@testable import Mail

struct ReturnedMailTests {
    private func read(_ text: String) -> ReturnedMail {
        ReturnedMail(Sample.bytes(text))
    }

    @Test(
        "Reports of Postfix, Exim, Exchange Online and Gmail are understood",
        arguments: [
            (
                Sample.postfix, "erika@haus.example", "5.1.1",
                "550 5.1.1 <erika@haus.example>: Recipient address rejected: User unknown"
            ),
            (Sample.exim, "jo@amt.example", "5.2.2", "552-5.2.2 mailbox is full 552 5.2.2 ask its owner"),
            (
                Sample.exchange, "kim.beispiel@kreis.example", "5.1.10",
                "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient kim.beispiel@kreis.example not found by SMTP "
                    + "address lookup"
            ),
            (
                Sample.gmail, "nuri@post.example", "5.1.1",
                "550-5.1.1 The email account that you tried to reach does not exist. Please try 550 5.1.1 "
                    + "double-checking the address - gsmtp"
            ),
        ])
    func systems(mail: String, recipient: String, status: String, diagnostic: String) throws {
        let returned = read(mail)
        #expect(returned.addressees.first == Sample.tagged)
        let report = try #require(returned.report)
        #expect(report.recipients.count == 1)
        let failure = try #require(report.failure)
        #expect(failure.finalRecipient == recipient)
        #expect(failure.status?.description == status)
        #expect(failure.diagnostic == diagnostic)
        // The line ends are none of the reader's business.
        #expect(ReturnedMail(Array(mail.utf8)) == returned)
    }

    @Test("The status part may be encoded", arguments: ["base64", "Quoted-Printable", "8bit"])
    func encodings(encoding: String) throws {
        let plain =
            "Reporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; b@c.example\nAction: failed\nStatus: 5.2.1\n"
        let status =
            switch encoding {
            case "base64": Base64.padded.encode(Array(plain.utf8))
            case "8bit": plain
            default:
                plain.replacing("failed", with: "fai=\nled").replacing("b@c", with: "b=40c").replacing(
                    "5.2.1", with: "5.2.1  ")
            }
        let failure = try #require(read(Sample.report(status: status, encoding: encoding)).report?.failure)
        #expect(failure.finalRecipient == "b@c.example" && failure.status?.description == "5.2.1")
    }

    @Test(
        "Only a failure is one",
        arguments: [
            ("Action: delayed\nStatus: 4.4.1", RecipientReport.Action.delayed), ("Action: DELIVERED", .delivered),
            ("Action: relayed (to a fax)", .relayed), ("Action: expanded\nStatus: 5.1.1", .expanded),
            ("Status: 4.2.2", .delayed), ("Status: 2.0.0", .delivered),
        ])
    func actions(fields: String, action: RecipientReport.Action) throws {
        let report = try #require(read(Sample.report(status: "Final-Recipient: rfc822; a@b.example\n" + fields)).report)
        #expect(report.recipients.first?.action == action)
        #expect(report.failure == nil)
    }

    @Test("The failure of one recipient among several is found, and a missing action is told from the status")
    func several() throws {
        let status = """
            Reporting-MTA: dns; a.example

            Final-Recipient: rfc822; a@b.example
            Action: delivered
            \t
            Final-Recipient: rfc822; c@b.example
            Status: 5.4.7 (too late)
            """
        let report = try #require(read(Sample.report(status: status)).report)
        #expect(report.recipients.count == 2)
        #expect(report.failure?.finalRecipient == "c@b.example")
        #expect(report.failure?.status?.description == "5.4.7")
    }

    @Test(
        "A mail that is no delivery report is none",
        arguments: [
            "", "\n\n", "To: \(Sample.tagged)\nSubject: Abwesenheit\n\nIch bin im Urlaub.\n",
            "To: a@b.example\nContent-Type: text/plain\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n",
            "Content-Type: multipart/report\n\n--\nContent-Type: message/delivery-status\n\nAction: failed\n",
            // Whoever returns a report as an attachment reports nothing.
            "Content-Type: message/rfc822\n\n" + Sample.postfix,
            Sample.report(status: "Reporting-MTA: dns; a.example"), Sample.report(status: ""),
            Sample.report(status: "Final-Recipient", encoding: "base64"),
        ])
    func others(mail: String) {
        #expect(read(mail).report == nil)
    }

    @Test("Boundaries may be quoted, escaped, or without the quotation marks that they need")
    func boundaries() {
        let status = "Final-Recipient: rfc822; a@b.example\nAction: failed"
        let mail = Sample.report(status: status, boundary: "=_a b:c")
        #expect(read(mail).report?.failure != nil)
        #expect(
            read(mail.replacing("\"=_a b:c\"", with: "\"=_a\\ b:c\" (a \"comment\" (in it)) ; x=y")).report?.failure
                != nil)
        let bare = Sample.report(status: status, boundary: "=_a:c").replacing("\"=_a:c\"", with: "=_a:c")
        #expect(read(bare).report?.failure != nil)
        // A boundary is a whole line.
        #expect(read(Sample.report(status: status + "\n--=_a", boundary: "=_ab")).report?.failure != nil)
    }

    @Test("Addresses come from the fields of delivery, those of the envelope first")
    func addressees() {
        let mail = """
            From: daemon@a.example
            To: "Doe, J" <j@a.example>,
             bounces+x@b.example (comment c@d.example)
            X-Original-To: first@b.example
            Subject: not@this.example
            Cc: \(String(repeating: "a", count: 400))@b.example, ü@b.example

            To: body@a.example
            """
        #expect(
            read(mail).addressees == [
                "first@b.example", "j@a.example", "bounces+x@b.example", "c@d.example", "@b.example",
            ])
    }

    @Test("What lies beyond the limits is not seen, and nothing takes long")
    func limits() {
        var nested = "Content-Type: multipart/mixed; boundary=b0\n\n"
        for level in 1...1000 { nested += "--b\(level - 1)\nContent-Type: multipart/mixed; boundary=b\(level)\n\n" }
        #expect(read(nested + "--b1000\nContent-Type: message/delivery-status\n\nAction: failed\n").report == nil)

        let parts = String(repeating: "--b\n\nx\n", count: 100_000)
        let status = "--b\nContent-Type: message/delivery-status\n\nAction: failed\n"
        #expect(read("Content-Type: multipart/mixed; boundary=b\n\n" + parts + status).report == nil)

        let fields = String(repeating: "To: a@b.example\n", count: 60_000)
        #expect(read(fields).addressees.count == 100)
        #expect(read("To: a@b.example\n" + String(repeating: " x@b.example\n", count: 60_000)).addressees.count == 100)

        let filler = String(repeating: "x\n", count: ReturnedMail.maximumBytes / 2)
        #expect(read("Content-Type: multipart/mixed; boundary=b\n\n" + filler + status).report == nil)

        let groups = String(repeating: "Action: failed\n\n", count: 4000)
        #expect(read(Sample.report(status: groups)).report?.recipients.count == 100)
        #expect(read("Content-Type: multipart/x" + String(repeating: "(", count: 100_000)).report == nil)
    }

    @Test("What a mail system says becomes one clean line")
    func diagnostics() throws {
        let status =
            "Action: failed\nDiagnostic-Code: smtp; 550 \u{1B}[31m\u{202E}" + String(repeating: "x", count: 5000)
        let diagnostic = try #require(read(Sample.report(status: status)).report?.failure?.diagnostic)
        #expect(diagnostic.unicodeScalars.count == 500)
        #expect(diagnostic.hasPrefix("550  [31m x"))
    }
}
