/// A way by which mail leaves this program.
package protocol MailTransport: Sendable {
    /// Hands a mail over, or says why not.
    ///
    /// Returning means that the next hop has taken responsibility (RFC 5321 section 6.1). After an error
    /// ``MailDeliveryError/persistence`` says whether the same mail, with the same identifier, may be tried again.
    func deliver(_ mail: RenderedMail) async throws(MailDeliveryError)

    /// Lets go of what was kept open for further mails; the next delivery opens it anew.
    func finish() async

    /// Ends waits soon, because the process is to end: what cannot be finished fails as ``MailFault/stopping``, and so
    /// does every delivery from then on.
    func stop() async
}

extension MailTransport {
    package func finish() async {}
    package func stop() async {}
}
