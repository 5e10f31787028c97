"""A real mail server for one test module: a private Postfix that listens on loopback and keeps all mail in a file.

It wants TLS and a signed-in user, refuses a line feed without carriage return, and sends real reports for mail that
cannot be delivered (`…@bounce.example`).
"""

import email
import email.policy
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time

import pytest

from certificates import Authority
from site_driver import PATIENCE, free_port

USER, PASSWORD = "nachlese@localhost", "s3cret pässwort"
DAEMONS = "/usr/lib/postfix/sbin"

# What a recipient's address brings about.
REFUSALS = {
    "unbekannt@fail.example": "550 5.1.1 no such user",
    "voll@fail.example": "452 4.2.2 mailbox full",
    "grau@fail.example": "450 4.2.0 greylisted, try again",
}

MAIN = """compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
myhostname = localhost
mydestination =
mynetworks =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = catch:
relay_transport = catch:
transport_maps = inline:{{ {{bounce.example = nouser:}} }}
maillog_file = {folder}/data/maillog
maillog_file_prefixes = {folder}
message_size_limit = 20480000
smtputf8_enable = yes
smtpd_tls_chain_files = {folder}/etc/server.key, {folder}/etc/server.pem
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = localhost
smtpd_forbid_bare_newline = reject
smtpd_forbid_bare_newline_exclusions =
smtpd_client_connection_rate_limit = 0
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_sender_restrictions = check_sender_access inline:{{ {{fremd@example.org = 553 5.7.1 not your address}} }}
smtpd_recipient_restrictions = check_recipient_access inline:{{ {refusals} }}, permit_sasl_authenticated, reject
"""

MASTER = """127.0.0.1:{starttls} inet n - n - - smtpd
127.0.0.1:{tls} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
pickup unix n - n 1 1 pickup
flush unix n - n 1000? 0 flush
postlog unix-dgram n - n - 1 postlogd
nouser unix - n n - - pipe
  user=nobody argv=/bin/sh -c {{echo 5.1.1 user unknown; exit 67}}
catch unix - n n - 1 pipe
  flags=DFORu null_sender= user=nobody argv=/bin/sh -c cat>>{folder}/mail/mbox
"""


class Postfix:
    """The instance, running; its certificate is for `localhost` and 127.0.0.1."""

    host, user, password = "localhost", USER, PASSWORD

    def __init__(self, authority):
        # Its processes, which are not root, must get there: pytest's own folders are closed to them.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nachlese-postfix-"))
        self.folder.chmod(0o755)
        self.authority = authority
        self.starttls, self.tls = free_port(), free_port()
        for name in ["etc", "etc/sasl", "spool", "data", "mail"]:
            (self.folder / name).mkdir(mode=0o755)
        shutil.chown(self.folder / "data", "postfix")
        shutil.chown(self.folder / "mail", "nobody")
        certificate = authority.issue("postfix", "localhost", "127.0.0.1")
        shutil.copy(certificate.chain, self.folder / "etc" / "server.pem")
        shutil.copy(certificate.key, self.folder / "etc" / "server.key")
        self._make_user()
        (self.folder / "etc" / "main.cf").write_text(MAIN.format(
            folder=self.folder, daemons=DAEMONS,
            refusals=" ".join("{" + f"{who} = {what}" + "}" for who, what in REFUSALS.items())))
        (self.folder / "etc" / "master.cf").write_text(MASTER.format(
            folder=self.folder, starttls=self.starttls, tls=self.tls))
        self._postfix("start")
        for port in [self.starttls, self.tls]:
            self._wait_for(port)

    def _make_user(self):
        # Debian's Postfix looks for this folder beside main.cf, whatever the setting for it says.
        database = self.folder / "etc" / "sasl" / "db"
        (self.folder / "etc" / "sasl" / "smtpd.conf").write_text(
            f"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: {database}\n")
        name, realm = self.user.split("@")
        # A line end would become a part of the password.
        subprocess.run(["saslpasswd2", "-p", "-c", "-f", database, "-u", realm, name],
                       input=self.password.encode(), check=True, capture_output=True)
        shutil.chown(database, group="postfix")
        database.chmod(0o640)

    def _postfix(self, command):
        done = subprocess.run(["postfix", "-c", self.folder / "etc", command], capture_output=True, timeout=PATIENCE)
        assert done.returncode == 0, f"{done.stderr.decode()}\n{self.log}"

    def _wait_for(self, port):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
                return
            except ConnectionRefusedError:
                assert time.monotonic() < deadline, self.log
                time.sleep(0.05)

    @property
    def log(self):
        path = self.folder / "data" / "maillog"
        return path.read_text() if path.exists() else ""

    def settings(self, **more):
        """Settings that lead here by STARTTLS."""
        return {"mail_transport": "smtp", "smtp_host": self.host, "smtp_port": self.starttls,
                "smtp_security": "starttls", "smtp_user": self.user, "smtp_password_file": "smtp-password",
                "smtp_ca_file": self.authority.certificate, **more}

    def stored(self):
        """All mails so far, each with its envelope in the fields that Postfix adds."""
        path = self.folder / "mail" / "mbox"
        octets = path.read_bytes() if path.exists() else b""
        parts = re.split(rb"(?:\A|\n)From \S.*\n", octets)[1:]
        # As text, since Python takes octets beyond ASCII in a header for damage.
        return [email.message_from_string(part.decode(), policy=email.policy.SMTPUTF8) for part in parts]

    def wait_for(self, recipient, count=1):
        """The mails to somebody, as soon as there are enough."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = [mail for mail in self.stored() if recipient in str(mail["X-Original-To"])]
            if len(found) >= count:
                return found
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    def stop(self):
        self._postfix("stop")
        shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def postfix(tmp_path_factory):
    assert os.geteuid() == 0, "a private Postfix needs root"
    house = Postfix(Authority(tmp_path_factory.mktemp("mail-authority")))
    yield house
    house.stop()
