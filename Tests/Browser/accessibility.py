"""What axe-core finds on a page."""

from axe_playwright_python.base import AXE_SCRIPT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page):
    """Each rule that the page breaks as it is shown now, with the elements that do."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations'], preload: false})", TAGS)
    assert len(found["passes"]) > 10, "axe looked at next to nothing"
    return [f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})"
            for rule in found["violations"] for node in rule["nodes"]]
