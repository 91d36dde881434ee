"""The words from which names of editions are made, in the languages of the site, and those that say nothing at all.

Folded: lower case, without accents. A word too many only makes the alarm a little deafer or a little keener; what matters is
that the words of one language are complete, because whoever guesses the next month's name has read the last month's.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MONTHS = """
january jan janvier janv | february feb fevrier fevr fev | march mar mars | april apr avril avr | may mai | june jun juin
| july jul juillet juil | august aug aout | september sep sept septembre | october oct octobre | november nov novembre
| december dec decembre
"""
MONTHS = {word: number for number, words in enumerate(_MONTHS.split("|"), start=1) for word in words.split()}

ORDINALS = _words(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth premier premiere deuxieme
    seconde troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme
    """
)
ORDINAL_ENDINGS = _words("st nd rd th er re e eme")
"""After a digit, without a gap: 1st, 2nd, 3e."""

SEASONS = _words("spring summer autumn fall winter printemps ete automne hiver")
QUARTERS = _words("q quarter t trimestre h half semestre")
"""Before a digit: Q3, quarter 3, T3, H1."""

VERSIONS = _words("v ver version rev revision r")
"""Before a digit: v2, rev 3."""
STATES = _words(
    """
    final finale draft brouillon copy copie revised revise updated corrected embargoed web print
    """
)
"""What is put behind a name when there is another of the same: it says nothing of what the thing is."""

SMALL = _words(
    """
    a an and are as at by for from in into is it its of on or that the this to was were will with au aux avec ce ces
    cette dans de des du elle en est et il ils la le les leur ou par pas pour que qui sa se ses son sur un une
    """
)

GENERIC = _words(
    """
    about admin ajax api app apple archive archives asset assets atom aws backup bin blog cache cgi class client
    config console contact content core css data database date debug default dist doc docs document documents
    download downloads edit edition editions env error etc feed feeds file files font fonts form forms git graphql
    hidden home htm html icon icons image images img include includes index info install internal jpeg jpg js json
    jsp key lib link links list local log login logo logs mail main manager map media mobile news new node old owa
    page pages password pdf php phpinfo phpmyadmin picture pictures photo photos png private public readme register
    release releases remote report reports robots root rss script scripts search secret security server service
    services session setup shell site sitemap sites sql src static status store system tag tags temp templates test
    tests text tmp tools touch txt update updates upload uploads url user users var vendor view web well wordpress
    wp www xml xmlrpc yml zip dsc dscn screenshot scan untitled statement statements readout backgrounder speech
    advisory announcement communique discours declaration nouvelle nouvelles rapport fichier fichiers changes
    replies previews
    """
)
"""What stands in addresses of any site, and is asked for by every scanner. Such a word is nobody's secret."""
