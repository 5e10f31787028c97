"""Somebody with a browser whose every request and every complaint is noted."""

import urllib.parse

# Milliseconds for a thing that a page should do at once, on a busy machine.
PATIENCE = 300_000
LOCALES = {"de": "de-DE", "en": "en-GB"}
# What Chromium says about a page that was meant to have such a status.
STATUS = "Failed to load resource: the server responded with a status of "


class Visitor:
    """A browser of its own, with cookies of its own.

    When the block ends, nothing may have been asked of another host, and the browser may have complained about nothing:
    no fault in a script, nothing that the page forbids itself (CSP), nothing that was not there.
    """

    def __init__(self, chromium, url, *, network="198.51.100.20", script=True, language="de", **options):
        self.url = url
        self.network = network
        self.requests = []
        self.responses = []
        self.complaints = []
        self.context = chromium.new_context(
            base_url=url, java_script_enabled=script, accept_downloads=True, locale=LOCALES[language],
            extra_http_headers={"X-Forwarded-For": network}, **options)
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", lambda request: self.requests.append(request))
        self.context.on("response", lambda response: self.responses.append(response))
        self.context.on("console", self.note)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.new_page()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        try:
            if kind is None:
                self.assert_undisturbed()
        finally:
            self.context.close()

    def note(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append((message.text, message.location["url"]))

    def assert_undisturbed(self):
        assert self.foreign_requests() == []
        assert self.unexpected_complaints() == []

    def foreign_requests(self):
        """What was asked of anybody but the site."""
        home = urllib.parse.urlsplit(self.url).netloc
        return [request.url for request in self.requests if urllib.parse.urlsplit(request.url).netloc != home]

    def unexpected_complaints(self):
        """Whatever the console says, but that a page has the status that it has."""
        pages = {response.url for response in self.responses if response.request.is_navigation_request()}
        return [complaint for complaint in self.complaints
                if not (complaint[0].startswith(STATUS) and complaint[1] in pages)]

    def cookies_set(self):
        """Every cookie that an answer handed out."""
        return [value for response in self.responses for value in response.headers_array()
                if value["name"].lower() == "set-cookie"]
