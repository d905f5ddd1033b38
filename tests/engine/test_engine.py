"""The engine in its own process, as the window and the command line hold it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.events import (
    Activity,
    EngineLost,
    Failed,
    FilesChanged,
    LibraryState,
    Notice,
    Picture,
    Progress,
    Ready,
    Results,
)
from app.requests import (
    AddPaths,
    Ask,
    Draw,
    Lane,
    Pause,
    RemovePaths,
    Rescan,
    Resume,
    Unlock,
)
from app.rows import FileState, Remedy
from tests.documents import write_pdf, write_picture
from tests.driver import Driver


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return a folder with a few documents."""
    folder = tmp_path / "papers"
    folder.mkdir()
    write_pdf(folder / "harbour.pdf", ["Ferries leave the harbour at noon.", "Fares rose by 12.4% in 2018."])
    write_pdf(folder / "orchard.pdf", ["Apples ripen in September."])
    write_picture(folder / "lighthouse.png")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return where the test's library lies."""
    return tmp_path / "library"


@pytest.fixture
def driver(library: Path) -> Iterator[Driver]:
    """Return a running engine."""
    with Driver(library) as running:
        yield running


def test_documents_are_indexed_and_the_answering_page_is_found_and_lit(driver: Driver, papers: Path) -> None:
    state = driver.index(str(papers))
    assert (state.documents, state.pages, state.textless_pages) == (3, 4, 1)
    assert {row.state for row in state.files} == {FileState.INDEXED}
    results, _ = driver.ask("fares in 2018")
    best = results.hits[0]
    assert (Path(best.path).name, best.page.number, best.page_count) == ("harbour.pdf", 2, 2)
    assert best.lanes == (Lane.TEXT, Lane.LOOK, Lane.MEANING)
    assert [best.line[start:end] for start, end in best.bold] == ["Fares", "2018."]
    assert best.regions and best.regions[0].weight == 1.0


def test_a_picture_without_words_is_found_by_its_name(driver: Driver, papers: Path) -> None:
    driver.index(str(papers))
    results, _ = driver.ask("lighthouse")
    first, *others = results.hits
    assert (Path(first.path).name, first.lanes) == ("lighthouse.png", (Lane.NAME,))
    # The harbour may have to do with it; no page says it.
    assert all(hit.lanes == (Lane.MEANING,) for hit in others)


def test_a_question_within_a_folder_finds_nothing_outside(driver: Driver, papers: Path) -> None:
    driver.index(str(papers))
    results, _ = driver.ask("ferries apples", (str(papers / "orchard.pdf"),))
    assert {Path(hit.path).name for hit in results.hits} == {"orchard.pdf"}


def test_pages_are_drawn_and_a_vanished_file_gets_a_sentence(driver: Driver, papers: Path) -> None:
    driver.index(str(papers))
    page = driver.ask("apples")[0].hits[0].page
    driver.send(Draw(901, page, 300))
    picture = driver.wait(Picture, lambda event: event.ticket == 901)
    assert picture.width_px == 300 and picture.data.startswith(b"\x89PNG")
    (papers / "orchard.pdf").unlink()
    driver.send(Draw(902, page, 300, thumbnail=True))
    assert "orchard.pdf" in driver.wait(Failed, lambda event: event.ticket == 902).sentence


def test_the_newest_question_wins(driver: Driver, papers: Path) -> None:
    driver.index(str(papers))
    for ticket in range(1, 201):
        driver.send(Ask(ticket, f"ferries {ticket}"))
    answered = 0
    while driver.wait(Results).ticket != 200:
        answered += 1
    assert answered < 199


