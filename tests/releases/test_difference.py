"""A difference holds both texts: without what was removed it is the later one, without what was added the earlier."""

import json
import re
import time
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from releases.difference.align import Budget, align
from releases.difference.compare import HIDDEN_FROM_READERS, compare, titles_needed
from releases.difference.model import Field, Line, Row, Status, Words
from releases.html import clean, figures_of, plain_text
from releases.snapshot import Contact, Fact, LeadImage, Link, Quote
from tests.scenes import content

# Few words, so that texts have much in common; and some that must be escaped, or that no space divides.
WORDS = st.sampled_from(
    [
        "the",
        "quay",
        "ferry",
        "Monday",
        "40",
        "1,250.50",
        "<b>",
        "&amp;",
        "“no”",
        "l’eau",
        "渡船",
        "e\u0301",
        "‏عبّارة",
        "[added:",
    ]
)
SENTENCES = st.lists(WORDS, max_size=12).map(" ".join)
TEXTS = st.lists(SENTENCES, max_size=3).map("\n".join)
ESCAPED = SENTENCES.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
LINKED = ESCAPED.map(lambda text: f'<a href="https://example.org/{len(text)}">{text}</a> <em>{text[:9]}</em>')
INLINE = st.lists(ESCAPED | LINKED | ESCAPED.map(lambda text: f"<strong>{text}</strong>"), max_size=3).map("<br>".join)
LISTS = st.lists(INLINE, min_size=1, max_size=4).map(lambda items: "".join(f"<li>{item}</li>" for item in items))
ROWS = st.lists(st.tuples(INLINE, INLINE), min_size=1, max_size=3).map(
    lambda rows: "".join(f"<tr><th>{one}</th><td>{other}</td></tr>" for one, other in rows)
)
KEYS = st.sampled_from("ABC").map(lambda letter: letter * 24)
FIGURES = st.builds(
    '<figure><img data-file="{}" alt="{}"><figcaption>{}<cite>{}</cite></figcaption></figure>'.format,
    KEYS,
    st.sampled_from(["", "A ferry", "The quay at dusk"]),
    LINKED | st.just(""),
    st.sampled_from(["", "Ana B."]),
)
BLOCKS = st.one_of(
    FIGURES,
    INLINE.map(lambda text: f"<p>{text}</p>"),
    INLINE.map(lambda text: f"<h2>{text}</h2>"),
    LISTS.map(lambda items: f"<ul>{items}</ul>"),
    LISTS.map(lambda items: f"<ol start='3'>{items}<li>a<ul>{items}</ul></li></ol>"),
    INLINE.map(lambda text: f"<blockquote><p>{text}</p></blockquote>"),
    ROWS.map(lambda rows: f"<table>{rows}</table>"),
)
BODIES = st.lists(BLOCKS, max_size=6).map("".join).map(clean)
IMAGES = st.none() | st.builds(
    LeadImage,
    key=st.just("k"),
    alt=SENTENCES,
    credit=SENTENCES,
    width=st.just(640),
    height=st.just(360),
    sha256=st.sampled_from("ab"),
)


def some(strategy):
    return st.lists(strategy, max_size=5).map(tuple)


SNAPSHOTS = st.builds(
    content,
    kind=st.sampled_from(["speech", "statement"]),
    language=st.sampled_from(["en", "fr"]),
    slug=st.sampled_from(["a", "b-c"]),
    headline=SENTENCES,
    summary=TEXTS,
    dateline=SENTENCES,
    body=BODIES,
    quotes=some(st.builds(Quote, text=TEXTS, speaker=SENTENCES, title=SENTENCES)),
    facts=some(st.builds(Fact, text=SENTENCES)),
    links=some(st.builds(Link, label=SENTENCES, url=st.just("https://example.org/"))),
    contacts=some(st.builds(Contact, name=SENTENCES, role=SENTENCES, email=SENTENCES, phone=SENTENCES)),
    tags=st.lists(WORDS, max_size=5, unique=True).map(tuple),
    picks=st.lists(st.integers(1, 6), max_size=5, unique=True).map(tuple),
    source_name=SENTENCES,
    source_url=SENTENCES,
    lead_image=IMAGES,
    translation_of=st.none() | st.integers(1, 3),
)
PLAIN = ("headline", "summary", "dateline", "slug", "source_name", "source_url")
PARTS = ("quotes", "facts", "links", "contacts")


