"""The picture of size against quality."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.measuring.trade_picture import FRAME, Dot, Rect, draw, place_labels

NAMES = ("exact", "quality", "balanced", "small", "tiny", "hpc-256-p60", "hpc-512-p40", "hpc-binary-512")
SVG = "{http://www.w3.org/2000/svg}"
left, top, right, bottom = FRAME


def apart(one: Rect, other: Rect) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(st.lists(st.tuples(st.floats(left, right), st.floats(top, bottom)), min_size=1, max_size=12))
def test_no_label_lies_upon_another_or_upon_a_dot_or_out_of_the_frame(dots: list[tuple[float, float]]) -> None:
    rects = place_labels([NAMES[at % len(NAMES)] for at in range(len(dots))], dots)
    for one, other in itertools.combinations(rects, 2):
        assert apart(one, other)
    for rect in rects:
        assert left <= rect[0] and rect[2] <= right and top <= rect[1] and rect[3] <= bottom
        assert all(apart(rect, (x - 6, y - 6, x + 6, y + 6)) for x, y in dots)


def test_twelve_profiles_at_one_place_still_have_a_label_each() -> None:
    rects = place_labels(["hpc-binary-512"] * 12, [(right, bottom)] * 12)
    assert all(apart(one, other) for one, other in itertools.combinations(rects, 2))


def dots(*values: tuple[float, float]) -> list[Dot]:
    return [Dot(name, size, kept, kept - 3, kept + 2) for name, (size, kept) in zip(NAMES, values, strict=False)]


def test_every_profile_has_a_dot_and_a_label_and_smaller_is_further_left() -> None:
    drawn = ET.fromstring(draw(dots((263_000, 100), (66_000, 99.5), (8_800, 98)), "What it costs", "nDCG@10 kept"))
    circles = drawn.findall(f"{SVG}circle")
    across, down = ([float(each.attrib[name]) for each in circles] for name in ("cx", "cy"))
    assert across == sorted(across, reverse=True) and down == sorted(down) and len(circles) == 3
    said = [each.text for each in drawn.findall(f"{SVG}text")]
    assert {"What it costs", "nDCG@10 kept", "exact", "quality", "balanced", "10k", "100k", "100 %"} <= set(said)


@given(st.lists(st.tuples(st.floats(1, 1e7), st.floats(0, 120)), min_size=1, max_size=8))
def test_whatever_was_measured_lies_in_the_frame(values: list[tuple[float, float]]) -> None:
    given_dots = [Dot(name, size, kept, kept, kept) for name, (size, kept) in zip(NAMES, values, strict=False)]
    drawn = draw(given_dots, "t", "k")
    ET.fromstring(drawn)
    for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn):
        assert left - 0.1 <= float(x) <= right + 0.1 and top - 0.1 <= float(y) <= bottom + 0.1


def test_names_cannot_break_the_picture_and_no_dots_are_refused() -> None:
    ET.fromstring(draw([Dot("<&>", 5, 50, 40, 60)], 'a "b" & <c>', "k"))
    with pytest.raises(ValueError, match="nothing to draw"):
        draw([], "t", "k")
