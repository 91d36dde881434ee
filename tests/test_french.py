"""At /fr/ everything speaks French, and so does the back office to those whose browser asks for it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import html
from lxml.html import HtmlElement

from comments.addresses import reply_url
from releases.admin import words as words_of_the_desk
from releases.models import Edition, Release
from releases.snapshot import Contact, Fact, Link, Quote
from releases.templatetags import dates
from tests import scenes
from tests.comments.conversation import edition_of, post, said, shown
from tests.markup import find, words
from tests.test_catalogues import entries

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-told")
_GAP = re.compile(r"%\\\(\w+\\\)\w")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(scenes.NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def ferry() -> Release:
    return scenes.published(
        at=scenes.NOW,
        language="fr",
        headline="Le traversier revient",
        summary="Les traversées reprennent lundi.",
        body="<p>Le traversier revient lundi.</p>",
        tags=("Traversiers",),
        links=(Link(label="Horaire", url="https://traversiers.example.org/"),),
        quotes=(Quote(text="Nous avons tenu parole.", speaker="Mary Fell", title="ministre"),),
        facts=(Fact(text="Le quai date de 1911."), Fact(text="Il a été refait.")),
        contacts=(Contact(name="Ann Vale", role="bureau de presse", email="ann@example.org", phone="555-0101"),),
    )


def page(response, status: int = 200) -> HtmlElement:
    """The page of an answer, after it was found to be French to the last word."""
    assert response.status_code == status
    assert response.headers["Content-Language"] == "fr"
    document = html.fromstring(response.content.decode())
    assert document.get("lang") == "fr"
    assert english_in(document) == []
    return document


def english_in(document: HtmlElement) -> list[str]:
    """What a page still says in the words of the sources. Words that are the same in both languages are no matter."""
    shown = [*document.xpath("//text()[not(parent::script or parent::style)]"), *document.xpath("//button/@value")]
    shown += document.xpath("//input[@type='submit']/@value")
    shown += [value for name in SPOKEN for value in document.xpath(f"//@{name}")]
    english, french = spoken()
    return [text for text in map(_plain, shown) if text not in french and english.fullmatch(text)]


def spoken() -> tuple[re.Pattern[str], set[str]]:
    """Any message as English says it, whatever stands in its gaps; and all of the French."""
    held = entries("django")
    english = {text for entry in held for text in (entry.key.singular, entry.key.plural) if _says_something(text)}
    any_of_them = "|".join(_GAP.sub("(?:.+)", re.escape(_plain(text))) for text in english)
    return re.compile(any_of_them), {_plain(text) for entry in held for text in entry.translations}


def _says_something(text: str) -> bool:
    return len(re.findall("[a-zA-Z]", re.sub(r"%\(\w+\)\w", "", text))) > 3


def _plain(text: str) -> str:
    """Without what a page may add to a name: a capital, a colon."""
    return " ".join(text.split()).rstrip(" :").casefold()


def test_english_would_be_noticed(client: Client, ferry: Release) -> None:
    """The measure itself: an English page is full of it."""
    document = html.fromstring(client.get("/").content.decode())
    found = english_in(document)
    assert {"all releases", "skip to the content"} <= set(found)


def test_the_front_page(client: Client, ferry: Release) -> None:
    document = page(client.get("/fr/"))
    assert "Le traversier revient" in document.text_content()
    assert "Toutes les publications" in words(document, ".sections")


def test_an_empty_front_page_and_list(client: Client) -> None:
    assert "Rien n’a encore été publié." in page(client.get("/fr/")).text_content()
    assert "Il n’y a aucune publication ici." in page(client.get("/fr/releases/?year=2026")).text_content()


def test_the_list_archive_and_topic(client: Client, ferry: Release) -> None:
    assert "Le traversier revient" in page(client.get("/fr/releases/")).text_content()
    assert "Publications de 2026" in page(client.get("/fr/releases/2026/")).text_content()
    assert "mars 2026" in page(client.get("/fr/releases/2026/03/")).text_content().casefold()
    assert "Sujet" in page(client.get("/fr/tags/traversiers/")).text_content()


def test_a_release_from_the_masthead_to_the_form(client: Client, ferry: Release) -> None:
    address = edition_of(ferry).get_absolute_url()
    assert address.startswith("/fr/releases/2026/03/06/")
    document = page(client.get(address))
    assert words(document, ".release__head .kind") == "Communiqué"
    assert [words(each, "h2") for each in find(document, ".article section")] == [
        "Citation",
        "Faits en bref",
        "Liens connexes",
        "Personnes-ressources pour les médias",
    ]
    assert words(document, "#respond h2") == "Laisser une réponse"
    assert words(document, ".release__dates").startswith("Publié le 6 mars 2026")


def test_a_correction_an_earlier_edition_and_a_withdrawal(client: Client, ferry: Release) -> None:
    first = edition_of(ferry)
    scenes.corrected(ferry, at=scenes.NOW + timedelta(minutes=20), headline="Le traversier est revenu", note="Un mot.")
    document = page(client.get(first.get_absolute_url()))
    assert "Ce qui a changé dans cette publication" in document.text_content()
    earlier = page(client.get(f"{first.get_absolute_url()}editions/1/"))
    assert "Voici l’édition 1" in earlier.text_content()
    for gone, status in ((False, 200), (True, 410)):
        address = taken_back(gone).get_absolute_url()
        assert "La raison suivante".casefold() in page(client.get(address), status).text_content().casefold()


def taken_back(gone: bool) -> Edition:
    slug = "retire-410" if gone else "retire"
    release = scenes.withdrawn(
        published_at=scenes.NOW, at=scenes.NOW + timedelta(minutes=5), gone=gone, language="fr", slug=slug
    )
    return edition_of(release)


def test_a_page_that_does_not_exist(client: Client) -> None:
    assert "Il n’y a pas de page à cette adresse" in page(client.get("/fr/rien/"), 404).text_content()


def test_a_reply_with_mistakes_and_one_without(client: Client, ferry: Release) -> None:
    parent = shown(ferry, text="Enfin !")
    document = page(client.get(f"{reply_url(edition_of(ferry))}?parent={parent.key}"))
    assert words(document, "#commentform button") == "Publier le commentaire"
    wrong = page(post(client, ferry, comment="", author="", email="noor"), 422)
    told = wrong.text_content()
    for each in ("Écrivez votre commentaire.", "Indiquez votre nom.", "3\u00a0points"):
        assert each.replace("\u00a0", " ") in told.replace("\u00a0", " ")
    waiting = page(client.get(post(client, ferry)["Location"]))
    assert "Votre réponse attend d’être modérée" in waiting.text_content()


def test_a_reply_from_another_site(client: Client, ferry: Release) -> None:
    refused = page(post(client, ferry, headers={"Sec-Fetch-Site": "cross-site"}), 403)
    assert "cet envoi vient d’un autre site" in refused.text_content()


@pytest.fixture
def office(ada: User) -> Client:
    """An administrator whose browser asks for French."""
    client = Client(headers={"Accept-Language": "fr-CA,fr;q=0.9"})
    client.force_login(ada)
    return client


def test_the_back_office(office: Client, ferry: Release) -> None:
    reply = said(ferry)
    draft = scenes.draft(headline="Un brouillon")
    assert "Tableau de bord" in page(office.get("/admin/")).text_content()
    assert "Publique" in page(office.get(reverse("admin:releases_release_changelist"))).text_content()
    for release in (ferry, draft):
        form = page(office.get(reverse("admin:releases_release_change", args=[release.pk])))
        assert "Enregistrer et prévisualiser" in form.xpath("string()") + " ".join(form.xpath("//@value"))
        history = page(office.get(reverse("admin:releases_release_history", args=[release.pk])))
        assert "Ce qui s’est passé" in history.text_content()
    assert "Réponses à modérer" in page(office.get(reverse("admin:comments_comment_changelist"))).text_content()
    page(office.get(reverse("admin:comments_comment_change", args=[reply.pk])))


VERBS = {
    "publish": "Publier maintenant",
    "schedule": "Programmer",
    "correct": "Publier une mise à jour",
    "withdraw": "Retirer",
    "unschedule": "Déprogrammer",
}


@pytest.mark.parametrize("verb", VERBS)
def test_the_page_of_every_verb_where_it_may_be_done_and_where_not(office: Client, ferry: Release, verb: str) -> None:
    for release in (ferry, scenes.draft(headline="Un brouillon")):
        address = reverse(f"admin:releases_release_{verb}", args=[release.pk])
        assert words(page(office.get(address)), "title").startswith(VERBS[verb])
        answer = office.post(address, {"version": release.version, "seen": 0}, follow=True)
        assert english_in(html.fromstring(answer.content.decode())) == []


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (datetime(2026, 3, 1, 14, 5, tzinfo=UTC), "1er mars 2026 à 9 h 05 HNE", "1 March 2026, 09:05 EST"),
        (datetime(2026, 8, 2, 14, 5, tzinfo=UTC), "2 août 2026 à 10 h 05 HAE", "2 August 2026, 10:05 EDT"),
    ],
)
def test_moments_in_words(moment: datetime, french: str, english: str) -> None:
    for language, expected in (("fr", french), ("en", english)):
        with translation.override(language):
            shown = html.fromstring(str(dates.moment(moment))).text_content()
        assert shown.replace("\u00a0", " ") == expected


def test_moments_of_the_back_office_in_words() -> None:
    moment = datetime(2026, 2, 1, 14, 5, tzinfo=UTC)
    with translation.override("fr"):
        assert words_of_the_desk.spell(moment) == "dimanche 1er février 2026, 09:05 America/Toronto"
        assert words_of_the_desk.short(moment) == "1er fév. 2026, 09:05"
    with translation.override("en"):
        assert words_of_the_desk.short(moment) == "1 Feb 2026, 09:05"


def test_the_scripts_of_the_editor_get_their_words(office: Client, ferry: Release) -> None:
    form = html.fromstring(office.get(reverse("admin:releases_release_change", args=[ferry.pk])).content.decode())
    catalogue = reverse("admin:jsi18n")
    assert catalogue in form.xpath("//script/@src")
    answer = office.get(catalogue).content.decode()
    assert r'"Numbered list": "Liste num\u00e9rot\u00e9e"' in answer
    assert '"Edit Link": "Modifier le lien"' in answer, "the package's own dialogs"
