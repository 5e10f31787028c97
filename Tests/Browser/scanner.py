"""A mail gateway that tries out whatever a mail leads to: links, forms and buttons, with and without a script."""

import collections
import contextlib
import urllib.parse

from playwright.sync_api import Error
from site_driver import Browser

import mail_links

# Milliseconds for a thing that a page should do at once, on a busy machine.
PATIENCE = 300_000

FORM_FIELDS = "input:not([type=hidden]):not([type=submit]), textarea, select"
BUTTONS = "button, input[type=submit], input[type=button], summary, [role=button], [onclick]"

# What would be typed into a field of a kind by somebody who knows only for whom the mail was.
PLAUSIBLE = {"password": "Passw0rd!2024 Sandbox", "tel": "+49 361 123456", "number": "7", "url": "https://example.org/"}


class Scanner:
    """Counts what it does, so that a test can tell that it did something."""

    def __init__(self, chromium, site, letter, network="203.0.113.7"):
        self.chromium = chromium
        self.site = site
        self.letter = letter
        self.network = network
        self.pages = collections.Counter()
        self.forms = collections.Counter()
        self.statuses = collections.Counter()
        self.clicked = 0
        self.followed = collections.Counter()
        self.fetched = 0
        self.pressed = 0
        self.submitted = 0
        self.guesses = collections.Counter()

    @property
    def opened(self):
        return sum(self.pages.values())

    @contextlib.contextmanager
    def context(self, script):
        """A browser of its own, with cookies of its own."""
        context = self.chromium.new_context(
            java_script_enabled=script, accept_downloads=True, extra_http_headers={"X-Forwarded-For": self.network})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("response", lambda response: self.statuses.update([response.status]))
        try:
            yield page
        finally:
            context.close()

    # Opening.

    def open_links_apart(self, script, depth):
        """Each link of both parts in a browser that has seen nothing else."""
        for address in mail_links.all_links(self.letter):
            with self.context(script) as page:
                self.explore(page, address, depth)

    def open_links_together(self, script, depth):
        """All links, as they are and as gateways rewrite them, one after the other in one browser."""
        seen = set()
        with self.context(script) as page:
            for address in mail_links.all_links(self.letter):
                self.explore(page, address, depth, seen)
                for form in rewritten(address):
                    self.explore(page, form, 0, seen)

    def click_through_mail(self, script, folder):
        """Shows the HTML part as a mail program would and clicks on everything in it."""
        file = folder / "mail.html"
        file.write_text(mail_links.html_part(self.letter))
        with self.context(script) as page:
            page.goto(file.as_uri())
            for number in range(page.locator("body *").count()):
                element = page.locator("body *").nth(number)
                target = element.evaluate("element => element.closest('a')?.href ?? ''")
                # A mail address is for a mail program, which is not here.
                if target.startswith("mailto:"):
                    continue
                self.clicked += 1
                if not target:
                    element.dispatch_event("click")
                    continue
                with page.expect_navigation(wait_until="domcontentloaded"):
                    element.dispatch_event("click")
                assert page.url.startswith(self.site), page.url
                self.followed[page.url] += 1
                page.goto(file.as_uri())

    def explore(self, page, address, depth, seen=None):
        """Opens a page and those that it leads to on the same site, so many levels deep; tries everything on each."""
        seen = set() if seen is None else seen
        waiting = collections.deque([(address, depth)])
        while waiting:
            address, left = waiting.popleft()
            address = urllib.parse.urldefrag(address).url
            if address in seen:
                continue
            seen.add(address)
            if not self.visit(page, address):
                continue
            found = self.links(page)
            found += self.try_out(page, address)
            if left > 0:
                waiting.extend((link, left - 1) for link in found)

    def visit(self, page, address):
        self.pages[address] += 1
        try:
            page.goto(address, wait_until="domcontentloaded")
        except Error as error:
            # A file is no page.
            if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):
                return False
            raise
        return True

    def links(self, page):
        found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        return [link for link in mail_links.unique(found) if link.startswith(self.site)]

    # Trying.

    def try_out(self, page, address):
        """Submits each form, filled, and presses each button; returns the pages that came of it."""
        found = []
        forms, buttons = page.locator("form").count(), page.locator(BUTTONS).count()
        for number in range(forms):
            if number > 0:
                self.back_to(page, address)
            form = page.locator("form").nth(number)
            self.forms[form.get_attribute("action")] += 1
            self.fill(form)
            with page.expect_navigation(wait_until="domcontentloaded"):
                form.evaluate("form => form.requestSubmit()")
            self.submitted += 1
            found.append(page.url)
            found += self.links(page)
        for number in range(buttons):
            self.back_to(page, address)
            button = page.locator(BUTTONS).nth(number)
            submits = button.evaluate("button => button.type === 'submit' && button.form !== null")
            if submits:
                with page.expect_navigation(wait_until="domcontentloaded"):
                    press(button)
            else:
                # Twice, in case that the second press does something else.
                press(button)
                press(button)
            self.pressed += 1
        return [link for link in found if link.startswith(self.site)]

    def back_to(self, page, address):
        page.goto(address, wait_until="domcontentloaded")

    def fill(self, form):
        fields = form.locator(FORM_FIELDS)
        for number in range(fields.count()):
            field = fields.nth(number)
            kind = field.get_attribute("type") or "text"
            if kind in ("checkbox", "radio"):
                field.check()
            elif field.evaluate("field => field.matches('select')"):
                field.select_option(index=1)
            else:
                field.fill(PLAUSIBLE.get(kind, self.letter.user_name))

    # Without a browser.

    def fetch(self, rounds=3):
        """HEAD and GET of all that was found, again and again."""
        links = mail_links.all_links(self.letter)
        addresses = mail_links.unique(links + [form for link in links for form in rewritten(link)] + list(self.pages))
        for _ in range(rounds):
            browser = self.plain_browser()
            for address in addresses:
                for method in ("HEAD", "GET"):
                    self.ask(browser, method, address)
                    self.fetched += 1

    def submit_by_get(self):
        """Takes what forms lead to for links."""
        browser = self.plain_browser()
        for action in list(self.forms):
            query = urllib.parse.urlencode({
                "email": self.letter.user_name, "password": PLAUSIBLE["password"],
                "new_password": PLAUSIBLE["password"]})
            self.ask(browser, "GET", f"{urllib.parse.urljoin(self.site, action)}?{query}")
            self.submitted += 1

    def guess(self):
        """Tries each text of the mail in each field of both forms that a guest finds.

        Each guess comes from a network of its own, as those of a large gateway do, so that none is put off unread. Only
        the one combination is left out that is the person's: the user name together with the password.
        """
        texts = mail_links.texts(self.letter)
        name, password = self.letter.user_name, self.letter.password
        assert name in texts and password in texts
        pairs = mail_links.unique([(name, text) for text in texts] + [(text, password) for text in texts])
        pairs.remove((name, password))
        sent = [("/login", {"email": first, "password": second, "next": first, "remember": "1"})
                for first, second in pairs]
        sent += [("/password/forgotten", {"email": text, "next": text}) for text in texts]
        for number, (path, fields) in enumerate(sent):
            browser = self.plain_browser(f"100.{64 + number // 250}.{number % 250}.7")
            reply = self.ask(browser, "POST", f"{self.site}{path}", urllib.parse.urlencode(fields))
            self.guesses[path, reply.status] += 1

    def knock(self):
        """Signs in wrongly, always from the same network, until it is told to wait; returns how long."""
        while True:
            fields = urllib.parse.urlencode({"email": self.letter.user_name, "password": PLAUSIBLE["password"]})
            reply = self.ask(self.plain_browser(), "POST", f"{self.site}/login", fields)
            self.guesses["/login", reply.status] += 1
            if reply.status == 429:
                return int(reply.headers["Retry-After"])

    def plain_browser(self, network=None):
        target = urllib.parse.urlsplit(self.site)
        browser = Browser(target.hostname, target.port)
        browser.network = network or self.network
        return browser

    def ask(self, browser, method, address, body=None):
        parts = urllib.parse.urlsplit(address)
        target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        fields = {"Content_Type": "application/x-www-form-urlencoded"} if body is not None else {}
        return browser.request(method, target, body, X_Forwarded_For=browser.network, **fields)


def press(button):
    """By a click where it can be seen, else by what a script would do."""
    if button.is_visible():
        button.click()
    else:
        button.dispatch_event("click")


def rewritten(address):
    """A link with what gateways do to it: a mark of their own, escapes, letters made small."""
    mark = "&" if "?" in address else "?"
    yield f"{address}{mark}utm_source=gateway"
    if "@" in address:
        yield address.replace("@", "%40")
        yield address.lower()
