"""aiosmtpd as a mail server that refuses some recipients, and that offers to take passwords in clear."""

import ssl

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from misbehaving_server import MESSAGES, PASSWORD, RECIPIENTS, USER, Mail
from site_driver import PATIENCE, free_port


class Refusing:
    def __init__(self):
        self.mails = []
        self.attempts = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = RECIPIENTS.get(address.split("@")[0])
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        [recipient] = envelope.rcpt_tos
        answer = MESSAGES.get(recipient.split("@")[0])
        if answer:
            return answer
        self.mails.append(Mail(envelope.mail_from, recipient, envelope.original_content, session.ssl is not None))
        return "250 2.0.0 kept"


class Aiosmtpd(Controller):
    """On loopback from `with` on; without a certificate it offers AUTH without TLS."""

    def __init__(self, certificate=None):
        self.secure = None
        if certificate:
            self.secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.secure.load_cert_chain(certificate.chain, certificate.key)
        super().__init__(Refusing(), hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE)

    def factory(self):
        return SMTP(
            self.handler, hostname="localhost", tls_context=self.secure, require_starttls=bool(self.secure),
            authenticator=self._authenticate, auth_required=True, auth_require_tls=bool(self.secure),
            enable_SMTPUTF8=True)

    def _authenticate(self, server, session, envelope, mechanism, data):
        self.handler.attempts.append((mechanism, session.ssl is not None))
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def settings(self, authority, **more):
        return {"mail_transport": "smtp", "smtp_host": "localhost", "smtp_port": self.port,
                "smtp_security": "starttls", "smtp_user": USER, "smtp_password_file": "smtp-password",
                "smtp_ca_file": authority.certificate, "smtp_timeout": 30, **more}
