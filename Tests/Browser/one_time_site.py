"""A site with what Nachlese does without: links that work once, by opening them or by a button behind them."""

import http.server
import threading
import urllib.parse

BUTTON = b"""<!doctype html><title>Einladung</title><form method="post" action="/accept">
<label>E-Mail <input type="email" name="email"></label><button>Annehmen</button></form>"""
SCRIPT = b"""<!doctype html><title>Einladung</title><form method="post" action="/script"></form>
<script>document.forms[0].submit()</script>"""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path == "/open":
            self.server.used.add("/open")
        self.answer({"/button": BUTTON, "/by-script": SCRIPT}.get(path, b"<!doctype html><title>Einladung</title>"))

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.used.add(self.path)
        self.answer(b"<!doctype html><title>Angenommen</title>")

    def answer(self, page):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *arguments):
        pass


class OneTimeSite:
    """Served for as long as the block lasts; `used` says which of its links and buttons are used up."""

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.used = set()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *reason):
        self.server.shutdown()
        self.server.server_close()

    @property
    def used(self):
        return self.server.used
