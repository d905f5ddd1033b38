"""Filters: what is read as one, what passes, and how one that is being typed may go on."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.filters import TYPES, FilterKind, admits, completions, period, read
from indexer.plan import Place

WORDS = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=8)
DATES = st.dates(date(1971, 1, 2), date(2600, 12, 30))


def place(
    path: str = "/home/anna/papers/Letters/note.pdf", root: str = "/home/anna/papers", day: date | None = None
) -> Place:
    changed = datetime.combine(day or date(2024, 3, 15), datetime.min.time()) + timedelta(hours=12)
    return Place(path, root, 1, int(changed.timestamp()) * 10**9, "d0")


def passes(text: str, file: Place | None = None, kind: str = "pdf") -> bool:
    return admits(read(text).filters, file or place(), kind)


def test_filters_are_taken_out_of_the_text() -> None:
    filtered = read('lease in:Letters type:pdf costs -in:"old drafts" before:2024')
    assert filtered.words.split() == ["lease", "costs"]
    assert [each.typed for each in filtered.filters] == ["in:Letters", "type:pdf", '-in:"old drafts"', "before:2024"]
    assert [(each.kind, each.value, each.minus) for each in filtered.filters] == [
        (FilterKind.IN, "Letters", False),
        (FilterKind.TYPE, "pdf", False),
        (FilterKind.IN, "old drafts", True),
        (FilterKind.BEFORE, "2024", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12:30",
        "ratio:2",
        "check-in:desk",
        "notin:x",
        '"see in:drafts type:pdf"',
        '-"in:drafts"',
        "within: 3",
        "in 2024",
    ],
)
def test_what_only_looks_like_a_filter_stays_words(text: str) -> None:
    assert read(text) == read(text).__class__(text)


@pytest.mark.parametrize(
    "text", ["type:banana", "before:soon", "after:2024-13", "before:2024-02-30", "in:!!", "type:pdff"]
)
def test_what_cannot_be_read_filters_nothing_and_says_what_can(text: str) -> None:
    filtered = read(f"lease {text}")
    assert (filtered.words, filtered.filters) == ("lease", ())
    (unclear,) = filtered.unclear
    assert unclear.sentence.startswith(text) and "Try" in unclear.sentence
    suggested = unclear.sentence.split("Try ")[1].rstrip(".").split(" or ")
    assert all(len(read(each).filters) == 1 for each in suggested)


@pytest.mark.parametrize("text", ["in:", "lease type:", '-in:""', 'before:"'])
def test_one_that_has_only_begun_is_left_out_and_not_complained_about(text: str) -> None:
    filtered = read(text)
    assert filtered.words in {"", "lease"} and not filtered.filters and not filtered.unclear


@given(
    st.lists(WORDS | st.sampled_from(["in:a", "-type:pdf", "before:2020", 'in:"b c"', "12:30", '"x in:y"']), max_size=8)
)
def test_what_is_left_has_no_filters_and_keeps_its_order(parts: list[str]) -> None:
    filtered = read(" ".join(parts))
    words = [each for each in parts if not each.startswith(("in:", "-type", "before:"))]
    assert filtered.words.split() == " ".join(words).split()
    assert read(filtered.words).filters == ()
    assert [each.typed for each in filtered.filters] == [each for each in parts if each not in words]


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    filtered = read(text)
    for each in (*filtered.filters, *filtered.unclear):
        assert text[each.start :].startswith(each.typed)
    assert passes(text) in {True, False}


@pytest.mark.parametrize(
    ("text", "is_let_through"),
    [
        ("in:letters", True),
        ("in:LETTERS", True),
        ("in:Létters", True),
        ("in:lett", True),
        ("in:etters", False),
        ("in:papers", True),
        ("in:papers/letters", True),
        ("in:letters/papers", False),
        ("in:note.pdf", True),
        ("in:anna", False),
        ("in:letters in:note", True),
        ("in:letters in:drafts", False),
        ("-in:letters", False),
        ("-in:drafts", True),
        ("-in:drafts -in:note", False),
    ],
)
def test_a_file_is_in_what_it_and_its_folders_are_called_below_what_was_added(text: str, is_let_through: bool) -> None:
    assert passes(text) is is_let_through


def test_names_of_several_words_and_of_any_writing_are_found_by_their_words() -> None:
    file = place("/r/Bank_statements (old)/Re\u0301sume\u0301 2018Q1.pdf", "/r")
    assert passes('in:"bank statements"', file)
    assert passes('in:"statements old/résumé"', file)
    assert not passes('in:"statements bank"', file)


def test_a_file_that_was_added_by_itself_is_in_its_folder() -> None:
    assert passes("in:letters", place(root="/home/anna/papers/Letters/note.pdf"))
    assert not passes("in:papers", place(root="/home/anna/papers/Letters/note.pdf"))


@pytest.mark.parametrize(
    ("text", "path", "kind", "is_let_through"),
    [
        ("type:pdf", "/r/a.PDF", "pdf", True),
        ("TYPE:.pdf", "/r/a.pdf", "pdf", True),
        ("type:pdf", "/r/renamed.bin", "pdf", True),
        ("type:pdf", "/r/a.png", "image", False),
        ("type:picture", "/r/a.png", "image", True),
        ("type:picture", "/r/a.pdf", "pdf", False),
        ("type:jpg", "/r/a.JPEG", "image", True),
        ("type:tiff", "/r/a.tif", "image", True),
        ("type:png", "/r/a.jpg", "image", False),
        ("type:png type:jpg", "/r/a.jpg", "image", True),
        ("-type:pdf", "/r/a.pdf", "pdf", False),
        ("-type:pdf", "/r/a.png", "image", True),
        ("type:picture -type:gif", "/r/a.gif", "image", False),
    ],
)
def test_a_type_is_what_a_file_holds_or_how_its_name_ends(
    text: str, path: str, kind: str, is_let_through: bool
) -> None:
    assert passes(text, place(path, "/r"), kind) is is_let_through


def test_after_one_year_and_before_the_next_but_one_is_the_year_between() -> None:
    let_through = [
        day
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
        if passes("after:2023 before:2025", place(day=day))
    ]
    assert let_through == [date(2024, 1, 1), date(2024, 12, 31)]


@given(DATES, DATES, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_a_day_is_before_a_period_or_in_it_or_after_it(day: date, other: date, form: str) -> None:
    asked, file = f"{other:{form}}".zfill(len(f"{date(2000, 1, 1):{form}}")), place(day=day)
    is_before, is_after = passes(f"before:{asked}", file), passes(f"after:{asked}", file)
    assert (is_before, is_after) == (f"{day:{form}}" < asked, f"{day:{form}}" > asked)
    assert passes(f"-before:{asked}", file) is not is_before


def test_the_last_year_that_there_is_has_an_end() -> None:
    for asked in ("9999", "9999-12", "9999-12-31"):
        bounds = period(asked)
        assert bounds is not None and bounds[0] < bounds[1]


FOLDERS = ("/data/Letters", "/data/Old letters", "/data/taxes/2024", "/data/bills/2024", "/data/Ärzte", "/data/!!")


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("lease in:let", ["in:Letters ", 'in:"Old letters" ']),
        ("-in:LET", ["-in:Letters ", '-in:"Old letters" ']),
        ('in:"old l', ['in:"Old letters" ']),
        ("in:2024", ["in:bills/2024 ", "in:taxes/2024 "]),
        ("in:är", ["in:Ärzte "]),
        ("type:p", ["type:pdf ", "type:picture ", "type:png "]),
        ("type:x", []),
        ("in:letters ", []),
        ('in:"letters"', []),
        ("letters", []),
        ('"in:let', []),
        ("", []),
    ],
)
def test_a_filter_at_the_cursor_goes_on_as_folders_and_types_are_called(typed: str, texts: list[str]) -> None:
    assert [each.text for each in completions(typed, FOLDERS)] == texts


@given(st.sampled_from(FOLDERS[:-1]), st.integers(0, 4))
def test_a_completed_folder_filter_finds_what_is_in_that_folder(folder: str, letters: int) -> None:
    name = folder.rsplit("/", 1)[1]
    offered = completions(
        f"lease in:{name[:letters]}" if " " not in name[:letters] else f'in:"{name[:letters]}', FOLDERS
    )
    assert any(passes(each.text, place(f"{folder}/a.pdf", "/data")) for each in offered)
    for each in offered:
        assert len(read(each.text).filters) == 1


def test_dates_are_completed_by_the_last_years() -> None:
    this_year = date.today().year
    assert [each.text for each in completions("after:", ())][:2] == [f"after:{this_year} ", f"after:{this_year - 1} "]


def test_every_type_that_is_offered_can_be_read() -> None:
    assert all(len(read(f"type:{each}").filters) == 1 for each in TYPES)


def test_the_window_pays_nothing_heavy_for_filters() -> None:
    loaded = "import sys; from app.answers import filters; filters.read('in:a'); filters.completions('in:a', ['/a'])"
    code = f"{loaded}; sys.exit(any(name in sys.modules for name in ('numpy', 'snowballstemmer', 'lancedb')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
