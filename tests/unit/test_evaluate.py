"""Measures, intervals, collections and run files, without an engine."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import cli, measures
from app.collection import Collection, load_collection, load_jsonl, page_id, split_page_id
from app.evaluate import (
    Outcome,
    Settings,
    ask_all,
    check_documents_meant,
    compare,
    indexed_corpus,
    read_run,
    relevant_pages,
    report,
    write_run,
    write_text,
)
from app.measures import MEASURES, check_installed, differences, estimate, measure, summary
from app.messages import FileRow, FileState, Hit, Lane, LibraryState, Ready, Remedy, Results
from indexer.errors import ExpectedError
from indexer.types import Page

QUERIES = [
    {"_id": "q1", "text": "When does the ferry leave?", "metadata": {"doc": "ferries"}},
    {"_id": "q2", "text": "What goes into the soup?", "metadata": {"doc": "soups"}},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\tferries#2\t1\nq2\tsoups#1\t2\nq2\tsoups#3\t1\n"


def write_collection(
    folder: Path,
    queries: Sequence[Mapping[str, object]] = QUERIES,
    qrels: str = QRELS,
    files: Sequence[str] = ("pdfs/ferries.pdf", "pdfs/soups.pdf"),
    docs: Sequence[Mapping[str, object]] = (),
) -> Path:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(b"not looked into here")
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    if docs:
        (folder / "docs.jsonl").write_text("\n".join(map(json.dumps, docs)), encoding="utf-8")
    return folder


def library_of(collection: Collection, pages: int = 3, contents: Mapping[str, str] | None = None) -> LibraryState:
    contents = contents or {doc: f"hash of {doc}" for doc in collection.docs}
    rows = [
        FileRow(str(path), "", FileState.INDEXED, pages, pages, document=contents[doc])
        for doc, path in collection.docs.items()
    ]
    return LibraryState((), tuple(rows), len(set(contents.values())), pages * len(rows), 0, 6_000)


def hit(document: str, number: int, score: float) -> Hit:
    return Hit(Page(document, number), score, (Lane.TEXT,), (), "", 3, 0.7)


# --- measures ---------------------------------------------------------------------------------------------------


def slow_ndcg(relevant: Mapping[str, int], ranking: Sequence[str], depth: int) -> float:
    gained = 0.0
    for place in range(min(depth, len(ranking))):
        gained += relevant.get(ranking[place], 0) / math.log2(place + 2)
    best = 0.0
    for place, grade in enumerate(sorted(relevant.values(), reverse=True)[:depth]):
        best += grade / math.log2(place + 2)
    return gained / best


def test_the_measures_are_what_a_person_computes_by_hand() -> None:
    relevant = {"q": {"a#1": 1, "b#2": 1}}
    values = measure(relevant, {"q": ["x#1", "a#1", "y#1", "z#1", "w#1", "b#2"]})
    ideal = 1 + 1 / math.log2(3)
    by_hand = {
        "nDCG@5": 1 / math.log2(3) / ideal,
        "nDCG@10": (1 / math.log2(3) + 1 / math.log2(7)) / ideal,
        "recall@1": 0.0,
        "recall@5": 0.5,
        "recall@10": 1.0,
        "MRR": 0.5,
    }
    assert {name: of_questions[0] for name, of_questions in values.items()} == pytest.approx(by_hand)
    assert tuple(values) == MEASURES


def test_a_question_without_an_answer_counts_nothing_and_keeps_its_place() -> None:
    values = measure({"lost": {"a#1": 1}, "empty": {"a#1": 1}, "won": {"a#1": 1}}, {"won": ["a#1"], "empty": []})
    assert all(of_questions.tolist() == [0, 0, 1] for of_questions in values.values())


PAGES = [f"d#{number}" for number in range(1, 16)]


@given(
    st.dictionaries(st.sampled_from(PAGES), st.integers(1, 3), min_size=1, max_size=8),
    st.permutations(PAGES),
    st.integers(0, 15),
)
def test_ndcg_and_recall_agree_with_the_slow_way(relevant: dict[str, int], order: list[str], found: int) -> None:
    ranking = order[:found]
    values = measure({"q": relevant}, {"q": ranking})
    for depth in (5, 10):
        assert values[f"nDCG@{depth}"][0] == pytest.approx(slow_ndcg(relevant, ranking, depth))
    for depth in (1, 5, 10):
        assert values[f"recall@{depth}"][0] == pytest.approx(len(relevant.keys() & ranking[:depth]) / len(relevant))


def test_without_the_library_that_measures_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    check_installed()
    monkeypatch.setattr(measures, "find_spec", lambda name: None)
    with pytest.raises(ExpectedError, match=r"pagelight\[eval\]"):
        check_installed()


# --- intervals --------------------------------------------------------------------------------------------------


def test_the_interval_of_many_coin_throws_is_the_one_that_theory_gives() -> None:
    throws = np.repeat([0.0, 1.0], 200)
    found = estimate(throws)
    half = 1.96 * 0.5 / math.sqrt(400)
    assert found.mean == 0.5
    assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half), abs=0.005)


def test_questions_that_all_agree_leave_no_doubt() -> None:
    found = estimate(np.full(7, 0.25))
    assert (found.mean, found.low, found.high) == (0.25, 0.25, 0.25)


def test_the_same_values_give_the_same_interval_every_time() -> None:
    values = np.random.default_rng(3).random(50)
    assert estimate(values) == estimate(values.copy())


def test_a_small_gain_on_every_question_is_certain_only_when_questions_are_paired() -> None:
    ours = {"MRR": np.random.default_rng(5).random(40)}
    theirs = {"MRR": ours["MRR"] - 0.01}
    assert differences(ours, theirs)["MRR"].low == pytest.approx(0.01)
    assert summary(ours)["MRR"].low < summary(theirs)["MRR"].mean


# --- collections ------------------------------------------------------------------------------------------------


def test_a_collection_is_read_with_its_questions_and_documents(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path / "papers"))
    assert collection.name == "papers"
    assert collection.docs.keys() == {"ferries", "soups"}
    assert collection.roots == (str(tmp_path / "papers" / "pdfs"),)
    assert [(question.id, question.doc) for question in collection.questions] == [("q1", "ferries"), ("q2", "soups")]
    assert collection.questions[1].relevant == {"soups#1": 2, "soups#3": 1}


def test_documents_may_be_pictures_and_lie_where_docs_jsonl_says(tmp_path: Path) -> None:
    write_collection(
        tmp_path,
        files=("images/soups.png", "scans/0001.pdf", "images/notes.txt"),
        docs=[{"doc": "ferries", "file": "scans/0001.pdf"}],
    )
    collection = load_collection(tmp_path)
    assert collection.docs == {"ferries": tmp_path / "scans" / "0001.pdf", "soups": tmp_path / "images" / "soups.png"}
    assert collection.roots == (str(tmp_path / "images"), str(tmp_path / "scans" / "0001.pdf"))


def test_a_question_without_a_relevant_page_is_left_out(tmp_path: Path) -> None:
    collection = load_collection(write_collection(tmp_path, qrels=QRELS.replace("ferries#2\t1", "ferries#2\t0")))
    assert [question.id for question in collection.questions] == ["q2"]


@pytest.mark.parametrize("missing", ["queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    (write_collection(tmp_path) / missing).unlink()
    with pytest.raises(ExpectedError, match=f"There is no {missing}"):
        load_collection(tmp_path)


def test_a_missing_folder_and_missing_documents_are_said(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="There is no folder"):
        load_collection(tmp_path / "nowhere")
    with pytest.raises(ExpectedError, match=r"no documents .* pdfs/ or images/"):
        load_collection(write_collection(tmp_path, files=()))


@pytest.mark.parametrize(
    ("qrels", "said"),
    [
        ("q1\tferries#2\t1\n", "line 1: the first line should be a header"),
        ("query-id corpus-id score\n", "line 1: there should be three columns"),
        (QRELS + "q1\tferries#2\tyes\n", "line 5: the score 'yes'"),
        (QRELS + "q1\tferries\t1\n", "line 5: 'ferries' is not the id of a page"),
        (QRELS + "q1\tferries#0\t1\n", "line 5: 'ferries#0' is not the id of a page"),
        (QRELS + "q1\tboats#1\t1\n", "line 5: there is no document boats"),
        (QRELS + "q9\tsoups#1\t1\n", "names the question q9, which is not in queries.jsonl"),
        ("query-id\tcorpus-id\tscore\n", "no question with a relevant page"),
    ],
)
def test_what_cannot_be_right_in_qrels_is_said_with_its_line(tmp_path: Path, qrels: str, said: str) -> None:
    with pytest.raises(ExpectedError, match=said):
        load_collection(write_collection(tmp_path, qrels=qrels))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"text": "Nameless?"}, "line 3: a question has an _id and a text"),
        ({"_id": "q3", "text": "Of what?", "metadata": {"doc": "boats"}}, "line 3: there is no document boats"),
    ],
)
def test_what_cannot_be_right_in_queries_is_said_with_its_line(
    tmp_path: Path, query: dict[str, object], said: str
) -> None:
    with pytest.raises(ExpectedError, match=said):
        load_collection(write_collection(tmp_path, [*QUERIES, query]))


@pytest.mark.parametrize(("line", "said"), [("{", "not JSON"), ("[]", "not a JSON object")])
def test_a_line_that_is_no_object_is_said(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "rows.jsonl").write_text('{"a": 1}\n\n' + line, encoding="utf-8")
    with pytest.raises(ExpectedError, match=f"rows.jsonl, line 3: this is {said}"):
        list(load_jsonl(tmp_path / "rows.jsonl"))


def test_two_files_cannot_be_the_same_document(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="Two files are the document soups"):
        load_collection(write_collection(tmp_path, files=("pdfs/ferries.pdf", "pdfs/soups.pdf", "images/soups.png")))


def test_docs_jsonl_names_only_files_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match=r"docs.jsonl, line 1: there is no file pdfs/boats.pdf"):
        load_collection(write_collection(tmp_path, docs=[{"doc": "boats", "file": "pdfs/boats.pdf"}]))


@given(st.text(min_size=1), st.integers(1, 10**6))
def test_page_ids_come_apart_as_they_were_put_together(doc: str, number: int) -> None:
    assert split_page_id(page_id(doc, number)) == (doc, number)


# --- asking -----------------------------------------------------------------------------------------------------


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


# --- run files --------------------------------------------------------------------------------------------------

IDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)


@given(
    st.dictionaries(
        IDS,
        st.lists(st.tuples(IDS, st.floats(0, 1)), min_size=1, max_size=12, unique_by=lambda pair: pair[0]).map(
            lambda pages: sorted(pages, key=lambda pair: -pair[1])
        ),
        max_size=3,
    )
)
def test_a_run_is_read_as_it_was_written_even_where_scores_are_equal(
    tmp_path_factory: pytest.TempPathFactory, found: dict[str, list[tuple[str, float]]]
) -> None:
    file = tmp_path_factory.mktemp("run") / "a.run"
    write_run(file, found)
    assert read_run(file) == {question: [page for page, _ in pages] for question, pages in found.items()}


def test_a_run_is_read_as_trec_eval_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "theirs.run"
    file.write_text("q1 Q0 a#1 1 0.2 x\nq1 Q0 c#1 2 0.7 x\nq1 Q0 b#1 3 0.2 x\n", encoding="utf-8")
    assert read_run(file) == {"q1": ["c#1", "b#1", "a#1"]}


def test_a_file_that_is_no_run_is_said(tmp_path: Path) -> None:
    file = tmp_path / "theirs.run"
    with pytest.raises(ExpectedError, match="There is no run file"):
        read_run(file)
    file.write_text("q1 a#1 0.2\n", encoding="utf-8")
    with pytest.raises(ExpectedError, match="line 1: a line of a TREC run has 6 columns"):
        read_run(file)
    file.write_text("q1 Q0 a#1 1 high x\n", encoding="utf-8")
    with pytest.raises(ExpectedError, match="cannot be read as a TREC run"):
        read_run(file)


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="could not be written"):
        write_text(tmp_path / "nowhere" / "report.json", "")


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
    outcome = Outcome(settings, Ready("built-in", "m-1-64-c"), library, None, run, values, summary(values), against)
    plain = json.loads(json.dumps(report("0.1", collection, outcome)))
    assert plain["settings"] == {
        "lanes": ["text", "name"],
        "depth": 50,
        "within_document": False,
        "model": "built-in",
        "codes": "m-1-64-c",
    }
    assert (plain["collection"], plain["bytes_per_page"], plain["pages_per_s"]) == ("papers", 1_000, None)
    assert plain["questions"]["q1"]["recall@1"] == 0 and plain["questions"]["q2"]["recall@1"] == 0.5
    assert plain["measures"]["recall@1"]["mean"] == 0.25
    assert plain["against"]["differences"]["MRR"]["mean"] == 0
    assert str(tmp_path) not in json.dumps(plain)


# --- what is typed ----------------------------------------------------------------------------------------------


def test_lanes_are_named_in_any_order_and_none_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parse(["eval", "papers"]).lanes == tuple(Lane)
    assert cli.parse(["eval", "papers", "--lanes", "look, text"]).lanes == (Lane.TEXT, Lane.LOOK)
    with pytest.raises(SystemExit):
        cli.parse(["eval", "papers", "--lanes", "text,smell"])
    assert "the lanes are text, look, name" in capsys.readouterr().err


@pytest.mark.parametrize("depth", ["5", "-10", "many"])
def test_a_depth_that_the_measures_cannot_use_is_refused(depth: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parse(["eval", "papers", "--depth", "10"]).depth == 10
    with pytest.raises(SystemExit):
        cli.parse(["eval", "papers", f"--depth={depth}"])
    assert "at least 10" in capsys.readouterr().err
