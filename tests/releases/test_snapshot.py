"""Snapshots: the same content has the same bytes, and what was written can be read for good."""

import hashlib
import json
from dataclasses import asdict, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.snapshot import (
    SCHEMA,
    Attachment,
    Contact,
    Fact,
    LeadImage,
    Link,
    Pin,
    Quote,
    Snapshot,
    content_hash,
    differing_fields,
    from_json,
    to_json,
)
from releases.workflow import Kind

# Surrogates are not characters: no encoding writes them down, and no database takes them.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ids = st.integers(min_value=1, max_value=2**63 - 1)


def _all(made: type[Any], /, **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(made, **{field.name: texts for field in fields(made)} | others)


def _some(rows: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(rows, max_size=3).map(tuple)


points = st.integers(min_value=0, max_value=100)
pictures = _all(LeadImage, width=ids, height=ids, decorative=st.booleans(), focal_x=points, focal_y=points)
snapshots = _all(
    Snapshot,
    kind=st.sampled_from(Kind.values),
    quotes=_some(_all(Quote)),
    facts=_some(_all(Fact)),
    links=_some(_all(Link)),
    contacts=_some(_all(Contact)),
    tags=_some(texts),
    picks=_some(ids),
    lead_image=st.none() | pictures,
    translation_of=st.none() | ids,
    figures=_some(_all(Pin, width=ids, height=ids)),
    gallery=_some(pictures),
    attachments=_some(_all(Attachment, size=ids, accessible=st.booleans())),
)

SMALL = Snapshot(kind="statement", language="fr", slug="le-quai", headline="Le quai rouvre à l’aube")


@given(snapshots)
def test_what_is_written_is_read_back_the_same(snapshot: Snapshot) -> None:
    text = to_json(snapshot)
    assert from_json(text) == snapshot
    assert to_json(from_json(text)) == text


@given(snapshots, snapshots)
def test_two_snapshots_have_the_same_hash_only_if_nothing_differs(one: Snapshot, other: Snapshot) -> None:
    # The pins of figures follow from the body, and so are not compared.
    other = replace(other, figures=one.figures)
    same = content_hash(to_json(one)) == content_hash(to_json(other))
    assert same == (one == other) == (not differing_fields(one, other))


def test_the_bytes_are_canonical() -> None:
    assert to_json(SMALL) == (
        '{"body":"","contacts":[],"dateline":"","facts":[],"headline":"Le quai rouvre à l’aube","kind":"statement",'
        '"language":"fr","lead_image":null,"links":[],"picks":[],"quotes":[],"schema":1,"slug":"le-quai",'
        '"source_name":"","source_url":"","summary":"","tags":[],"translation_of":null}'
    )


def test_the_hash_is_that_of_the_bytes_in_utf8() -> None:
    text = to_json(SMALL)
    assert content_hash(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert "\\u" not in text


def test_the_kind_is_written_as_plain_text_whether_it_came_as_a_member_or_a_string() -> None:
    assert to_json(replace(SMALL, kind=Kind.STATEMENT)) == to_json(SMALL)


def test_an_order_that_readers_see_is_kept() -> None:
    snapshot = replace(SMALL, picks=(9, 2, 5), facts=(Fact(text="b"), Fact(text="a")))
    assert from_json(to_json(snapshot)).picks == (9, 2, 5)
    assert [fact.text for fact in from_json(to_json(snapshot)).facts] == ["b", "a"]


@pytest.mark.parametrize("schema", [None, 0, SCHEMA + 1, "1"])
def test_a_schema_that_is_not_known_is_refused_and_not_guessed_at(schema: Any) -> None:
    document = {**asdict(SMALL), "schema": schema}
    with pytest.raises(ValueError, match="schema"):
        from_json(json.dumps(document))


def test_a_field_that_is_not_known_is_refused() -> None:
    document = {**asdict(SMALL), "schema": SCHEMA, "colour": "blue"}
    with pytest.raises(TypeError):
        from_json(json.dumps(document))


def test_differences_are_named_in_the_order_of_the_fields() -> None:
    changed = replace(SMALL, headline="Le quai ferme", kind="speech", tags=("Port",))
    assert differing_fields(SMALL, changed) == ["kind", "headline", "tags"]