def text_in(marked: str, *, without: str = "") -> str:
    """The text of a marked text, as somebody reads it who leaves out one sort of mark; blanks folded."""
    tree = html.fragment_fromstring(marked, create_parent="div")
    for element in [*tree.iter("span"), *(tree.iter(without) if without else ())]:
        element.drop_tag() if element.tag != "span" and element.tag != without else element.drop_tree()
    for line_break in tree.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "".join(tree.itertext())


def folded(text: str) -> str:
    return "".join(text.split())


def both_sides(lines: list[Line]) -> tuple[str, str]:
    """The earlier and the later text, out of what is shown inline."""
    shown = [str(line.words.inline) for line in lines]
    return "".join(text_in(one, without="ins") for one in shown), "".join(text_in(one, without="del") for one in shown)


def parts_in(rows: tuple[Row, ...], mark: str, gone: Status) -> list[tuple[str, ...]]:
    found = []
    for row in rows:
        if row.status != gone:
            texts = (text_in(str(line.words.inline), without=mark) for line in row.lines)
            found.append(tuple(text for text in texts if text))
    return found


def is_figure(row: Row) -> bool:
    return row.lines[0].label == "Image"


def without_figures(body: str) -> str:
    return re.sub("<figure>.*?</figure>", "", body)


def words_of_figures(body: str) -> list[str]:
    """Every text of every figure; a figure may have moved, so that their order is that of neither side."""
    figures = figures_of(body)
    captions = ["".join(run.text for run in figure.runs) for figure in figures]
    texts = [*(figure.alt or "[no alternative text]" for figure in figures), *captions]
    return sorted(filter(None, [*texts, *(figure.credit for figure in figures)]))


def values(part) -> tuple[str, ...]:
    return tuple(value for value in (getattr(part, name) for name in part.__dataclass_fields__) if value)


@given(before=SNAPSHOTS, after=SNAPSHOTS)
@settings(max_examples=60, deadline=None)
def test_both_texts_can_be_read_out_of_a_difference(before, after):
    difference = compare(before, after)
    found = {field.name: field for field in difference.fields}
    for name in PLAIN:
        if name in found:
            assert both_sides([found[name].rows[0].lines[0]]) == (getattr(before, name), getattr(after, name))
    if "body" in found:
        texts = [row for row in found["body"].rows if not is_figure(row)]
        earlier, later = both_sides([line for row in texts for line in row.lines])
        assert folded(earlier) == folded(plain_text(without_figures(before.body)))
        assert folded(later) == folded(plain_text(without_figures(after.body)))
        figures = [both_sides([line]) for row in found["body"].rows if is_figure(row) for line in row.lines]
        assert sorted(filter(None, (one for one, _other in figures))) == words_of_figures(before.body)
        assert sorted(filter(None, (other for _one, other in figures))) == words_of_figures(after.body)
    for name in PARTS:
        if name in found:
            rows = found[name].rows
            assert parts_in(rows, "del", Status.REMOVED) == [values(part) for part in getattr(after, name)]
            earlier_parts = parts_in(rows, "ins", Status.ADDED)
            assert sorted(earlier_parts) == sorted(values(part) for part in getattr(before, name))
    if "tags" in found:
        assert parts_in(found["tags"].rows, "del", Status.REMOVED) == [(tag,) for tag in after.tags]
        assert sorted(parts_in(found["tags"].rows, "ins", Status.ADDED)) == sorted((tag,) for tag in before.tags)


@given(before=SNAPSHOTS, after=SNAPSHOTS)
@settings(max_examples=40, deadline=None)
def test_either_side_by_itself_is_what_the_marks_say_of_it(before, after):
    for field in compare(before, after).fields:
        for words in (line.words for row in field.rows for line in row.lines):
            assert folded(text_in(str(words.before))) == folded(text_in(str(words.inline), without="ins"))
            assert folded(text_in(str(words.after))) == folded(text_in(str(words.inline), without="del"))
            assert "<ins>" not in words.before
            assert "<del>" not in words.after


@given(snapshot=SNAPSHOTS)
@settings(max_examples=30, deadline=None)
def test_equal_snapshots_have_no_difference(snapshot):
    assert not compare(snapshot, replace(snapshot))


@given(before=SNAPSHOTS, after=SNAPSHOTS)
@settings(max_examples=40, deadline=None)
def test_every_field_that_differs_is_shown_and_no_other(before, after):
    differing = {name for name in before.__dataclass_fields__ if getattr(before, name) != getattr(after, name)}
    assert {field.name for field in compare(before, after).fields} == differing
    assert {field.name for field in compare(before, after, without=HIDDEN_FROM_READERS).fields} == (
        differing - {"picks", "translation_of"}
    )


