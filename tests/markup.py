"""Finding one's way in a page as a style sheet does: the few forms of CSS selectors that tests need, as XPath."""

import re

from lxml.html import HtmlElement

_COMPOUND = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<more>(?:\.[\w-]+|#[\w-]+|\[[\w-]+(?:\*?=[^\]]+)?\])*)")
_CONDITION = re.compile(r"\.(?P<cls>[\w-]+)|#(?P<id>[\w-]+)|\[(?P<name>[\w-]+)(?:(?P<part>\*?)=(?P<value>[^\]]+))?\]")


def find(page: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements that a selector of tags, classes, ids, attributes, blanks and commas finds, in document order."""
    return page.xpath(" | ".join(_xpath(each.strip()) for each in selector.split(",")))


def words(page: HtmlElement, selector: str) -> str:
    """The words of the one element that a selector finds."""
    (element,) = find(page, selector)
    return " ".join(element.text_content().split())


def _xpath(selector: str) -> str:
    path = ""
    for compound in selector.split():
        match = _COMPOUND.fullmatch(compound)
        assert match, f"{compound!r} is more CSS than tests speak"
        conditions = "".join(_condition(each) for each in _CONDITION.finditer(match["more"]))
        path += f"{'//' if path else './/'}{match['tag'] or '*'}{conditions}"
    return path


def _condition(match: re.Match[str]) -> str:
    if match["cls"]:
        return f"[contains(concat(' ', normalize-space(@class), ' '), ' {match['cls']} ')]"
    if match["id"]:
        return f"[@id='{match['id']}']"
    if match["value"] is None:
        return f"[@{match['name']}]"
    if match["part"]:
        return f"[contains(@{match['name']}, '{match['value']}')]"
    return f"[@{match['name']}='{match['value']}']"
