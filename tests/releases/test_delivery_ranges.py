"""Which part a Range header asks for, held against positions counted one by one."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from releases.delivery.ranges import NotSatisfiable, Part, part_of

WHOLE, NOTHING = "whole", "nothing"


def naive(header: str, size: int) -> object:
    """The standard's words (RFC 9110, 14.1.2) on a list of all positions, and what we chose where it leaves a choice."""
    unit, equals, rest = header.strip(" \t").partition("=")
    elements = [element.strip(" \t") for element in rest.split(",")]
    elements = [element for element in elements if element != ""]
    if unit.lower() != "bytes" or not equals or len(elements) != 1:
        return WHOLE
    first, dash, last = elements[0].partition("-")
    if not dash or any(character not in "0123456789" for character in first + last) or not first + last:
        return WHOLE
    everything = list(range(size))
    if not first:
        if int(last) == 0:
            return NOTHING
        chosen = everything[-int(last) :]
        return Part(chosen[0], chosen[-1]) if chosen else WHOLE
    if last and int(last) < int(first):
        return WHOLE
    chosen = [at for at in everything if at >= int(first) and (not last or at <= int(last))]
    return Part(chosen[0], chosen[-1]) if chosen else NOTHING


def ours(header: str, size: int) -> object:
    try:
        return part_of(header, size) or WHOLE
    except NotSatisfiable:
        return NOTHING


NUMBERS = st.one_of(st.just(""), st.integers(0, 60).map(str), st.integers(0, 10**30).map(str), st.just("007"))
BLANKS = st.sampled_from(["", " ", "\t", "  "])
PLAIN = st.builds("{}{}-{}{}".format, BLANKS, NUMBERS, NUMBERS, BLANKS)
LISTS = st.lists(st.one_of(PLAIN, BLANKS), max_size=3).map(",".join)
UNITS = st.sampled_from(["bytes", "Bytes", "BYTES", "lines", "byte", "", " bytes"])
HEADERS = st.builds("{}={}".format, UNITS, LISTS)
NEAR = st.text(alphabet="bytes=-0123456789, \t²٣", max_size=20)


@given(st.one_of(HEADERS, NEAR, st.text(max_size=30)), st.integers(0, 50))
@example("bytes=0-", 0)
@example("bytes=-5", 0)
@example("bytes=0-0", 1)
@example("bytes=٣-٤", 9)
@example("bytes=0-1\n", 9)
def test_any_header_asks_for_what_the_standard_says(header: str, size: int) -> None:
    assert ours(header, size) == naive(header, size)


@given(st.integers(0, 40), st.integers(0, 80), st.integers(1, 50))
def test_the_parts_that_a_resumed_download_asks_for_make_the_whole(first: int, length: int, size: int) -> None:
    data = bytes(range(size))
    sent, at = b"", 0
    while at < size:
        part = part_of(f"bytes={at}-{at + length}", size)
        assert part is not None and part.first == at
        sent += data[part.first : part.last + 1]
        assert part.length == part.last + 1 - part.first
        at = part.last + 1
    assert sent == data


@pytest.mark.parametrize("digits", [18, 19, 20, 4_301, 8_000])
def test_a_number_of_any_length_is_only_a_number(digits: int) -> None:
    """``int`` raises on more than 4,300 digits, and a header may have twice as many."""
    assert part_of("bytes=0-" + "9" * digits, 10) == Part(0, 9)
    assert part_of("bytes=-" + "9" * digits, 10) == Part(0, 9)
    assert part_of("bytes=" + "0" * digits + "1-1", 10) == Part(1, 1)
    with pytest.raises(NotSatisfiable):
        part_of("bytes=" + "9" * digits + "-", 10)


def test_a_hostile_header_is_read_once() -> None:
    """What fits into a header, and costs a parser that goes back more than a moment."""
    began = time.perf_counter()
    for header in ("bytes=" + "," * 8_000, "bytes=" + "0-0," * 2_000, "bytes=" + " " * 8_000 + "x", "b" * 8_000):
        assert ours(header, 100) == WHOLE
    assert time.perf_counter() - began < 1
