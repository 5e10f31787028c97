"""An authority of the tests' own and certificates from it, made by openssl as a real one makes them."""

import dataclasses
import pathlib
import subprocess

LEAF = """basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
crlDistributionPoints = URI:http://authority.example.org/revoked.crl
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = {names}
"""


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@dataclasses.dataclass
class Certificate:
    """A chain and its key, both PEM files."""

    chain: pathlib.Path
    key: pathlib.Path

    @property
    def fingerprint(self):
        """SHA-256 of the certificate, as bytes.hex() has it."""
        line = openssl("x509", "-in", self.chain, "-noout", "-fingerprint", "-sha256").decode()
        return line.strip().split("=")[1].replace(":", "").lower()

    def copy_to(self, other):
        """Puts these in the place of others, the chain first, as a renewal does: each file as a whole."""
        for source, target in [(self.chain, other.chain), (self.key, other.key)]:
            replace(target, source.read_bytes())


def replace(path, content):
    """Writes a file that nobody sees half written."""
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_bytes(content)
    new.rename(path)


class Authority:
    """Signs certificates, with P-256 keys all over since these are made in no time."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificate = self.folder / "authority.pem"
        self.key = self.folder / "authority.key"
        self._make_key(self.key)
        openssl("req", "-x509", "-new", "-key", self.key, "-sha256", "-days", 3650, "-subj", "/CN=Tests' authority",
                "-addext", "keyUsage = critical, keyCertSign, cRLSign", "-out", self.certificate)

    def issue(self, label, *names, days=90, bits=None):
        """A certificate for DNS names and IP addresses; with RSA instead of P-256 where bits are given."""
        chain, key = self.folder / f"{label}.pem", self.folder / f"{label}.key"
        request, extensions = self.folder / f"{label}.csr", self.folder / f"{label}.ext"
        self._make_key(key, bits)
        kinds = [("IP:" if name[0].isdigit() else "DNS:") + name for name in names]
        extensions.write_text(LEAF.format(names=", ".join(kinds)))
        openssl("req", "-new", "-key", key, "-subj", f"/CN={names[0]}", "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key, "-sha256", "-days", days,
                "-extfile", extensions, "-out", chain)
        return Certificate(chain, key)

    @staticmethod
    def _make_key(path, bits=None):
        kind = ["RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}"] if bits else ["EC", "-pkeyopt",
                                                                           "ec_paramgen_curve:P-256"]
        path.touch(mode=0o600)
        openssl("genpkey", "-algorithm", *kind, "-out", path)