@given(
    before=st.lists(st.integers(0, 4), max_size=30),
    after=st.lists(st.integers(0, 4), max_size=30),
    left=st.integers(0, 400),
)
@settings(max_examples=200, deadline=None)
def test_an_alignment_covers_both_sides_whatever_it_may_spend(before, after, left):
    spans = align(before, after, Budget(left)).spans
    assert [item for span in spans for item in before[span.before]] == before
    assert [item for span in spans for item in after[span.after]] == after
    for span in spans:
        assert not span.same or before[span.before] == after[span.after]


def shown(field: Field) -> list[str]:
    """The rows as they are marked, without the words that are only heard."""
    return [
        re.sub(r'<span class="visually-hidden">.*?</span>', "", str(row.lines[0].words.inline)) for row in field.rows
    ]


def field_of(name, before, after) -> Field:
    (field,) = compare(content(**{name: before}), content(**{name: after})).fields
    return field


def test_words_are_marked_and_not_letters():
    field = field_of("headline", "The ferry returns to the north shore", "The ferry returns to the south shore")
    assert shown(field) == ["The ferry returns to the <del>north</del><ins>south</ins> shore"]


def test_a_figure_is_one_word_with_its_separators():
    field = field_of("summary", "It costs 1,250.50 dollars a year", "It costs 1,350.50 dollars a year")
    assert shown(field) == ["It costs <del>1,250.50</del><ins>1,350.50</ins> dollars a year"]


def test_a_word_or_two_that_stayed_do_not_break_up_a_rewritten_sentence():
    field = field_of(
        "headline", "Ministers agreed to postpone everything", "Councillors refused to reconsider anything"
    )
    assert shown(field) == [
        "<del>Ministers agreed to postpone everything</del><ins>Councillors refused to reconsider anything</ins>"
    ]


def test_marks_are_spoken_as_well_as_seen_in_the_language_of_the_reader():
    field = field_of("headline", "North shore", "South shore")
    assert field.rows[0].lines[0].words.inline == (
        '<del><span class="visually-hidden">[removed: </span>North<span class="visually-hidden">] </span></del>'
        '<ins><span class="visually-hidden">[added: </span>South<span class="visually-hidden">] </span></ins> shore'
    )


def test_what_only_formatting_changed_is_shown_too():
    field = field_of("body", "<p>The ferry returns</p>", "<p>The <strong>ferry</strong> returns</p>")
    assert shown(field) == ["<p>The <del>ferry</del><ins><strong>ferry</strong></ins> returns</p>"]
    heading = field_of("body", "<p>The ferry returns</p>", "<h2>The ferry returns</h2>")
    assert shown(heading) == ["<h2>The ferry returns</h2>"]
    assert heading.rows[0].said == "Only its layout changed, not its words."


def test_where_a_link_leads_is_said():
    field = field_of(
        "body", '<p>See <a href="https://a.example/">this</a></p>', '<p>See <a href="https://b.example/">this</a></p>'
    )
    assert field.rows[0].said == "No longer links to https://a.example/ · Now links to https://b.example/"


def test_an_item_and_a_row_come_and_go_inside_their_list_and_table():
    field = field_of("body", "<ul><li>one</li><li>two</li></ul>", "<ul><li>one</li><li>three</li><li>two</li></ul>")
    assert shown(field) == ["<ul><li>one</li><li><ins>three</ins></li><li>two</li></ul>"]
    table = "<table><tr><td>cars</td><td>40</td></tr>{}</table>"
    field = field_of("body", table.format("<tr><td>crew</td><td>6</td></tr>"), table.format("").replace("40", "45"))
    assert shown(field) == [
        "<table><tbody><tr><td>cars</td><td><del>40</del><ins>45</ins></td></tr>"
        "<tr><td><del>crew</del></td><td><del>6</del></td></tr></tbody></table>"
    ]
    assert field.rows[0].lines[0].words.after == "<table><tbody><tr><td>cars</td><td><ins>" + (
        '<span class="visually-hidden">[added: </span>45<span class="visually-hidden">] </span></ins></td></tr></tbody></table>'
    )


def figure(key: str, alt: str = "A ferry", caption: str = "", credit: str = "") -> str:
    return f'<figure><img data-file="{key * 24}" alt="{alt}"><figcaption>{caption}<cite>{credit}</cite></figcaption></figure>'


