"""Pictures for shared links: their words are whole, in any script, and nobody sees one before its time."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from releases.actions.set_office import set_office
from releases.media.storage import private
from releases.models import Edition
from releases.office import default_office
from releases.office_content import OfficeContent
from releases.social_card import fonts, kept
from releases.social_card.drawing import MARGIN, draw
from releases.social_card.lines import clusters_of, pieces_of, set_in
from releases.social_card.words import Words, of_release
from tests import cast
from tests.scenes import NOW, corrected, published, scheduled, withdrawn

FERRY = f"/releases/{NOW:%Y/%m/%d}/ferry/card.png"
LATER = NOW + timedelta(minutes=10)
USUAL = {
    "kicker": "News release",
    "headline": "Ferry returns",
    "office": "Northshore Council",
    "date": "6 March 2026",
    "is_rtl": False,
    "ground": "#0d3a31",
    "ink": "#f3f7f4",
}
LONG = (
    "The Minister of Transport, the Premier and the mayors of eleven municipalities along the north shore will announce "
    "the results of the three-year consultation on the future of the ferry service and take questions from the media there"
)
HEADLINES = {
    "a short one": "Ferry",
    "the longest": (LONG + " afterwards")[:255],
    "of one long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "French": "L’œuvre au cœur du Vieux-Port : « naïveté » – 12 000 spectateurs à l’inauguration",
    "Polish": "Łódź i Gdańsk: nowy prom połączy północny brzeg",
    "Arabic": "عودة العبّارة إلى الشاطئ الشمالي يوم الاثنين 12 مارس بعد 3 سنوات من الإصلاحات",
    "Chinese": "渡轮周一恢复开往北岸的航班，市长表示感谢" * 5,
    "with signs": "Thank you 👩\u200d👩\u200d👧 🇨🇦 to all",
    "of signs alone": "👩\u200d👩\u200d👧🇨🇦",
    "with many marks": "Z" + "\u0334\u0327\u031b" * 60 + "algo",
    "with what turns it round": "Ferry \u202egnisrever\u202c returns",
    "of nothing that shows": "\u200b\u200d\ufeff",
    "with markup": '<script>"&',
}


def words(**other: Any) -> Words:
    return Words(**USUAL | other)


def seen(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    return picture.convert("RGB")


def inked(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    part = picture.crop(box)
    return part.getextrema() != tuple((channel, channel) for channel in part.getpixel((0, 0)))


@pytest.mark.parametrize("name", HEADLINES)
@pytest.mark.parametrize("is_rtl", [False, True])
def test_every_headline_stays_in_its_frame(name: str, is_rtl: bool) -> None:
    data = draw(words(headline=HEADLINES[name], is_rtl=is_rtl))
    picture = seen(data)
    assert len(data) < 60_000
    # The bar stands at the edge where reading begins; for the rest nothing comes near an edge.
    assert not inked(picture, (20, 0, MARGIN - 8, 630)), "left"
    assert not inked(picture, (1200 - MARGIN + 8, 0, 1180, 630)), "right"
    assert not inked(picture, (20, 0, 1180, 40)), "top"
    assert not inked(picture, (20, 600, 1180, 630)), "bottom"
    assert inked(picture, (MARGIN, 140, 1200 - MARGIN, 500)), "there is a headline, or the office's name in its place"
    assert not inked(picture, (MARGIN, 490, 1200 - MARGIN, 506)), "it does not run into the foot"


def test_the_same_words_are_the_same_bytes_and_other_words_are_others() -> None:
    assert draw(words()) == draw(words())
    others = [words(**{name: "#123456" if name in ("ground", "ink") else "Else"}) for name in USUAL if name != "is_rtl"]
    assert len({each.digest for each in (*others, words(), words(is_rtl=True))}) == 8


def test_a_word_cannot_pass_from_one_field_into_another() -> None:
    assert words(kicker="A", headline="BC").digest != words(kicker="AB", headline="C").digest


def test_it_has_the_colours_of_the_office() -> None:
    picture = seen(draw(words(ground="#ffd400", ink="#101010")))
    assert picture.getpixel((600, 20)) == (0xFF, 0xD4, 0x00)
    assert picture.getpixel((5, 300)) == (0x10, 0x10, 0x10)


def test_it_begins_at_the_side_from_which_its_language_is_read() -> None:
    picture = seen(draw(words(headline="عودة", is_rtl=True)))
    assert picture.getpixel((1195, 300)) == (0xF3, 0xF7, 0xF4)
    assert picture.getpixel((5, 300)) == (0x0D, 0x3A, 0x31)
    assert inked(picture, (900, 150, 1130, 500))
    assert not inked(picture, (30, 150, 400, 500))


def test_letters_of_arabic_are_joined() -> None:
    """Side by side and unjoined, as a machine without Raqm draws them, they are not Arabic. A non-joiner keeps them apart."""
    joined, apart = (draw(words(headline=text, is_rtl=True)) for text in ("عبارة", "ع\u200cب\u200cا\u200cر\u200cة"))
    assert joined != apart


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("e\u0301a", ["e\u0301", "a"]),
        ("👩\u200d👩\u200d👧x", ["👩\u200d👩\u200d👧", "x"]),
        ("🇨🇦🇫🇷", ["🇨🇦", "🇫🇷"]),
        ("👍🏽!", ["👍🏽", "!"]),
        ("❤\ufe0f.", ["❤\ufe0f", "."]),
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("한\u1112\u1161\u11ab글", ["한", "\u1112\u1161\u11ab", "글"]),
        ("نَص", ["نَ", "ص"]),
        ("", []),
    ],
)
def test_what_readers_take_for_one_letter_is_one(text: str, clusters: list[str]) -> None:
    assert clusters_of(text) == clusters


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Ferry returns", ["Ferry ", "returns"]),
        ("Vieux-Port : « Bonjour »", ["Vieux-Port : ", "« Bonjour »"]),
        ("à 12\u00a0000\u202f$ !", ["à ", "12\u00a0000\u202f$ !"]),
        ("渡轮，「恢复」A1", ["渡", "轮，", "「恢", "复」", "A1"]),
        ("カーポート", ["カー", "ポー", "ト"]),
        ("a – b", ["a – ", "b"]),
    ],
)
def test_lines_break_where_the_script_allows(text: str, pieces: list[str]) -> None:
    assert pieces_of(text) == pieces
    assert "".join(pieces) == text


def test_lines_are_even_and_lose_nothing() -> None:
    setting = set_in(LONG, lambda piece: float(len(piece)), 60, 9)
    assert not setting.is_cut
    assert not setting.is_broken
    assert " ".join(setting.lines) == LONG
    lengths = [len(line) for line in setting.lines]
    assert max(lengths) <= 60
    assert min(lengths) > max(lengths) * 0.7, setting.lines


def test_what_is_cut_ends_after_a_word_and_says_so() -> None:
    setting = set_in(LONG, lambda piece: float(len(piece)), 40, 2)
    assert setting.is_cut
    assert len(setting.lines) == 2
    kept = " ".join(setting.lines)
    assert kept.endswith("…")
    assert LONG.startswith(kept[:-1])
    assert not LONG[len(kept) - 1].isalnum()


def test_a_word_that_is_too_long_is_broken_between_letters_with_their_marks() -> None:
    setting = set_in("e\u0301" * 50, lambda piece: float(len(clusters_of(piece))), 20, 9)
    assert setting.is_broken
    assert "".join(setting.lines) == "e\u0301" * 50
    assert all(line.startswith("e") for line in setting.lines)


def test_signs_without_a_font_are_left_out_and_a_text_without_one_is_none() -> None:
    nobody_has = "\U0001f9d1\u200d\U0001f9d1"
    assert fonts.writable(f"Ferry {nobody_has} returns") in ("Ferry returns", f"Ferry {nobody_has} returns")
    # Linear A: Debian has no font for it.
    assert fonts.writable("\U00010600\U00010601") == ""
    assert fonts.writable("œuvre Łódź") == "œuvre Łódź"


def test_where_no_font_has_its_script_the_office_stands_for_the_headline() -> None:
    assert draw(words(headline="\U00010600")) == draw(words(headline=str(USUAL["office"])))


def test_without_any_font_of_ours_there_is_a_picture_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for cached in (fonts._paths, fonts._first, fonts._covers):
        cached.cache_clear()
    monkeypatch.setattr(fonts, "_OWN", ("never-was.woff2",))
    monkeypatch.setattr(fonts, "_OTHERS", ())
    try:
        seen(draw(words()))
    finally:
        for cached in (fonts._paths, fonts._first, fonts._covers):
            cached.cache_clear()


@pytest.mark.django_db
def test_its_words_are_those_of_the_edition_in_its_language(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    published(at=NOW, slug="traversier", language="fr", headline="Le\ttraversier  revient\x85")
    edition = Edition.objects.get(slug="traversier")
    said = of_release(edition, default_office("fr"))
    assert (said.kicker, said.date) == ("Communiqué", "6 mars 2026")
    assert said.headline == "Le traversier revient"
    assert said.office == settings.SITE_NAME


@pytest.mark.django_db
def test_it_is_made_on_first_need_once_and_kept(time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    time_machine.move_to(NOW, tick=False)
    published(at=NOW, slug="ferry")
    made: list[Words] = []

    def counted(asked: Words) -> bytes:
        made.append(asked)
        return draw(asked)

    monkeypatch.setattr(kept, "draw", counted)
    answers = [Client().get(FERRY) for _time in range(2)]
    bodies = {b"".join(answer.streaming_content) for answer in answers}
    assert len(made) == 1
    assert bodies == {draw(made[0])}
    assert answers[0].headers["Content-Type"] == "image/png"
    assert answers[0].headers["Cache-Control"] == "no-cache"
    assert private().exists(kept.stored_name(made[0]))
    again = Client().get(FERRY, headers={"If-None-Match": answers[0].headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_a_disk_that_keeps_nothing_costs_the_reader_nothing(time_machine: Any, settings: Any, tmp_path: Path) -> None:
    time_machine.move_to(NOW, tick=False)
    published(at=NOW, slug="ferry")
    (tmp_path / "files").mkdir(exist_ok=True)
    (tmp_path / "files" / "cards").write_text("a file where a folder should be")
    answer = Client().get(FERRY)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    seen(answer.content)


@pytest.mark.django_db
def test_before_its_time_there_is_no_picture_and_none_was_made(time_machine: Any, tmp_path: Path) -> None:
    time_machine.move_to(NOW, tick=False)
    scheduled(at=NOW, visible_from=LATER, slug="ferry")
    never = Client().get(FERRY.replace("ferry", "never-was"))
    hidden = Client().get(FERRY)
    assert (hidden.status_code, hidden.content, hidden.headers) == (404, never.content, never.headers)
    assert not list(tmp_path.glob("files/cards/**/*.png"))
    time_machine.move_to(LATER, tick=False)
    assert Client().get(FERRY).status_code == 200


@pytest.mark.django_db
def test_a_scheduled_headline_is_not_on_it_until_its_second(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    ferry = published(at=NOW, slug="ferry")
    first = Client().get(FERRY).headers["ETag"]
    corrected(ferry, at=LATER, headline="Ferry is sold")
    assert Client().get(FERRY).headers["ETag"] == first
    time_machine.move_to(LATER, tick=False)
    assert Client().get(FERRY).headers["ETag"] != first


@pytest.mark.django_db
def test_what_is_withdrawn_has_none(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    withdrawn(published_at=NOW - timedelta(hours=1), at=NOW, slug="ferry")
    assert Client().get(FERRY).status_code == 404


@pytest.mark.django_db
def test_the_site_has_one_in_each_language_which_follows_the_office(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    before = [Client().get(path).headers["ETag"] for path in ("/card.png", "/fr/card.png")]
    assert len(set(before)) == 2
    office = OfficeContent(name={"en": "Port Authority"}, colours={"band": "#123456"})
    set_office(content=office, by=cast.ada(), seen=0, at=NOW)
    answer = Client().get("/card.png")
    assert answer.headers["ETag"] not in before
    assert seen(b"".join(answer.streaming_content)).getpixel((600, 20)) == (0x12, 0x34, 0x56)
