"""How names are read and what a request resembles: pure functions, without a database."""

from datetime import date

import pytest

from releases.probing.asked import Asked
from releases.probing.names import read
from releases.probing.resembling import Earlier, Hidden, Likeness, index_of, match

TODAY = date(2026, 11, 20)
BUDGET, FERRY, LAST_MARCH, LAST_YEAR = 7, 8, 3, 2
KEY = "hR3kQ9xZ-b_7TdLwMvYc2AfE"

HIDDEN = [
    Hidden(
        release=BUDGET,
        keys=frozenset({KEY}),
        names=(read("budget-2026"), read("EFO_November_2026.pdf"), read("Plan for Growth.docx")),
        headline=(read("Budget 2026: a plan for growth and harbours"),),
        day=date(2026, 11, 26),
        slug="budget-2026",
    ),
    Hidden(
        release=FERRY,
        names=(read("ferry-returns-to-the-north-shore"), read("IMG_1234.jpg")),
        headline=(read("Ferry returns to the north shore"),),
    ),
]
EARLIER = [
    Earlier(read("budget-2025"), LAST_YEAR),
    Earlier(read("EFO_March_2026.pdf"), LAST_MARCH),
    Earlier(read("quarterly-rainfall-q2-2026"), 4),
    Earlier(read("ferry-timetable"), 5),
]
INDEX = index_of(HIDDEN, EARLIER)


def found(path: str):
    return match(INDEX, Asked(path), TODAY)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("EFO_March_2025.pdf", "EFO_{month}_{year}.pdf"),
        ("efo-mars-2025-v2.pdf", "efo-{month}-{year}-{version}.pdf"),
        ("EFOMarch2025 (1).pdf", "EFO{month}{year} ({version}).pdf"),
        ("20251126_Budget.pdf", "{date}_Budget.pdf"),
        ("budget-2025", "budget-{year}"),
        ("third-outlook-of-2025.pdf", "{number}-outlook-of-{year}.pdf"),
        ("1st-outlook.pdf", "{number}-outlook.pdf"),
        ("Outlook_Q3_2025_final.ods", "Outlook_{quarter}_{year}_{version}.ods"),
        ("spring-statement-on-fish-2025", "{season}-statement-on-fish-{year}"),
        ("Prévisions_août_2025.pdf", "Prévisions_{month}_{year}.pdf"),
        ("Final report.pdf", "Final report.pdf"),
    ],
)
def test_what_changes_from_one_edition_to_the_next_is_told_from_what_stays(text, shown):
    assert read(text).shown == shown


def test_names_of_one_habit_have_one_pattern_however_they_are_written():
    alike = ["EFO_March_2025.pdf", "efo-november-2026-final.PDF", "EFONov2026.docx", "efo 26.pdf", "EFO_2026-11-26.pdf"]
    assert {read(text).pattern for text in alike} == {"efo"}


@pytest.mark.parametrize(
    "text", ["IMG_1234.jpg", "wp-login.php", ".env", "2026", "news-3", "ferry-returns", "", "a" * 5000]
)
def test_a_name_that_nothing_tells_from_others_has_no_pattern(text):
    assert read(text).pattern == ""


