"""Collections in BEIR's habits: what is read, and what is said where something cannot be right."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.measuring.collection import load_collection, load_jsonl, page_id, split_page_id
from indexer.errors import ExpectedError
from tests.collection_folders import QRELS, QUERIES, write_collection


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
