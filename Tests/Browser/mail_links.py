"""What a mail gateway finds in a mail: links and texts, in both of its parts."""

import html.parser
import re

LINK = re.compile(r"https?://[^\s<>\"]+")


class Anchors(html.parser.HTMLParser):
    """The texts and the addresses of links in the HTML part."""

    def __init__(self):
        super().__init__()
        self.addresses = []
        self.texts = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src", "action", "background"):
                self.addresses.append(value)

    def handle_data(self, data):
        self.texts.append(data.strip())


def html_part(letter):
    return letter.message.get_body(("html",)).get_content()


def plain_links(letter):
    return unique(LINK.findall(letter.text))


def html_links(letter):
    anchors = Anchors()
    anchors.feed(html_part(letter))
    return unique(address for address in anchors.addresses if LINK.fullmatch(address))


def all_links(letter):
    return unique(plain_links(letter) + html_links(letter))


def texts(letter):
    """Whatever could be typed into a field: what follows a label, and words that are no plain words."""
    anchors = Anchors()
    anchors.feed(html_part(letter))
    lines = [line.strip() for line in letter.text.splitlines() + anchors.texts]
    labelled = [line.partition(": ")[2] for line in lines if ": " in line]
    words = [word.strip(".,:()") for line in lines for word in line.split() if re.search(r"[@/]|-\d", word)]
    return unique(text for text in labelled + words if text)


def unique(found):
    return list(dict.fromkeys(found))