@pytest.mark.parametrize(
    ("path", "likeness", "release"),
    [
        (f"/images/{KEY}/w640.avif", Likeness.KEY, BUDGET),
        (f"/files/{KEY}/anything", Likeness.KEY, BUDGET),
        ("/releases/2026/11/26/budget-2026/", Likeness.ADDRESS, BUDGET),
        ("/fr/releases/2026/11/26/budget-2026/editions/1/", Likeness.ADDRESS, BUDGET),
        ("/releases/2026/11/25/budget-2026/", Likeness.NAME, BUDGET),
        ("/budget2026", Likeness.NAME, BUDGET),
        ("/wp-content/uploads/2026/11/EFO_November_2026.pdf", Likeness.NAME, BUDGET),
        ("/docs/efonovember2026.docx", Likeness.NAME, BUDGET),
        ("/files/xxxxxxxxxxxxxxxxxxxxxxxx/plan_for_growth.docx", Likeness.NAME, BUDGET),
        ("/releases/2026/11/26/budget-november-2026/", Likeness.PATTERN, BUDGET),
        ("/docs/EFO-Nov-26-embargoed.pdf", Likeness.PATTERN, BUDGET),
        ("/releases/2026/11/26/growth-and-harbours/", Likeness.WORDS, BUDGET),
        ("/releases/2026/11/26/growth/", Likeness.WORDS, BUDGET),
        ("/north-shore-ferry", Likeness.WORDS, FERRY),
        ("/releases/2026/11/24/quarterly-rainfall-q3-2026/", Likeness.EARLIER, 4),
        ("/releases/2026/03/03/efo-2026/EFO_Nov_2026.pdf", Likeness.PATTERN, BUDGET),
    ],
)
def test_a_guess_resembles_what_is_hidden(path, likeness, release):
    assert (found(path).likeness, found(path).release) == (likeness, release)


@pytest.mark.parametrize(
    "path",
    [
        "/releases/2025/11/26/budget-2025/editions/9/",
        "/old/EFO_March_2026.pdf",
        "/harbours-and-growth/quarterly-rainfall-q2-2026.pdf",
        "/old/EFO_March_2025.pdf",
        "/wp-content/uploads/2024/11/EFO_November.pdf",
        "/releases/2024/11/26/budget-2024/",
        "/releases/2026/11/03/ferry-timetable/x/",
        "/releases/2026/11/03/ferry-timetables/",
        "/ferry",
        "/tags/ferry/",
        "/IMG_1234.jpg",
        "/releases/2026/11/31/nothing-like-it/",
        "/releases/2026/11/26/harbour-lights-and-other-stories/",
    ],
)
def test_an_old_link_or_a_slip_resembles_nothing(path):
    assert found(path) is None


NOISE_LISTED = """
/wp-login.php /wp-admin/ /wp-content/plugins/file-manager/readme.txt /xmlrpc.php /.env /.git/config
/.aws/credentials /favicon.ico /apple-touch-icon.png /apple-touch-icon-precomposed.png /ads.txt /humans.txt
/security.txt /.well-known/security.txt /.well-known/traffic-advice /sitemap_index.xml /sitemap.xml.gz /feed /feed/
/rss /atom.xml /phpmyadmin/index.php /phpinfo.php /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php /cgi-bin/luci
/boaform/admin/formLogin /actuator/health /server-status /solr/admin/info/system /owa/auth/logon.aspx /remote/login
/api/v1/users /graphql /console/ /index.php?s=1 /login /admin.php /backup.zip /backup-2026.sql /db.sql /dump.sql
/old/ /test/ /2026/ /2026/11/ /news /news/2026 /releases/9999/ /releases/2026/13/01/x/ /static/js/main.3f2a1b.js
/assets/app.css /images/logo.png /img/header.jpg /about-us /contact /cookies /privacy-policy /careers /fr/accueil
/de/ /robots.txt.bak /%c0%ae/etc/passwd /../../etc/passwd /a /aa /zzzzzzzz /x8f7d6s5 /1 /12345 /null /undefined /NaN
/[object%20Object] /mailto:press@example.org /tel:5550100
"""
NOISE = NOISE_LISTED.split()


def test_what_scanners_and_crawlers_ask_for_resembles_nothing():
    assert [path for path in NOISE if found(path)] == []


def test_the_words_shown_to_editors_are_bounded_and_print():
    shown = Asked("/" + "\x00\x1b[31m\u202eexe.fdp" + "x" * 5000).shown
    assert len(shown) <= 121
    assert shown.removesuffix("…").isprintable()


def test_a_word_that_everything_shares_tells_nothing():
    many = [Hidden(release=number, headline=(read(f"Harbour notice {number} of Ipswich"),)) for number in range(60)]
    assert match(index_of(many, []), Asked("/harbour-ipswich"), TODAY) is None
