"""Somebody who has a keyboard and no mouse."""

# What is wrong with how the focus is shown: nothing that marks it, or something that lies over it.
FOCUS_FAULT = """element => {
    const style = getComputedStyle(element);
    // Of a link over several lines the first one.
    const [box] = element.getClientRects();
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3) return "its focus is not marked";
    const [x, y] = [box.left + Math.min(box.width / 2, 8), box.top + box.height / 2];
    if (box.top < -1 || box.bottom > innerHeight + 1 || box.left < -1 || box.right > innerWidth + 1)
        return `it is out of sight: ${JSON.stringify(box)}`;
    const seen = document.elementFromPoint(x, y);
    return element.contains(seen) ? null : `${seen?.outerHTML.slice(0, 80)} lies over it`;
}"""
# More than any page has to stop at.
STOPS = 80


class Keyboard:
    def __init__(self, page):
        self.page = page

    @property
    def focused(self):
        return self.page.locator(":focus")

    def tab_to(self, target):
        """Goes on from stop to stop; at each it can be seen where one is."""
        for _ in range(STOPS):
            self.page.keyboard.press("Tab")
            fault = self.focused.evaluate(FOCUS_FAULT) if self.focused.count() else None
            assert fault is None, f"{self.focused.evaluate('element => element.outerHTML')[:200]}: {fault}"
            if target.evaluate("element => element === document.activeElement"):
                return self
        raise AssertionError(f"no way by the Tab key leads to {target}")

    def type_into(self, field, text):
        self.tab_to(field)
        # What stands there is chosen on arrival, and typed over.
        self.page.keyboard.type(text)
        return self

    def follow(self, target):
        """Presses a link or a button, which leads to another page."""
        self.tab_to(target)
        return self.enter()

    def enter(self):
        with self.page.expect_navigation() as navigation:
            self.page.keyboard.press("Enter")
        return navigation.value

    def save(self, link):
        """A file, by the link that has it."""
        self.tab_to(link)
        with self.page.expect_download() as download:
            self.page.keyboard.press("Enter")
        return download.value
