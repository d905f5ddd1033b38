"""PDFs that are locked, damaged or no PDFs: what is said of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from indexer.sources import SourceError, open_source
from indexer.types import Sight
from tests.documents import write_pdf
from tests.sources import opened, refusal


def raw_pdf(pages: str) -> bytes:
    """Write a PDF by hand, with this as the entries of its page tree."""
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages "
        + pages.encode()
        + b">>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


def test_a_locked_file_asks_for_its_password(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "secret.pdf", ["the treasure"], password="open sesame")
    with pytest.raises(SourceError) as locked:
        open_source(str(path))
    with pytest.raises(SourceError) as wrong:
        open_source(str(path), "guess")
    assert (locked.value.sentence, locked.value.remedy) == ("secret.pdf is locked with a password.", "password")
    assert (wrong.value.sentence, wrong.value.remedy) == ("The password for secret.pdf is wrong.", "password")
    with opened(path, "open sesame") as source:
        assert source.read(1, None).text.words == ("the", "treasure")


def test_a_password_for_a_file_that_needs_none_does_no_harm(tmp_path: Path) -> None:
    with opened(write_pdf(tmp_path / "a.pdf"), "never mind") as source:
        assert source.pages == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"This is a letter, not a PDF.", "is damaged or not a PDF"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 ob", "is damaged or not a PDF"),
        (raw_pdf("/Kids[]/Count 0"), "has no pages"),
        (b"<html><body>Please log in to download.</body></html>", "is damaged or not a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "is damaged or not a PDF"),
    ],
)
def test_a_file_that_is_no_pdf_is_named_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "Ætt report.pdf"
    path.write_bytes(content)
    sentence = refusal(path)
    assert "Ætt report.pdf" in sentence
    assert said in sentence
    assert sentence.endswith(".")


def test_a_file_that_is_gone_or_cannot_be_opened_may_be_tried_again(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.pdf", tmp_path):
        with pytest.raises(SourceError) as raised:
            open_source(str(path))
        assert path.name in raised.value.sentence
        assert raised.value.remedy == "retry"


def test_a_file_of_another_kind_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("just text")
    assert refusal(path) == "notes is neither a PDF nor a picture that Pagelight can read."


def test_a_pdf_is_known_by_what_it_holds(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["harbour"]).rename(tmp_path / "scan")
    with opened(path) as source:
        assert (source.kind, source.pages) == ("pdf", 1)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_pdf_is_mended_or_refused_with_a_sentence(tmp_path: Path, share: float) -> None:
    whole = write_pdf(tmp_path / "whole.pdf", [f"page {number}" for number in range(20)]).read_bytes()
    path = tmp_path / "half.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    try:
        source = open_source(str(path))
    except SourceError as error:
        assert "half.pdf" in error.sentence
        return
    contents = [source.read(number, Sight(50)) for number in range(1, source.pages + 1)]
    source.close()
    assert contents


def test_a_page_that_cannot_be_read_says_so_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(raw_pdf("/Kids[3 0 R 99 0 R 3 0 R]/Count 3"))
    with opened(path) as source:
        first, lost = source.read(1, Sight(50)), source.read(source.pages, Sight(50))
        assert first.problem == ""
        assert first.pixels is not None
        if lost.problem:
            assert lost.problem.startswith(f"Page {source.pages} could not be read")
            assert (lost.text.words, lost.pixels) == ((), None)
        beyond = source.read(7, Sight(50))
        assert beyond.problem.startswith("Page 7 could not be read")
        with pytest.raises(SourceError) as raised:
            source.draw(7, 50, thumbnail=True)
    assert raised.value.sentence == "Page 7 of a.pdf cannot be drawn: this part of the file is damaged."


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_no_text_can_be_opened_and_said(tmp_path: Path) -> None:
    good = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf"))
    write_pdf(tmp_path / "a.pdf", ["harbour"]).rename(good)
    with opened(good) as source:
        assert source.read(1, None).text.words == ("harbour",)
    good.write_bytes(b"no longer a PDF")
    sentence = refusal(good)
    assert sentence.encode("utf-8")
    assert "caf\N{REPLACEMENT CHARACTER}.pdf" in sentence
