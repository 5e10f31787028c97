"""What can be measured on a page as it is shown."""

# For each element that sticks out of the page to the right, or whose text is cut off: what it is.
OVERFLOWING = """() => {
    const width = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > width)
        found.push(`the page is ${document.documentElement.scrollWidth} wide instead of ${width}`);
    for (const element of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const isUnseen = element.closest(".unseen, .skip:not(:focus), .trap") || box.width === 0
            || style.visibility === "hidden";
        if (isUnseen || !(element instanceof HTMLElement)) continue;
        const isCutOff = style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1
            && !["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);
        const isLower = style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1;
        if (box.right > width + 1 || box.left < -1 || isCutOff || isLower)
            found.push(`${element.outerHTML.slice(0, 120)} reaches from ${box.left} to ${box.right}`);
    }
    return found;
}"""

# Buttons and fields that are lower than a finger wants.
SMALL_ACTIONS = """() => [...document.querySelectorAll("button, .button, input, select, textarea")]
    .filter(element => !element.closest(".trap"))
    .map(element => element.matches("[type=checkbox], [type=radio]") ? element.closest("label, .choice, p") : element)
    .filter(element => element.getClientRects().length > 0 && element.getBoundingClientRect().height < 44)
    .map(element => `${element.outerHTML.slice(0, 120)} is ${element.getBoundingClientRect().height} high`)"""

# What moves, or would when something is pressed, pointed at or jumped to.
MOVING = """() => document.getAnimations().map(animation => animation.effect.target.outerHTML.slice(0, 120)).concat(
    [...document.querySelectorAll("*")].flatMap(element => [null, "::before", "::after"].map(part => {
        const style = getComputedStyle(element, part);
        const times = `${style.transitionDuration}, ${style.animationDuration}`.split(", ").map(parseFloat);
        return times.some(time => time > 0) || style.scrollBehavior === "smooth"
            ? element.outerHTML.slice(0, 120) : null;
    })).filter(found => found !== null))"""

# What somebody sets who needs wider spacing (WCAG 2.2, 1.4.12), or larger letters (1.4.4).
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
LARGER = "html { font-size: 200% !important }"


def overflowing(page):
    return page.evaluate(OVERFLOWING)


def small_actions(page):
    return page.evaluate(SMALL_ACTIONS)


def moving(page):
    return page.evaluate(MOVING)


def set_style(page, text):
    """As a style of the reader's own, which no policy of the page forbids; an empty one takes it back."""
    page.evaluate(
        """text => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(text);
            document.adoptedStyleSheets = [sheet];
        }""", text)
