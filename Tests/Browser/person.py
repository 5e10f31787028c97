"""Somebody with a browser, a mail and fingers."""

import pathlib
import time

PATIENCE = 300_000

# What a page says to a person in one of the two languages.
SIGN_IN = ("Anmelden", "Sign in")
GO_ON = ("Weiter ohne eigenes Passwort", "Go on without a password of your own")


class Person:
    def __init__(self, chromium, letter, script=True, network="198.51.100.20"):
        self.letter = letter
        self.context = chromium.new_context(
            java_script_enabled=script, accept_downloads=True, extra_http_headers={"X-Forwarded-For": network})
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.waited = 0

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        self.context.close()

    def sign_in(self, longest_wait=0):
        """Types what the mail says into the page that it names, and waits as long as told, within bounds."""
        self.page.goto(self.letter.address)
        while True:
            status, retry_after = self.type_in()
            if status != 429:
                break
            assert retry_after + self.waited <= longest_wait, f"{retry_after} s more to wait, after {self.waited} s"
            self.waited += retry_after
            time.sleep(retry_after)
        assert status == 200, (status, self.page.locator("main").inner_text())
        assert self.page.url.partition("?")[0].endswith("/account/password"), self.page.url
        return self

    def type_in(self):
        name, password = self.page.locator("input[type=email]"), self.page.locator("input[type=password]")
        name.clear()
        name.press_sequentially(self.letter.user_name)
        password.press_sequentially(self.letter.password)
        with self.page.expect_navigation() as navigation:
            self.button(SIGN_IN).click()
        response = navigation.value
        return response.status, int(response.headers.get("retry-after", 0))

    def button(self, names):
        [button] = [found for found in self.page.locator("main button").all() if found.inner_text().strip() in names]
        return button

    def go_on_to_module(self):
        [link] = [found for found in self.page.locator("main a").all() if found.inner_text().strip() in GO_ON]
        with self.page.expect_navigation():
            link.click()
        assert self.page.url.endswith("/modules/2017-iv"), self.page.url
        return self

    def download(self):
        """Everything on the page, by file name."""
        links = self.page.locator(".files .title a")
        found = {}
        for number in range(links.count()):
            with self.page.expect_download() as download:
                links.nth(number).click()
            found[download.value.suggested_filename] = pathlib.Path(download.value.path()).read_bytes()
        return found
