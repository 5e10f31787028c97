"""Every page that the site has, and the way to each."""

import contextlib
import dataclasses
import urllib.parse

from demo_site import ENGLISH, MEMBER, OTHER, networks
from site_driver import Forms
from visitor import Visitor

WRONG = "wrong-password"


@dataclasses.dataclass(frozen=True)
class PageCase:
    """A page by its name, who sees it, the status it has, and the way to it."""

    name: str
    who: str | None
    status: int
    reach: object
    # Fewer where an account speaks one alone, where none is known yet, or where it takes long.
    languages: tuple = ("de", "en")

    @contextlib.contextmanager
    def open(self, chromium, demo, language="de", script=True, **options):
        """The page, shown; the demo keeps the octets that it was sent as."""
        who = ENGLISH if language == "en" and self.who == MEMBER else self.who
        state = demo.session(who) if who else None
        with Visitor(chromium, demo.url, network=next(networks), script=script, language=language,
                     storage_state=state, **options) as visitor:
            visitor.demo = demo
            response = self.reach(visitor)
            assert response.status == self.status, (response.status, response.url)
            demo.sources[self.name, language] = response.body()
            yield visitor


def at(path):
    """The way by an address, which may depend on what the demo has."""
    def reach(visitor):
        return visitor.page.goto(path(visitor.demo) if callable(path) else path)
    return reach


def sent(path, **fields):
    """The way by a form of a page, filled in."""
    def reach(visitor):
        visitor.page.goto(path)
        return send(visitor.page, urllib.parse.urlsplit(path).path, **fields)
    return reach


def send(page, action, **fields):
    """Fills in and sends the form that leads to an address, as if by the one button it has."""
    form = page.locator(f"main form[action='{action}'], main form[action^='{action}?']")
    for name, value in fields.items():
        field = form.locator(f"[name={name}]:not([type=hidden])")
        if value is True:
            field.check()
        else:
            field.fill(value)
    return press(page, form.locator("button:not([type=button])"))


def at_once(path):
    """The way by a form that is sent before its script has worked, and faster than people type."""
    def reach(visitor):
        page = visitor.page
        for _ in range(10):
            page.goto(path)
            page.locator("main form [name=name]").fill("Nora Beispiel")
            page.locator("main form [name=email]").fill("nora@example.org")
            # Where filling in takes long the form is sent with the stamp of a new one.
            new = visitor.demo.server.browser().get(path, X_Forwarded_For=visitor.network)
            [stamp] = [form["fields"]["stamp"] for form in Forms.of(new) if "stamp" in form["fields"]]
            with page.expect_navigation() as navigation:
                page.locator("main form").evaluate(
                    """(form, stamp) => {
                        form.elements.stamp.value = stamp;
                        HTMLFormElement.prototype.submit.call(form);
                    }""", stamp)
            if navigation.value.status == 429:
                return navigation.value
        raise AssertionError("nothing is too early")
    return reach


def press(page, button):
    with page.expect_navigation() as navigation:
        button.click()
    return navigation.value


def made_up_form(path, method="post", enctype="application/x-www-form-urlencoded", length=1):
    """The way by a form that no page of the site has."""
    def reach(visitor):
        visitor.page.goto("/login")
        with visitor.page.expect_navigation() as navigation:
            visitor.page.evaluate(
                """([path, method, enctype, length]) => {
                    const form = Object.assign(document.createElement("form"), {action: path, method, enctype});
                    form.append(Object.assign(document.createElement("textarea"), {name: "a"}));
                    form.firstChild.value = "a".repeat(length);
                    document.body.append(form);
                    form.submit();
                }""", [path, method, enctype, length])
        return navigation.value
    return reach


def put_off(path, **fields):
    """The way by asking again and again, until one is told to wait."""
    def reach(visitor):
        browser = visitor.demo.server.browser()
        fields_of_it = {"X_Forwarded_For": visitor.network, "Content_Type": "application/x-www-form-urlencoded"}
        for _ in range(100):
            if browser.request("POST", path, urllib.parse.urlencode(fields), **fields_of_it).status != 429:
                continue
            response = sent(path, **fields)(visitor)
            # On a machine that has much else to do the wait may be over before the page has asked.
            if response.status == 429:
                return response
        raise AssertionError(f"{path} puts nobody off")
    return reach


def session_over(visitor):
    """What somebody sees whose session has ended."""
    visitor.context.add_cookies([{"name": "nachlese", "value": "A" * 43, "url": visitor.url}])
    return visitor.page.goto("/account")


def while_the_database_is_held(visitor):
    """What is to be written waits for another program, for some time only."""
    visitor.page.goto("/password/forgotten")
    with contextlib.closing(visitor.demo.database()) as database:
        database.execute("BEGIN IMMEDIATE")
        response = send(visitor.page, "/password/forgotten", email="erika@example.org")
        database.execute("ROLLBACK")
    return response