def told(before: str, after: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each row of a body that is not the same: its status, what is said of it, and its lines as they read with marks."""
    rows = compare(content(body=clean(before)), content(body=clean(after))).fields[0].rows
    return [
        (
            row.status.value,
            row.said,
            [(line.label, re.sub("<span.*?</span>", "", line.words.inline)) for line in row.lines],
        )
        for row in rows
        if row.status != Status.SAME
    ]


class TestFigures:
    def test_one_that_came_or_went_is_told_by_its_words(self):
        shown = figure("A", "A ferry", "In <b>May</b>", "Ana")
        [(status, said, lines)] = told("<p>a</p>", f"<p>a</p>{shown}")
        assert (status, said) == ("added", "")
        assert lines == [
            ("Image", "<ins>A ferry</ins>"),
            ("Caption", "<ins>In <strong>May</strong></ins>"),
            ("Credit", "<ins>Ana</ins>"),
        ]
        [(status, _said, lines)] = told(f"{shown}<p>a</p>", "<p>a</p>")
        assert (status, lines[0]) == ("removed", ("Image", "<del>A ferry</del>"))

    def test_one_without_words_is_seen_to_come_too(self):
        assert told("", figure("A", "")) == [("added", "", [("Image", "<ins>[no alternative text]</ins>")])]

    def test_its_words_are_compared_one_by_one(self):
        before = figure("A", "A ferry at dusk", "In May", "Ana")
        [(status, said, lines)] = told(before, figure("A", "A ferry at dawn", "In June", "Ana"))
        assert (status, said) == ("changed", "")
        assert lines == [
            ("Image", "A ferry at <del>dusk</del><ins>dawn</ins>"),
            ("Caption", "In <del>May</del><ins>June</ins>"),
            ("Credit", "Ana"),
        ]

    def test_the_same_picture_is_the_same_whatever_is_said_of_it(self):
        [(status, _said, _lines)] = told(figure("A", "A ferry"), figure("A", "Ein Schiff"))
        assert status == "changed"

    def test_another_picture_with_the_same_words_is_said(self):
        [(status, said, lines)] = told(figure("A", "A ferry"), figure("B", "A ferry"))
        assert (status, said) == ("changed", "Another image in place of the one before.")
        assert lines == [("Image", "A ferry")]

    def test_one_that_moved_is_told_once_where_it_stands_now(self):
        text = "<p>The quay reopens.</p><p>Nobody was hurt.</p>"
        [(status, said, lines)] = told(figure("A") + text, text + figure("A"))
        assert (status, said, lines) == ("moved", "Moved: it stood further up before.", [("Image", "A ferry")])
        [(status, said, lines)] = told(text + figure("A"), figure("A", "A boat") + text)
        assert (status, said) == ("changed", "Moved: it stood further down before.")
        assert lines == [("Image", "A <del>ferry</del><ins>boat</ins>")]

    def test_a_decorative_one_says_that_it_is(self):
        decorative = f'<img data-file="{"A" * 24}" data-decorative>'
        [(_status, _said, lines)] = told(figure("A", "A ferry"), decorative)
        assert lines == [("Image", "<del>A ferry</del><ins>[decorative]</ins>")]


def test_parts_are_found_again_when_they_move_and_when_they_change():
    one, two = Quote(text="At last it is here.", speaker="A"), Quote(text="No.", speaker="B")
    last = Quote(text="We are all very glad of it.", speaker="C")
    changed = replace(one, text="At last it was here.")
    field = field_of("quotes", (one, two, last), (last, changed))
    assert [(row.status, row.said) for row in field.rows] == [
        (Status.SAME, ""),
        (Status.CHANGED, "Moved from place 1 to place 2."),
        (Status.REMOVED, ""),
    ]
    a, b, c = (Fact(text=text) for text in "abc")
    field = field_of("facts", (a, b, c), (c, a, b))
    assert [row.status for row in field.rows] == [Status.MOVED, Status.SAME, Status.SAME]
    assert field.rows[0].said == "Moved from place 3 to place 1."


def test_releases_are_named_by_their_headlines():
    before, after = content(picks=(1, 2), translation_of=3), content(picks=(2, 4))
    assert titles_needed(before, after) == {1, 2, 3, 4}
    picks, original = compare(before, after, titles={1: "One", 2: "Two", 3: "Three"}).fields
    assert [(row.status.value, row.lines[0].words.after or row.lines[0].words.before) for row in picks.rows][1:] == [
        ("same", "Two"),
        (
            "added",
            '<ins><span class="visually-hidden">[added: </span>release 4<span class="visually-hidden">] </span></ins>',
        ),
    ]
    assert "Three" in original.rows[0].lines[0].words.before


def test_another_picture_is_said_and_its_words_compared():
    image = LeadImage(key="a", alt="The harbour at dawn", credit="", width=640, height=360, sha256="1")
    field = field_of("lead_image", image, replace(image, key="b", alt="The harbour at dusk", sha256="2", width=320))
    assert field.notes == ("Another picture (320 × 360 pixels) in place of the one before (640 × 360 pixels).",)
    assert [line.label for line in field.rows[0].lines] == ["Alternative text"]
    assert (field.pictures.before.key, field.pictures.after.key) == ("a", "b")
    gone = field_of("lead_image", image, None)
    assert gone.notes == ("The picture was taken out (640 × 360 pixels).",)


def test_what_nobody_changed_is_folded_but_for_the_neighbours_of_a_change():
    before = "".join(f"<p>Paragraph {number}</p>" for number in range(20))
    field = field_of("body", before, before.replace("Paragraph 10<", "Paragraph ten<"))
    assert [(len(stretch.rows), stretch.folded) for stretch in field.stretches] == [
        (9, True), (1, False), (1, False), (1, False), (8, True),
    ]  # fmt: skip


HUGE = 75_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>" + "a b " * HUGE + "</p>", "<p>" + "b a c " * HUGE + "</p>"),
        ("<p>a</p>" * 9_000, "<p>b</p><p>a</p><p>b</p>" * 3_000),
        ("<p>" + " ".join(map(str, range(HUGE))) + "</p>", "<p>" + " ".join(map(str, range(HUGE, 0, -1))) + "</p>"),
        ("<p>short</p>", "<b>" * 100_000),
        (
            "".join(f"<p>a {n} {n * 7}</p>" for n in range(4_000)),
            "".join(f"<p>b {n} {n * 9}</p>" for n in range(4_000)),
        ),
    ],
    ids=["two words", "repeated paragraphs", "reversed", "never closed", "all paragraphs changed"],
)
def test_a_huge_text_takes_bounded_time(before, after):
    started = time.process_time()
    (field,) = compare(content(body=before), content(body=after)).fields
    # Two to four seconds on the machine on which it was written; what it guards against takes minutes.
    assert time.process_time() - started < 30
    assert field.rows


def test_a_text_that_is_too_long_for_words_is_shown_by_the_paragraph_and_says_so():
    field = field_of("body", "<p>" + "a b " * HUGE + "</p>", "<p>" + "b a c " * HUGE + "</p>")
    assert field.coarse
    assert field.rows[0].lines[0].words.inline.count("<del>") == 1
    typed = field_of("body", "<p>short</p>", "<b>" * 100_000)
    assert typed.notes[0].startswith("This text is too long to be read as formatted text.")
    assert "&lt;b&gt;" in typed.rows[-1].lines[0].words.after


def test_no_input_gets_an_element_or_an_attribute_through(shared):
    hostile = [case["payload"] for case in json.loads((shared / "corpora/dompurify/payloads.json").read_text())]
    allowed = {
        "div", "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "br", "strong", "em", "sub", "sup", "table",
        "thead", "tbody", "tr", "td", "th", "ins", "del", "span",
    }  # fmt: skip
    names = {"href", "rel", "class", "start", "type", "colspan", "rowspan", "scope"}
    for payload in hostile:
        snapshot = content(body=payload, headline=payload, summary=payload, quotes=(Quote(text=payload, speaker="x"),))
        for words in words_in(compare(content(body="<p>Ferry</p>"), snapshot)):
            for way in (words.inline, words.before, words.after):
                tree = html.fragment_fromstring(str(way), create_parent="div")
                assert {element.tag for element in tree.iter()} <= allowed, payload
                assert {name for element in tree.iter() for name in element.attrib} <= names, payload
                assert not any("script:" in (element.get("href") or "") for element in tree.iter()), payload


def words_in(difference) -> list[Words]:
    return [line.words for field in difference.fields for row in field.rows for line in row.lines]


def test_naughty_strings_come_out_as_they_went_in(shared):
    for text in json.loads((shared / "corpora/blns/blns.json").read_text()):
        flat = "".join(char for char in text if char.isprintable())
        if not flat:
            continue
        field = field_of("summary", "", f"x{flat}x")
        assert folded(text_in(str(field.rows[0].lines[0].words.after))) == folded(f"x{flat}x")


def test_labels_are_those_of_the_form_in_the_language_of_the_person():
    with translation.override("fr"):
        field = field_of("lead_image", None, LeadImage(key="a", alt="x", credit="", width=1, height=1, sha256="1"))
    assert field.label != "Lead image"
