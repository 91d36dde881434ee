"""What one language version lacks of the other; and, as important, what is not a gap."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.demo.content import read_newsroom
from releases.addresses import Address, unanswered
from releases.number_words import readings_in
from releases.numbers import numbers_in
from releases.parity import Gap, Lack, Version, differences, gaps
from releases.snapshot import Contact, Fact, LeadImage, Link, Quote, Snapshot

MOMENT = datetime(2026, 3, 6, tzinfo=UTC)
FIGURE = f'<figure><img data-file="{"k" * 24}" alt="A bridge"></figure>'
PICTURE = LeadImage(key="k", alt="A bridge.", credit="", width=8, height=6, sha256="0" * 64)


def english(**fields: Any) -> Snapshot:
    return Snapshot(kind="news_release", language="en", slug="a", **{"headline": "Bridge opens"} | fields)


def french(**fields: Any) -> Snapshot:
    usual = {"headline": "Le pont est ouvert", "translation_of": 1}
    return Snapshot(kind="news_release", language="fr", slug="a", **usual | fields)


def found(one: Snapshot, other: Snapshot) -> list[tuple[Lack, str, str]]:
    return [(gap.lack, gap.language, gap.subject or gap.field) for gap in gaps(one, other)]


# Numbers -------------------------------------------------------------------------------------------------------------

SAME = [
    ("1,234.5 metres", "1 234,5 mètres"),
    ("1,234.5 metres", "1\u00a0234,5 mètres"),
    ("1,234.5 metres", "1\u202f234,5 mètres"),
    ("212,000 pages", "212 000 pages"),
    ("2.5 million people", "2,5 millions de personnes"),
    ("2.5 million people", "2 500 000 personnes"),
    ("3 billion stars", "3 milliards d’étoiles"),
    ("$186 million", "186 millions de dollars"),
    ("$186M", "186 M$"),
    ("$186M", "186\u00a0M$"),
    ("$39.50", "39,50 $"),
    ("81 per cent", "81 %"),
    ("99.5%", "99,5\u00a0%"),
    ("at 9:30 a.m.", "à 9 h 30"),
    ("at 9:30 p.m.", "à 21 h 30"),
    ("at 12:05 a.m.", "à 0 h 05"),
    ("at 12 p.m.", "à 12 h"),
    ("at 9.30am", "à 9h30"),
    ("at 07:04", "à 7 h 04"),
    ("the warning of 18:00", "l’alerte de 18 heures"),
    ("6 p.m. yesterday", "hier à 18 heures"),
    ("in 18 hours", "en 18 heures"),
    ("at 9 a.m.", "à neuf heures"),
    ("at 12 p.m.", "à midi"),
    ("March 6, 2026", "le 6 mars 2026"),
    ("on March 1st", "le 1er mars"),
    ("the 1970s", "les années 1970"),
    ("5–7 days", "de 5 à 7 jours"),
    ("+1 902 555 0190", "+1 902 555-0190"),
    ("up to 44 tonnes", "quarante-quatre tonnes"),
    ("66 of 74", "soixante-six sur soixante-quatorze"),
    ("21 and 71 and 80", "vingt et un, soixante et onze et quatre-vingts"),
    ("9 of them", "neuf d’entre eux"),
    ("eleven entries", "11 mentions"),
    ("CO2 and H2O", "l’eau et le gaz"),
]


@pytest.mark.parametrize(("here", "there"), SAME)
def test_two_spellings_of_one_number_are_no_gap(here: str, there: str) -> None:
    assert found(english(summary=here), french(summary=there)) == []


DIFFERENT = [
    ("83 households", "96 ménages", {"83", "96"}),
    ("1,234.5 metres", "1 234,6 mètres", {"1,234.5", "1 234,6"}),
    ("2.5 million", "2,5 milliards", {"2.5 million", "2,5 milliards"}),
    ("3 billion", "3 billions", {"3 billion", "3 billions"}),
    ("9:30 a.m.", "21 h 30", {"9:30 a.m.", "21 h 30"}),
    ("9:30", "9 h 45", {"9:30", "9 h 45"}),
    ("$186M", "186 m", {"$186M", "186"}),
    ("+1 902 555 0190", "+1 902 555 0191", {"+1 902 555 0190", "+1 902 555 0191"}),
    ("three people", "4 personnes", {"4"}),
]


@pytest.mark.parametrize(("here", "there", "named"), DIFFERENT)
def test_two_numbers_are_a_gap_with_the_words_around(here: str, there: str, named: set[str]) -> None:
    told = gaps(english(summary=here), french(summary=there))
    assert {gap.subject for gap in told} == named
    assert {gap.lack for gap in told} == {Lack.NUMBER}
    assert all(gap.field == "summary" and gap.subject in gap.around for gap in told)


def test_numbers_are_looked_for_everywhere_and_told_once_where_they_first_stand() -> None:
    here = english(
        body="<p>In all 340 people.</p><table><tbody><tr><td>75</td><td>Gust</td></tr></tbody></table>",
        facts=(Fact(text="Staff: 340."),),
        quotes=(Quote(text="I counted 12.", speaker="Jo"),),
    )
    there = french(
        body="<p>Des gens.</p><table><tbody><tr><td>a</td></tr></tbody></table>",
        facts=(Fact(text="Des gens."),),
        quotes=(Quote(text="J’ai compté.", speaker="Jo"),),
    )
    told = {(gap.field, gap.subject): gap.around for gap in gaps(here, there)}
    assert told == {
        ("body", "340"): "In all 340 people.",
        ("body", "75"): "75 | Gust",
        ("quotes", "12"): "I counted 12.",
    }


def test_an_inline_mark_does_not_cut_a_number_and_a_cell_does() -> None:
    here = english(
        body="<p>1,<strong>140</strong> metres</p><table><tbody><tr><td>2</td><td>500</td></tr></tbody></table>"
    )
    there = french(body="<p>1\u00a0140 mètres</p><table><tbody><tr><td>2</td><td>500</td></tr></tbody></table>")
    assert found(here, there) == []


def test_german_and_unknown_languages_have_their_own_signs() -> None:
    (mention,) = numbers_in("1.234,5 Meter", "de")
    assert mention.readings == {"1234.5"}
    assert [sorted(mention.readings) for mention in numbers_in("12,5", "en")] == [["12"]]
    assert readings_in("zwölf", "de") == set()
    assert numbers_in("7", "xx-unknown")


@given(st.text(max_size=60), st.sampled_from(["en", "fr", "de", "es", "pt-br"]))
def test_no_text_is_too_strange_to_be_read(text: str, language: str) -> None:
    for mention in numbers_in(text, language):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.readings
    readings_in(text, language)


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_every_number_agrees_with_itself_in_the_other_languages_spelling(whole: int, hundredths: int) -> None:
    here, there = f"{whole:,}.{hundredths:02}", f"{whole:,}".replace(",", "\u00a0") + f",{hundredths:02}"
    assert found(english(summary=here), french(summary=there)) == []


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("two", "en", "2"),
        ("Nineteen", "en", "19"),
        ("ninety-nine", "en", "99"),
        ("forty", "en", "40"),
        ("deux", "fr", "2"),
        ("vingt et un", "fr", "21"),
        ("trente-et-un", "fr", "31"),
        ("soixante-dix", "fr", "70"),
        ("soixante et onze", "fr", "71"),
        ("quatre-vingts", "fr", "80"),
        ("quatre-vingt-un", "fr", "81"),
        ("quatre-vingt-dix-neuf", "fr", "99"),
    ],
)
def test_a_number_in_words_is_that_number_and_no_part_of_it(words: str, language: str, value: str) -> None:
    assert {reading for reading in readings_in(words, language) if ":" not in reading} == {value}


# Links ---------------------------------------------------------------------------------------------------------------


def unmet(wanted: list[str], given_addresses: list[str]) -> list[str]:
    return [
        address.url
        for address in unanswered(
            [Address(url=url, label="x", field="links", language="en") for url in wanted],
            [Address(url=url, label="x", field="links", language="fr") for url in given_addresses],
        )
    ]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("http://www.example.org/a/", "https://example.org/a"),
        ("https://example.org/en/a", "https://example.org/fr/a"),
        ("https://example.org/a", "https://example.org/fr/a"),
        ("https://en.example.org/a", "https://fr.example.org/a"),
        ("https://example.org/a-en.html", "https://example.org/a-fr.html"),
        ("https://example.org/a?lang=en&x=1", "https://example.org/a?lang=fr&x=1"),
        ("https://example.org/en-ca/a", "https://example.org/fr-ca/a"),
        ("https://example.org/en/ferry", "https://example.org/fr/traversier"),
        ("https://example.org/ferry", "https://example.org/fr/traversier"),
        ("https://en.wikipedia.org/wiki/Ferry", "https://fr.wikipedia.org/wiki/Traversier"),
    ],
)
def test_a_page_in_the_other_language_answers(here: str, there: str) -> None:
    assert unmet([here], [there]) == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org/a?x=1", "https://example.org/a?x=2"),
        ("https://example.org/a#one", "https://example.org/a#two"),
    ],
)
def test_another_page_does_not(here: str, there: str) -> None:
    assert unmet([here], [there]) == [here]


def test_one_translated_address_answers_one_page_and_not_two() -> None:
    wanted = ["https://example.org/en/ferry", "https://example.org/en/timetable"]
    assert unmet(wanted, ["https://example.org/fr/traversier"]) == wanted[1:]


def test_a_link_may_stand_in_the_body_or_among_the_links() -> None:
    here = english(body='<p><a href="https://example.org/a">plan</a></p>')
    there = french(body="<p>Plan.</p>", links=(Link(label="Plan", url="https://example.org/a"),))
    assert found(here, there) == [(Lack.PART, "en", "links")]
    assert (Lack.LINK, "fr", "https://example.org/a") in found(here, french(body="<p>Plan.</p>"))


# Parts, texts, pictures, times ---------------------------------------------------------------------------------------


def test_every_part_that_one_has_is_missed_in_the_other_in_both_directions() -> None:
    full: dict[str, Any] = {
        "summary": "Words.",
        "dateline": "PORT",
        "body": "<h2>Why</h2><p>Words.</p><table><tbody><tr><td>a</td></tr></tbody></table>" + FIGURE,
        "quotes": (Quote(text="Yes.", speaker="Jo"),),
        "facts": (Fact(text="Yes."),),
        "links": (Link(label="Plan", url="https://example.org/a"),),
        "contacts": (Contact(name="Desk"),),
        "source_name": "Board",
        "lead_image": PICTURE,
    }
    missed = {
        "summary",
        "dateline",
        "body",
        "quotes",
        "facts",
        "contacts",
        "source_name",
        "lead_image",
        "headings",
        "tables",
        "figures",
    }
    missed.add("https://example.org/a")
    assert {(gap[1], gap[2]) for gap in found(english(**full), french())} == {("fr", name) for name in missed}
    assert {(gap[1], gap[2]) for gap in found(english(), french(**full))} == {("en", name) for name in missed}


def test_captions_and_alternative_texts_have_numbers_and_a_credit_is_none_of_it() -> None:
    caption = "Opened in 1907 at a cost of 12 million<cite>Photo 4711</cite>"
    picture = FIGURE.replace('alt="A bridge"', 'alt="A bridge of 1863"')
    here = english(body=picture.replace("</figure>", f"<figcaption>{caption}</figcaption></figure>"))
    there = french(body=FIGURE.replace("</figure>", "<figcaption>Inauguré en 1907</figcaption></figure>"))
    assert [(gap.lack, gap.subject) for gap in gaps(here, there)] == [
        (Lack.NUMBER, "12 million"),
        (Lack.NUMBER, "1863"),
    ]


def test_two_that_have_the_same_lack_nothing_and_a_picture_may_be_another_one() -> None:
    here = english(lead_image=PICTURE, contacts=(Contact(name="Desk"),))
    there = french(lead_image=replace(PICTURE, sha256="1" * 64, alt="Un pont."), contacts=(Contact(name="Presse"),))
    assert found(here, there) == []
    assert found(here, replace(there, lead_image=replace(PICTURE, alt=""))) == [(Lack.TEXT, "fr", "lead_image_alt")]


def test_words_that_were_copied_and_never_translated_are_a_gap_and_names_are_not() -> None:
    text = "The bridge is open to everybody."
    quote = (Quote(text=text, speaker="Jo Lee", title="Mayor of Port"),)
    here, there = english(summary=text, quotes=quote), french(summary=text, quotes=quote)
    assert found(here, there) == [(Lack.SAME, "fr", "summary"), (Lack.SAME, "fr", "quotes")]
    assert found(there, here) == found(here, there)
    assert found(english(headline="MV Halcyon Reach"), french(headline="MV Halcyon Reach")) == []


def test_a_change_of_the_original_that_the_translation_did_not_follow_is_a_gap_and_the_other_way_is_not() -> None:
    def version(content: Snapshot, changed: int, saved: int) -> Version:
        hour = timedelta(hours=1)
        return Version(
            content=content,
            changed_at=MOMENT + changed * hour,
            saved_at=MOMENT + saved * hour,
            is_original=content.translation_of is None,
        )

    changed = version(english(), 2, 3)
    assert differences(changed, version(french(), 0, 1)) == [
        Gap(lack=Lack.CHANGED, language="fr", other="en", since=MOMENT + timedelta(hours=2))
    ]
    for saved in (2, 5):
        assert differences(changed, version(french(), 0, saved)) == []
    assert differences(version(english(), 0, 0), version(french(), 5, 5)) == []


def test_on_the_demos_pairs_no_french_number_is_missed_in_english_by_mistake() -> None:
    """The French versions say less and nothing else, so whatever they were told to have more of would be a false alarm."""
    stories = {story.slug: story for story in read_newsroom().stories}
    pairs = [(stories[story.translation_of], story) for story in stories.values() if story.translation_of]
    assert len(pairs) == 8
    for original, translation in pairs:
        one, other = (
            Snapshot(
                kind=story.kind,
                language=story.language,
                slug=story.slug,
                headline=story.headline,
                summary=story.summary,
                body=story.body,
                facts=tuple(Fact(text=fact) for fact in story.facts),
                quotes=tuple(Quote(**quote) for quote in story.quotes),
                translation_of=1 if story.translation_of else None,
            )
            for story in (original, translation)
        )
        assert not [gap for gap in gaps(one, other) if gap.lack is Lack.NUMBER and gap.language == "en"]