MODULE = "/modules/2017-iv"

PAGES = [
    PageCase("start", None, 200, at("/")),
    PageCase("series", None, 200, at("/series/kooperative-sozialplanung")),
    PageCase("module", None, 200, at(MODULE)),
    PageCase("module-without-slides", None, 200, at("/modules/2016-ii")),
    PageCase("module-open-to-all", None, 200, at("/modules/2015-offen")),
    PageCase("module-file-asked-for", None, 200, at(lambda demo: f"{MODULE}?file={demo.asked}")),
    PageCase("signed-out", None, 200, at("/?notice=signed-out")),
    PageCase("sign-in", None, 200, at("/login")),
    PageCase("sign-in-for-a-file", None, 200, at(lambda demo: f"/login?next={MODULE}?file={demo.asked}")),
    PageCase("sign-in-empty", None, 422, sent("/login")),
    PageCase("sign-in-wrong", None, 422, sent("/login", email=MEMBER, password=WRONG, remember=True)),
    PageCase("sign-in-put-off", None, 429, put_off("/login", email="niemand@example.org", password=WRONG)),
    PageCase("session-over", None, 200, session_over),
    PageCase("forgotten", None, 200, at(f"/password/forgotten?next={MODULE}")),
    PageCase("forgotten-wrong", None, 422, sent("/password/forgotten", email="erika")),
    PageCase("forgotten-put-off", None, 429, put_off("/password/forgotten", email="niemand@example.org")),
    PageCase("forgotten-sent", None, 200, sent("/password/forgotten", email="niemand@example.org")),

    PageCase("imprint", None, 200, at("/imprint")),
    PageCase("privacy", None, 200, at("/privacy")),
    PageCase("accessibility", None, 200, at("/accessibility")),
    PageCase("contact", None, 200, at("/contact")),

    PageCase("access", None, 200, at("/access?door=took-part&module=2017-iv")),
    PageCase("access-empty", None, 422, sent("/access")),
    PageCase("access-too-early", None, 429, at_once("/access?door=slides&module=2017-iv")),
    PageCase("access-confirm", None, 200, at("/access/confirm?sent")),
    PageCase("access-confirm-wrong", None, 422, sent("/access/confirm", code="222-222-222")),
    PageCase("access-confirm-put-off", None, 429, put_off("/access/confirm", code="222-222-222")),
    PageCase("access-received", None, 200, at("/access/confirm?received=A-2026-0143")),
    PageCase("member-access", OTHER, 200, at("/access?door=slides&module=2017-iv"), ("de",)),

    PageCase("member-start", MEMBER, 200, at("/")),
    PageCase("member-series", MEMBER, 200, at("/series/kooperative-sozialplanung")),
    PageCase("member-module", MEMBER, 200, at(MODULE)),
    PageCase("member-module-file-asked-for", MEMBER, 200, at(lambda demo: f"{MODULE}?file={demo.asked}")),
    PageCase("member-without-admission-module", OTHER, 200, at(MODULE), ("de",)),
    PageCase("account", MEMBER, 200, at("/account")),
    PageCase("account-wrong", MEMBER, 422, sent("/account", name="")),
    PageCase("account-after-a-change", MEMBER, 200, at("/account?notice=password-set")),
    PageCase("password", MEMBER, 200, at(f"/account/password?next={MODULE}")),
    PageCase("password-refused", MEMBER, 422, sent("/account/password", new_password="kurz")),

    PageCase("not-understood", None, 400, at("/%00"), ("de",)),
    PageCase("not-admitted", OTHER, 403, at(lambda demo: demo.file_of_another_module), ("de",)),
    PageCase("stale-form", MEMBER, 403, made_up_form("/account/sessions")),
    PageCase("not-found", None, 404, at("/modules/gibt-es-nicht")),
    PageCase("not-found-for-a-member", MEMBER, 404, at("/gibt-es-nicht")),
    PageCase("wrong-method", None, 405, at("/logout")),
    PageCase("withdrawn-module", None, 410, at("/modules/2015-fort")),
    PageCase("withdrawn-file", MEMBER, 410, at(lambda demo: demo.withdrawn)),
    PageCase("too-large", None, 413, made_up_form("/login", length=70_000)),
    PageCase("address-too-long", None, 414, at("/" + "a" * 20_000), ("de",)),
    PageCase("wrong-kind-of-form", None, 415, made_up_form("/login", enctype="multipart/form-data")),
    PageCase("broken", MEMBER, 500, at(lambda demo: demo.lost)),
    PageCase("busy", None, 503, while_the_database_is_held, ("de",)),
]

CASES = [(page, language) for page in PAGES for language in page.languages]
def name(value):
    """For the name of a test."""
    return value.name if isinstance(value, PageCase) else str(value)