def test_questions_are_answered_while_documents_are_being_indexed(driver: Driver, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        write_pdf(folder / f"{number:02}.pdf", [f"Ledger {number}. " + "word " * 300] * 20)
    driver.settle()
    driver.send(AddPaths((str(folder),)))
    driver.wait(FilesChanged, lambda event: any(row.state is FileState.INDEXED for row in event.files))
    driver.send(Ask(1, "ledger"))
    while not isinstance(event := driver.next_event(), Results):
        is_over = isinstance(event, Progress) and event.activity is Activity.IDLE
        assert not is_over, "the answer came only when all work was done"
    assert event.hits


@pytest.mark.allow_log_warnings
def test_a_killed_engine_is_restarted_and_said_so_in_one_sentence(driver: Driver, papers: Path) -> None:
    driver.index(str(papers))
    assert driver.engine.pid is not None
    os.kill(driver.engine.pid, signal.SIGKILL)
    lost = driver.wait(EngineLost)
    assert lost.restarting and lost.sentence.count(".") == 1
    driver.wait(Ready)
    assert driver.ask("ferries")[0].hits


@pytest.mark.allow_log_warnings
def test_a_question_asked_of_a_dying_engine_is_answered_by_the_next(driver: Driver, papers: Path) -> None:
    driver.index(str(papers))
    assert driver.engine.pid is not None
    os.kill(driver.engine.pid, signal.SIGSTOP)
    driver.send(Ask(7, "ferries"))
    time.sleep(0.2)
    os.kill(driver.engine.pid, signal.SIGKILL)
    assert driver.wait(Results, lambda event: event.ticket == 7).hits


@pytest.mark.allow_log_warnings
def test_an_engine_that_keeps_dying_is_given_up_with_a_sentence(driver: Driver, papers: Path) -> None:
    for _ in range(2):
        assert driver.engine.pid is not None
        os.kill(driver.engine.pid, signal.SIGKILL)
        assert driver.wait(EngineLost).restarting
        driver.wait(Ready)
    assert driver.engine.pid is not None
    os.kill(driver.engine.pid, signal.SIGKILL)
    assert not driver.wait(EngineLost).restarting


def test_a_library_that_is_open_elsewhere_is_refused_with_a_sentence(driver: Driver, library: Path) -> None:
    other = Driver(library)
    other.engine.start()
    try:
        assert "another Pagelight" in other.wait(Notice).sentence
        assert not other.wait(EngineLost).restarting
    finally:
        other.engine.close()


def test_a_locked_file_is_asked_for_its_password_and_then_read(driver: Driver, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "locked.pdf", ["The treasure lies under the oak."], password="kanban")
    (row,) = driver.index(str(path)).files
    assert (row.state, row.remedy) == (FileState.FAILED, Remedy.PASSWORD) and "locked.pdf" in row.sentence
    driver.send(Unlock(str(path), "wrong"))
    (row,) = driver.settle().files
    assert "wrong" in row.sentence
    driver.send(Unlock(str(path), "kanban"))
    (row,) = driver.settle().files
    assert row.state is FileState.INDEXED
    page = driver.ask("treasure")[0].hits[0].page
    driver.send(Draw(5, page, 200))
    driver.wait(Picture, lambda event: event.ticket == 5)


def test_a_renamed_file_is_the_same_document_and_a_removed_one_is_forgotten(driver: Driver, papers: Path) -> None:
    driver.index(str(papers))
    (papers / "orchard.pdf").rename(papers / "果樹園.pdf")
    driver.send(Rescan())
    state = driver.settle()
    assert state.documents == 3
    assert Path(driver.ask("apples")[0].hits[0].path).name == "果樹園.pdf"
    (papers / "果樹園.pdf").unlink()
    driver.send(Rescan())
    assert driver.settle().documents == 2
    assert not driver.ask("apples")[0].hits


def test_an_unplugged_drive_deletes_nothing(driver: Driver, papers: Path) -> None:
    driver.index(str(papers))
    papers.rename(papers.with_name("elsewhere"))
    driver.send(Rescan())
    state = driver.settle()
    assert state.documents == 3 and not state.roots[0].present
    papers.mkdir()  # An empty mount point.
    driver.send(Rescan())
    assert driver.settle().documents == 3
    assert driver.ask("ferries")[0].hits


def test_a_removed_file_stays_away_until_it_is_added_again(driver: Driver, papers: Path) -> None:
    driver.index(str(papers))
    driver.send(RemovePaths((str(papers / "orchard.pdf"),)))
    assert driver.settle().documents == 2
    driver.send(Rescan())
    assert driver.settle().documents == 2
    assert not driver.ask("apples")[0].hits
    driver.send(AddPaths((str(papers / "orchard.pdf"),)))
    assert driver.settle().documents == 3
    driver.send(RemovePaths((str(papers),)))
    state = driver.settle()
    assert (state.documents, state.roots) == (0, ())
    assert sorted(path.name for path in papers.iterdir()) == ["harbour.pdf", "lighthouse.png", "orchard.pdf"]


def test_paused_work_goes_on_after_resume_and_questions_are_answered_meanwhile(driver: Driver, papers: Path) -> None:
    driver.settle()
    driver.send(Pause())
    driver.send(AddPaths((str(papers),)))
    driver.wait(LibraryState, lambda event: len(event.files) == 3)
    assert not driver.ask("ferries")[0].hits
    driver.send(Resume())
    assert driver.settle().documents == 3
    assert driver.ask("ferries")[0].hits


def test_files_that_cannot_be_read_get_a_sentence_with_their_name_and_the_rest_goes_on(
    driver: Driver, papers: Path
) -> None:
    (papers / "empty.pdf").touch()
    (papers / "notes.pdf").write_text("not a PDF at all")
    whole = write_pdf(papers / "cut.pdf", ["Some words."] * 5).read_bytes()
    (papers / "cut.pdf").write_bytes(whole[: len(whole) // 3])
    (papers / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    (papers / "letter.docx").write_bytes(b"PK\x03\x04 something else")
    state = driver.index(str(papers), str(papers / "letter.docx"))
    failed = {Path(row.path).name: row.sentence for row in state.files if row.state is FileState.FAILED}
    assert {"empty.pdf", "notes.pdf", "broken.png", "letter.docx"} <= failed.keys()
    assert all(name in sentence for name, sentence in failed.items())
    assert driver.ask("ferries")[0].hits


def test_the_engine_and_its_readers_end_when_the_app_is_killed(library: Path, papers: Path) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from app.requests import AddPaths\n"
        "from tests.driver import Driver\n"
        "if __name__ == '__main__':\n"
        "    driver = Driver(Path(sys.argv[1])).__enter__()\n"
        "    driver.index(sys.argv[2])\n"
        "    print('indexed', flush=True)\n"
        "    time.sleep(60)\n"
    )
    app = subprocess.Popen([sys.executable, "-c", script, str(library), str(papers)], stdout=subprocess.PIPE, text=True)
    assert app.stdout is not None and app.stdout.readline() == "indexed\n"
    family = psutil.Process(app.pid).children(recursive=True)
    assert len(family) >= 2
    app.kill()
    app.wait()
    app.stdout.close()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive
    with Driver(library) as driver:  # The lock is free again, and the library is whole.
        assert driver.settle().documents == 3
