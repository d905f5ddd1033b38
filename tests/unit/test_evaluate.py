"""Asking a collection's questions, comparing runs, and the report, without an engine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.cli import parser as cli
from app.events import (
    Hit,
    LibraryState,
    Ready,
    Results,
)
from app.measuring.collection import load_collection
from app.measuring.evaluate import (
    Outcome,
    Settings,
    ask_all,
    check_documents_meant,
    compare,
    indexed_corpus,
    relevant_pages,
)
from app.measuring.measures import measure, summary
from app.measuring.report import report
from app.models.catalogue import BUILT_IN
from app.models.embedders import EMBEDDERS, identify, make_embedder
from app.requests import Lane
from app.rows import FileRow, FileState, Remedy
from indexer.errors import ExpectedError
from indexer.question import parse
from indexer.types import Page
from tests.collection_folders import QUERIES, library_of, write_collection


def hit(document: str, number: int, score: float) -> Hit:
    return Hit(Page(document, number), score, (Lane.TEXT,), (), "", 3, 0.7)


def test_a_page_beyond_the_end_of_its_document_is_said(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path))
    with pytest.raises(ExpectedError, match="page 3 of soups for the question q2, but that document has 2 pages"):
        indexed_corpus(collection, library_of(collection, pages=2))


def test_a_file_that_was_not_read_is_told_apart(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path))
    rows = list(library_of(collection).files)
    rows[1] = FileRow(rows[1].path, "", FileState.FAILED, sentence="It is damaged.", remedy=Remedy.RETRY)
    corpus = indexed_corpus(collection, LibraryState((), tuple(rows), 1, 3, 0, 1))
    assert [row.sentence for row in corpus.unread] == ["It is damaged."]
    assert corpus.names == {"hash of ferries": "ferries"}


def test_a_copy_of_a_document_answers_as_well_as_the_one_that_was_meant(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path, files=("pdfs/a.pdf", "pdfs/ferries.pdf", "pdfs/soups.pdf")))
    contents = {"a": "same", "ferries": "same", "soups": "other"}
    corpus = indexed_corpus(collection, library_of(collection, contents=contents))
    assert relevant_pages(collection, corpus)["q1"] == {"a#2": 1}
    run = ask_all(collection, corpus, lambda text, within: answer(text, hit("same", 2, 1.0)), within_document=False)
    assert run.found["q1"] == [("a#2", 1.0)]


def answer(text: str, *hits: Hit) -> Results:
    return Results(1, text, hits, (), 1.0)


def test_questions_are_asked_of_all_documents_or_of_the_one_that_is_meant(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path))
    corpus = indexed_corpus(collection, library_of(collection))
    asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(text: str, within: Sequence[str]) -> Results:
        asked.append((text, tuple(within)))
        return answer(text, hit("hash of soups", 1, 0.5), hit("hash of ferries", 2, 0.25))

    run = ask_all(collection, corpus, ask, within_document=False)
    assert run.found["q1"] == [("soups#1", 0.5), ("ferries#2", 0.25)]
    assert run.rankings["q2"] == ["soups#1", "ferries#2"]
    assert len(run.times_ms) == 2
    ask_all(collection, corpus, ask, within_document=True)
    assert [within for _, within in asked] == [(), (), *((str(path),) for path in collection.docs.values())]


def test_a_question_that_means_no_document_cannot_be_asked_within_one(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path, [{"_id": "q1", "text": "Where?"}, QUERIES[1]]))
    with pytest.raises(ExpectedError, match=r"The question q1 .*metadata.doc"):
        check_documents_meant(collection)


# --- reports ---


def test_another_run_is_compared_question_by_question(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path))
    corpus = indexed_corpus(collection, library_of(collection))
    relevant = relevant_pages(collection, corpus)
    values = measure(relevant, {"q1": ["ferries#2"], "q2": ["soups#1", "soups#3"]})
    against = compare("theirs", {"q1": ["soups#1", "ferries#2"], "q9": ["soups#1"]}, corpus, relevant, values)
    assert against.measures["MRR"].mean == 0.25
    assert against.differences["MRR"].mean == 0.75
    with pytest.raises(ExpectedError, match="theirs has none of these questions"):
        compare("theirs", {"q9": ["soups#1"]}, corpus, relevant, values)
    with pytest.raises(ExpectedError, match="theirs names soups, which is not the id of a page"):
        compare("theirs", {"q1": ["soups"]}, corpus, relevant, values)


def test_the_report_holds_settings_and_figures_and_no_path(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path / "papers"))
    library = library_of(collection)
    corpus = indexed_corpus(collection, library)
    relevant = relevant_pages(collection, corpus)
    run = ask_all(collection, corpus, lambda text, within: answer(text, hit("hash of soups", 1, 1.0)), False)
    values = measure(relevant, run.rankings)
    against = compare("theirs.run", {"q1": ["ferries#2"]}, corpus, relevant, values)
    settings = Settings((Lane.TEXT, Lane.NAME), 50, False)
    ready = Ready("built-in", "m-1-64-c")
    outcome = Outcome(settings, ready, library, 1_200, None, run, values, summary(values)).beside(against)
    embedder = make_embedder("built-in")
    model = identify("built-in", embedder)
    plain = json.loads(json.dumps(report("0.1", collection, model, outcome)))
    assert plain["settings"] == {
        "lanes": ["text", "name"],
        "depth": 50,
        "within_document": False,
        "model": "built-in",
        "codes": "m-1-64-c",
    }
    assert (plain["collection"], plain["bytes_per_page"], plain["pages_per_s"]) == ("papers", 1_000, None)
    assert plain["code_bytes_per_page"] == 200
    named = {name: plain["model"][name] for name in ("name", "embedder", "revision", "dim")}
    assert named == {
        "name": "built-in",
        "embedder": embedder.name,
        "revision": embedder.revision,
        "dim": embedder.dim,
    }
    assert plain["questions"]["q1"]["recall@1"] == 0 and plain["questions"]["q2"]["recall@1"] == 0.5
    assert plain["measures"]["recall@1"]["mean"] == 0.25
    assert plain["against"]["differences"]["MRR"]["mean"] == 0
    assert str(tmp_path) not in json.dumps(plain)


def test_a_model_that_there_is_not_is_said_with_those_that_there_are() -> None:
    assert list(EMBEDDERS) == [BUILT_IN]
    with pytest.raises(ExpectedError, match=r"There is no model colpali. There are: built-in."):
        make_embedder("colpali")


def test_the_hash_of_a_model_changes_with_what_it_makes_of_words() -> None:
    embedder = make_embedder("built-in")
    known = identify("built-in", embedder).hash
    assert known == identify("built-in", make_embedder("built-in")).hash
    embed = embedder.embed_question
    embedder.embed_question = lambda question: embed(parse(question.text + " other"))  # type: ignore[method-assign]
    assert identify("built-in", embedder).hash != known


# --- what is typed ---


def test_lanes_are_named_in_any_order_and_none_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parse(["eval", "papers"]).lanes == tuple(Lane)
    assert cli.parse(["eval", "papers", "--lanes", "look, text"]).lanes == (Lane.TEXT, Lane.LOOK)
    with pytest.raises(SystemExit):
        cli.parse(["eval", "papers", "--lanes", "text,smell"])
    assert "the lanes are text, look, model, meaning, name" in capsys.readouterr().err


@pytest.mark.parametrize("depth", ["5", "-10", "many"])
def test_a_depth_that_the_measures_cannot_use_is_refused(depth: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parse(["eval", "papers", "--depth", "10"]).depth == 10
    with pytest.raises(SystemExit):
        cli.parse(["eval", "papers", f"--depth={depth}"])
    assert "at least 10" in capsys.readouterr().err


def test_without_a_folder_there_has_to_be_something_to_compare(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parse(["eval", "--compare", "profiles"]).folder == ""
    for given, said in (
        ([], "name a FOLDER"),
        (["papers", "--picture", "a.svg"], "--picture is for --compare"),
        (["papers", "--compare", "profiles", "--run", "a.run"], "--run and --against are for one profile"),
    ):
        with pytest.raises(SystemExit):
            cli.parse(["eval", *given])
        assert said in capsys.readouterr().err
