"""Sitemaps and news sitemap against the schema of sitemaps.org, and against our own grammar, which knows the rest.

The schema wants a schema for each extension as well. Neither the one for links to other languages nor Google's for news comes
from npm, so extensions are only let through by it; the grammar says what they are, and what an index is.
"""

from lxml import etree

from tests.audit.crawl import Crawl
from tests.audit.results import Finding, Result
from tests.audit.serve import ROOT
from tests.audit.tools import MODULES

SCHEMA = MODULES / "sitemap" / "schema" / "sitemap.xsd"
GRAMMAR = ROOT / "tests" / "releases" / "data" / "sitemap.rng"


def check(found: Crawl) -> Result:
    """Every XML document of the crawl that is a sitemap or an index of them."""
    text = SCHEMA.read_text(encoding="utf-8").replace('processContents="strict"', 'processContents="lax"')
    schema = etree.XMLSchema(etree.fromstring(text.encode()))
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    findings, addresses, maps = [], 0, 0
    for url, answer in found.answers.items():
        if answer.media_type != "application/xml" or answer.status != 200:
            continue
        tree = etree.fromstring(answer.body)
        kind = etree.QName(tree).localname
        if kind not in ("urlset", "sitemapindex"):
            continue
        maps += 1
        addresses += len(tree)
        for validator in (schema, grammar) if kind == "urlset" else (grammar,):
            if not validator.validate(tree):
                findings += [Finding(url, f"line {each.line}: {each.message}") for each in validator.error_log]
    if not maps:
        findings.append(Finding(found.site, "has no sitemap"))
    return Result("sitemaps", f"{maps} sitemaps with {addresses} addresses", findings)
