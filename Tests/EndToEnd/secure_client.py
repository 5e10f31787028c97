"""Clients that speak TLS to a server on loopback as if it were the public host, and trust the tests' authority."""

import hashlib
import http.client
import socket
import ssl

from site_driver import PATIENCE, Browser

HOST = "slides.example.org"


def trusting(authority):
    """A context that trusts an authority, or checks nothing where there is none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if authority:
        context.load_verify_locations(authority.certificate)
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def connect(port, context, name=HOST, receive_buffer=None):
    """A socket on which an end without close_notify is an error."""
    plain = socket.socket()
    if receive_buffer:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    plain.settimeout(PATIENCE)
    try:
        plain.connect(("127.0.0.1", port))
        return context.wrap_socket(plain, server_hostname=name, suppress_ragged_eofs=False)
    except BaseException:
        plain.close()
        raise


def read_all(connection):
    """What comes until the server says that nothing more will."""
    octets = bytearray()
    while piece := connection.recv(1 << 16):
        octets += piece
    return bytes(octets)


def half_closed(port, context, request):
    """What is answered to a client that ends its own side with close_notify as soon as it has asked."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    session = context.wrap_bio(incoming, outgoing, server_hostname=HOST)
    octets = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as plain:

        def completed(step):
            while True:
                try:
                    return step()
                except ssl.SSLWantReadError:
                    plain.sendall(outgoing.read())
                    piece = plain.recv(1 << 16)
                    assert piece, "an end without close_notify"
                    incoming.write(piece)

        completed(session.do_handshake)
        session.write(request)
        try:
            session.unwrap()
        except ssl.SSLWantReadError:
            pass
        plain.sendall(outgoing.read())
        try:
            while piece := completed(lambda: session.read(1 << 16)):
                octets += piece
        except ssl.SSLZeroReturnError:
            pass
    return bytes(octets)


def fingerprint(port, name=HOST):
    """Of the certificate that is shown to who asks for a name: SHA-256 in hexadecimal."""
    with connect(port, trusting(None), name) as connection:
        return hashlib.sha256(connection.getpeercert(binary_form=True)).hexdigest()


class SecureConnection(http.client.HTTPSConnection):
    """Asks for the public host, wherever it connects to."""

    def __init__(self, port, context):
        super().__init__(HOST, timeout=PATIENCE, context=context)
        self.real_port, self.real_context = port, context

    def connect(self):
        self.sock = connect(self.real_port, self.real_context)


class SecureBrowser(Browser):
    def __init__(self, port, context):
        super().__init__(HOST, port)
        self.connection = SecureConnection(port, context)
