"""Whoever brings a working copy, the same rules hold: imports and commands do not pass the admin's form."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from releases.actions.save_draft import save_draft
from releases.errors import Refused
from releases.models import Release, Revision
from releases.snapshot import Contact, LeadImage, Link, Quote, Snapshot

PLAIN = Snapshot(kind="statement", language="en", slug="", headline="Harbour light relit", body="<p>It shines.</p>")


def save(by: User, **different: Any) -> Release:
    """Save a plain release in which these differ."""
    return save_draft(release=None, content=replace(PLAIN, **different), by=by, version=None)


@pytest.mark.parametrize(
    ("different", "told"),
    [
        ({"links": (Link(label="Read on", url="javascript:alert(1)"),)}, "not an address on the web"),
        ({"links": (Link(label="Read on", url="data:text/html,x"),)}, "not an address on the web"),
        ({"source_url": "//example.org"}, "not an address on the web"),
        ({"contacts": (Contact(name="Desk", email="not an address"),)}, "email"),
        ({"quotes": (Quote(text="Well.", speaker=""),)}, "speaker"),
        ({"quotes": (Quote(text="Well.", speaker="x" * 201),)}, "200"),
        ({"headline": "x" * 256}, "255"),
        ({"headline": "NUL \x00 here"}, "NUL"),
        ({"body": "<p>NUL \x00 here</p>", "summary": "\x00"}, "NUL"),
        ({"slug": "not a slug"}, "address"),
        ({"kind": "poem"}, "kind"),
        ({"language": "xx"}, "not a language of this site"),
        ({"picks": (987_654,)}, "does not exist"),
        ({"translation_of": 987_654}, "original"),
        (
            {"lead_image": LeadImage(key="k", alt="A pier", credit="", width=3, height=2, sha256="0" * 64)},
            "Upload it again",
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_by_name_and_nothing_is_written(
    edda: User, different: dict[str, Any], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        save(edda, **different)
    assert not Release.objects.exists()
    assert not Revision.objects.exists()


def test_a_release_is_not_related_to_itself_nor_twice_to_another(edda: User) -> None:
    one, other = save(edda), save(edda, headline="Another")
    for picks in ((one.pk,), (other.pk, other.pk)):
        with pytest.raises(Refused):
            save_draft(release=one, content=replace(PLAIN, picks=picks), by=edda, version=1)


def test_translations_are_a_star_and_not_a_chain(edda: User) -> None:
    original = save(edda)
    french = save(edda, language="fr", headline="Le phare", translation_of=original.pk)
    for different in (
        {"language": "en", "translation_of": original.pk},
        {"language": "fr", "translation_of": original.pk},
        {"language": "en", "translation_of": french.pk},
    ):
        with pytest.raises(Refused):
            save(edda, headline="Third", **different)
    stray = save(edda, language="fr", headline="Autre")
    with pytest.raises(Refused, match="original"):
        save_draft(
            release=original,
            content=replace(PLAIN, language="en", slug=original.slug, translation_of=stray.pk),
            by=edda,
            version=1,
        )
