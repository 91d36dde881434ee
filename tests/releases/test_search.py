"""What readers find, and when: the same on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404, QueryDict

from releases.actions.publish import publish
from releases.actions.stop import Pull, stop
from releases.filters import read_filters
from releases.models import Edition, Release, SearchEntry
from releases.search import indexing
from releases.search.document import MOST_BYTES
from releases.search.find import Found, find
from releases.search.indexing import forget, index_missing, index_some
from releases.snapshot import Contact, Fact, Link, Quote
from tests import cast
from tests.scenes import NOW, corrected, draft, published, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def ask(words: str, *, at: Any = LATER, language: str = "en", **more: str) -> Found:
    query = QueryDict(mutable=True)
    query.update({"q": words, **more})
    return find(read_filters(query), language, at, query)


def slugs(words: str, **more: Any) -> list[str]:
    return [match.edition.slug for match in ask(words, **more).matches]


def story(slug: str, *, days: int = 0, **fields: Any) -> Release:
    usual = {"headline": f"About {slug}", "summary": "In short.", "body": "<p>Nothing to see.</p>"}
    return published(at=NOW - timedelta(days=days), slug=slug, **usual | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "Lighthouses open"},
        {"summary": "A lighthouse opens."},
        {"body": "<p>Nobody lives in the lighthouse.</p>"},
        {"quotes": (Quote(text="My lighthouse!", speaker="Ada"),)},
        {"quotes": (Quote(text="Mine!", speaker="Ada Lighthouse"),)},
        {"facts": (Fact(text="One lighthouse."),)},
        {"links": (Link(label="The lighthouse", url="https://example.org/"),)},
        {"contacts": (Contact(name="Lighthouse Service"),)},
        {"tags": ("Lighthouses",)},
        {"source_name": "Lighthouse Board"},
    ],
)
def test_each_part_of_a_release_is_found(fields):
    story("wanted", **fields)
    story("other")
    assert slugs("lighthouse") == ["wanted"]


def test_words_are_found_in_their_other_forms(db):
    story("ferries", body="<p>Two ferries were repaired.</p>")
    assert slugs("ferry repairs") == ["ferries"]


def test_accents_and_capitals_do_not_matter_in_either_direction():
    published(at=NOW, language="fr", slug="publiees", headline="Données publiées", body="<p>L’État récolte.</p>")
    for words in ("données publiées", "donnees publiees", "DONNÉES", "publié", "etat", "l'état", "récoltes", "recolte"):
        assert slugs(words, language="fr") == ["publiees"], words


def test_a_phrase_stands_in_one_piece_and_in_one_part():
    story("apart", body="<p>The speech was about a budget.</p>")
    story("piece", body="<p>The budget speech was long.</p>")
    story("seam", headline="A budget", summary="Speech follows.")
    assert slugs('"budget speech"') == ["piece"]
    assert set(slugs("budget speech")) == {"apart", "piece", "seam"}


def test_what_is_written_in_one_piece_is_looked_for_in_one_piece():
    story("bill", body="<p>Bill C-45 passed.</p>")
    story("not", body="<p>45 bills and vitamin C.</p>")
    assert slugs("C-45") == ["bill"]


def test_words_with_a_minus_are_left_out():
    story("with", body="<p>Ferry and bridge.</p>")
    story("without", body="<p>Ferry alone.</p>")
    assert slugs("ferry -bridge") == ["without"]
    assert slugs('ferry -"and bridge"') == ["without"]
    assert slugs("-bridge") == ["without"]


def test_the_last_word_may_be_unfinished():
    story("infra", body="<p>Infrastructure grows.</p>")
    assert slugs("infrastr") == ["infra"]
    assert slugs("grows infrastr") == ["infra"]
    assert slugs('"infrastr"') == [], "quotes end a word"
    assert slugs("infrastr grows") == []


def test_headlines_weigh_most_then_the_summary_then_the_rest_and_new_is_a_touch():
    story("body-new", days=0, body="<p>The harbour.</p>")
    story("body-old", days=900, body="<p>The harbour.</p>")
    story("summary", days=500, summary="A harbour.")
    story("headline", days=800, headline="Harbour opens")
    assert slugs("harbour") == ["headline", "summary", "body-new", "body-old"]


def test_words_side_by_side_come_before_words_apart():
    story("apart", days=0, body="<p>The north knows no shore.</p>")
    story("together", days=300, body="<p>On the north shore.</p>")
    assert slugs("north shore") == ["together", "apart"]


def test_filters_narrow_what_is_found_and_are_counted():
    story("news", body="<p>Harbour.</p>", tags=("Water",))
    story("speech", body="<p>Harbour.</p>", kind="speech", days=400)
    assert slugs("harbour", kind="speech") == ["speech"]
    assert slugs("harbour", year="2026") == ["news"]
    assert slugs("harbour", tag="water") == ["news"]
    facets = ask("harbour").facets
    assert (facets.total, facets.is_part) == (2, False)
    assert facets.kinds == {"news_release": 1, "speech": 1}
    assert facets.years == {2026: 1, 2025: 1}
    assert [(tag.slug, number) for tag, number in facets.tags] == [("water", 1)]


def test_other_languages_say_how_many_they_have():
    story("english", body="<p>Pont and port.</p>")
    published(at=NOW, language="fr", slug="pont", headline="Le pont", summary="Un pont.", body="<p>Pont.</p>")
    assert ask("pont").other_languages == {"fr": 1}
    assert slugs("pont", language="fr") == ["pont"]


def test_a_scheduled_release_is_found_at_its_second_and_not_before(time_machine):
    time_machine.move_to(NOW, tick=False)
    scheduled(at=NOW, visible_from=LATER, slug="budget", headline="Zanzibar budget", tags=("Secret",))
    before, then = LATER - timedelta(microseconds=1), LATER
    early = ask("zanzibar", at=before)
    assert (early.matches, early.facets.total, early.facets.tags, early.suggestion) == ([], 0, [], "")
    assert ask("zanzibra", at=before).suggestion == ""
    assert slugs("zanzibar", at=then) == ["budget"]
    assert ask("zanzibra", at=then).suggestion == "zanzibar"


def test_what_was_stopped_or_withdrawn_is_not_found_and_suggests_nothing(time_machine):
    time_machine.move_to(NOW, tick=False)
    never = scheduled(at=NOW, visible_from=LATER, slug="never", headline="Zanzibar")
    stop(release=never, by=cast.edda(), reason="Not yet.", pull=Pull.KEEP, at=NOW + timedelta(minutes=1))
    withdrawn(published_at=NOW, slug="gone", headline="Xylophone", at=NOW + timedelta(minutes=1))
    after = LATER + timedelta(days=1)
    for words in ("zanzibar", "xylophone", "zanzibra", "xylophne"):
        found = ask(words, at=after)
        assert (found.matches, found.facets.total, found.suggestion) == ([], 0, ""), words


def test_a_correction_takes_the_place_of_what_it_corrects(time_machine):
    time_machine.move_to(NOW, tick=False)
    release = story("cost", body="<p>It costs a fortune.</p>")
    corrected(release, at=NOW + timedelta(hours=1), body="<p>It costs a pittance.</p>")
    assert slugs("fortune") == []
    assert slugs("pittance") == ["cost"]
    assert slugs("fortune", at=NOW + timedelta(minutes=1)) == ["cost"], "as readers found it then"


def test_a_misspelt_word_is_mended():
    story("infra", body="<p>Infrastructure and telecommunications.</p>")
    assert ask("infrastrukture").suggestion == "infrastructure"
    assert ask("Infrastucture telecomunications").suggestion == "infrastructure telecommunications"
    assert ask("qqqqqqqq").suggestion == ""
    assert ask("infrastructure").suggestion == ""


def test_a_mended_word_has_its_accents():
    published(at=NOW, language="fr", slug="tele", headline="Télécommunications", body="<p>Écrit.</p>")
    assert ask("telecomunications", language="fr").suggestion == "télécommunications"


def test_words_are_marked_where_they_stand_and_text_is_escaped():
    story("marked", headline="Ferries & <b>boats</b>", body="<p>" + "Filler. " * 80 + "Two &lt;ferries&gt; left.</p>")
    match = ask("ferry").matches[0]
    assert match.headline == "<mark>Ferries</mark> &amp; &lt;b&gt;boats&lt;/b&gt;"
    assert match.excerpt.startswith("… ")
    assert "&lt;<mark>ferries</mark>&gt; left." in match.excerpt


@pytest.mark.parametrize(
    "words",
    ["", " ", '"', '""', "-", '-"', "the", '"the of"', "'", "''", "\\", "a' OR 1=1 --", "AND OR NOT", "NEAR(a b)", "*", "a*",
     "^a", "{a}: b", "a:b", "\x00", "日本語", "ﷺ", "%", "%s", "é" * 500, "a " * 500, "-a -b", "(", "🛟", "#kind:speech"],
)  # fmt: skip
def test_odd_questions_are_answered(words):
    story("one")
    found = ask(words)
    assert len(found.matches) <= 1


def test_scripts_without_blanks_are_found_by_pieces():
    story("kyoto", body="<p>東京都知事</p>")
    assert slugs("東京") == ["kyoto"]
    assert slugs("京東") == []


def test_pages_by_rank_and_by_date_hold_each_match_once():
    for number in range(45):
        story(f"s{number}", days=number, body="<p>Harbour.</p>")
    ranked = [slugs("harbour", page=str(number)) for number in (1, 2, 3)]
    assert [len(page) for page in ranked] == [20, 20, 5]
    assert sorted(slug for page in ranked for slug in page) == sorted(f"s{number}" for number in range(45))
    with pytest.raises(Http404):
        ask("harbour", page="4")
    seen, more = [], {}
    while True:
        found = ask("harbour", sort="newest", **more)
        seen += [match.edition.slug for match in found.matches]
        if not found.older:
            break
        more = dict([found.older.split("=")])
    assert seen == [f"s{number}" for number in range(45)]
    assert dict([found.newer.split("=")]), "the last page leads back"


def test_what_was_never_indexed_is_indexed_later_and_once():
    story("one", body="<p>Harbour.</p>")
    forget()
    assert slugs("harbour") == []
    assert sum(index_missing()) == 1
    assert slugs("harbour") == ["one"]
    assert sum(index_missing()) == 0


def test_the_longest_text_that_can_be_saved_can_be_published(time_machine):
    time_machine.move_to(NOW, tick=False)
    letters = "abcdefghijklmnopqrstuvwxyzàéîöü"
    words = (letters[i % 31] * 9 + letters[i // 31 % 31] * 9 + letters[i // 961 % 31] * 9 for i in range(17_000))
    body = "<p>" + " ".join(words) + "</p>"
    assert len(body) < 500_000
    release = draft(at=NOW, body=body, slug="long")
    publish(release=release, by=cast.edda(), version=release.version, at=NOW)
    entry = SearchEntry.objects.get(edition=Edition.objects.get())
    assert len(entry.text) > MOST_BYTES // 2
    assert slugs("ferry", at=LATER) == ["long"]


def test_the_command_makes_the_index_anew_and_says_what_it_did(capsys):
    story("one", body="<p>Harbour.</p>")
    call_command("index_search", "--rebuild")
    assert "1 edition indexed." in capsys.readouterr().out
    forget()
    call_command("index_search", "--dry-run")
    assert capsys.readouterr().out.strip() == "1"
    assert index_some() == 1
    assert slugs("harbour") == ["one"]


def test_an_edition_that_cannot_be_indexed_does_not_stop_the_others(monkeypatch, caplog):
    for slug in ("one", "bad", "two"):
        story(slug, body="<p>Harbour.</p>")
    forget()
    whole = indexing.document_of

    def refusing(edition: Edition, *rest: Any) -> Any:
        if edition.slug == "bad":
            raise ValueError("This revision was written in a schema that nobody knows.")
        return whole(edition, *rest)

    monkeypatch.setattr(indexing, "document_of", refusing)
    with pytest.raises(CommandError, match="1 could not be indexed"):
        call_command("index_search")
    assert sorted(slugs("harbour")) == ["one", "two"]
    assert "cannot be indexed" in caplog.text


def test_whoever_has_a_full_page_is_not_sent_to_another_language(monkeypatch):
    published(at=NOW, language="fr", slug="pont", headline="Le pont", summary="Un pont.", body="<p>Pont.</p>")
    story("one", body="<p>Pont and port.</p>")
    monkeypatch.setattr("releases.search.find.PAGE_SIZE", 2)
    assert ask("pont").other_languages == {"fr": 1}
    story("two", body="<p>Pont and port.</p>")
    assert ask("pont").other_languages == {}
