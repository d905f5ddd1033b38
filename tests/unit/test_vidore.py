"""Collections in parquet files, in the layouts that the hub has."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import huggingface_hub
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from huggingface_hub.errors import LocalEntryNotFoundError
from PIL import Image

from app.measuring.vidore import download, holds_tables, hub_name, load_tables
from indexer.errors import ExpectedError

IMAGE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
SHARD = "test-00000-of-00001.parquet"


def picture(color: str, form: str = "PNG") -> dict[str, Any]:
    file = io.BytesIO()
    with Image.new("RGB", (4, 4), color) as image:
        image.save(file, form)
    return {"bytes": file.getvalue(), "path": None}


def write(path: Path, rows: Sequence[Mapping[str, Any]], **types: pa.DataType) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(rows[0])
    columns = [pa.array([row[name] for row in rows], types.get(name.replace("-", "_"))) for name in names]
    pq.write_table(pa.table(columns, names=names), path)


def write_v1(folder: Path) -> Path:
    """ViDoRe 1 in BEIR's form: numbers for ids, scores as floats."""
    corpus = [{"corpus-id": 0, "image": picture("red")}, {"corpus-id": 1, "image": picture("blue", "JPEG")}]
    write(folder / "corpus" / SHARD, corpus, image=IMAGE)
    write(folder / "queries" / SHARD, [{"query-id": 0, "query": "Which red?"}, {"query-id": 1, "query": "Which?"}])
    qrels = [(0, 0, 1.0), (1, 0, 0.0), (1, 1, 2.0)]
    rows = [{"query-id": query, "corpus-id": doc, "score": score} for query, doc, score in qrels]
    write(folder / "qrels" / SHARD, rows, corpus_id=pa.int64())
    return folder


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    return tmp_path / "pictures"


def test_the_first_vidore_is_read_with_its_grades(tmp_path: Path, pictures: Path) -> None:
    folder = write_v1(tmp_path / "set")
    assert holds_tables(folder)
    collection = load_tables(folder, "set", pictures)
    assert (collection.name, collection.roots) == ("set", (str(pictures),))
    assert {doc: path.name for doc, path in collection.docs.items()} == {"0": "000000.png", "1": "000001.jpg"}
    assert [(each.id, each.text, each.doc, each.relevant) for each in collection.questions] == [
        ("0", "Which red?", "", {"0#1": 1}),
        ("1", "Which?", "", {"1#1": 2}),
    ]
    with Image.open(collection.docs["1"]) as image:
        assert image.size == (4, 4)


def test_pictures_that_are_there_are_left_as_they_are(tmp_path: Path, pictures: Path) -> None:
    folder = write_v1(tmp_path / "set")
    load_tables(folder, "set", pictures)
    before = {path.name: path.stat().st_mtime_ns for path in pictures.iterdir()}
    load_tables(folder, "set", pictures)
    assert {path.name: path.stat().st_mtime_ns for path in pictures.iterdir()} == before


def write_v3(folder: Path) -> Path:
    """ViDoRe 3: underscores, a language a question, and tables about documents and answers besides."""
    corpus = [
        {"corpus_id": at, "image": picture(color), "doc_id": "report", "markdown": color, "page_number_in_doc": at}
        for at, color in enumerate(("red", "blue"))
    ]
    write(folder / "corpus" / SHARD, corpus, image=IMAGE)
    queries = [
        {"query_id": 0, "query": "Which red?", "language": "english", "answer": "This."},
        {"query_id": 1, "query": "Lequel ?", "language": "french", "answer": "Lui."},
    ]
    write(folder / "queries" / SHARD, queries)
    qrels = [{"query_id": at, "corpus_id": at, "score": 1, "content_type": ["Text"]} for at in (0, 1)]
    write(folder / "qrels" / SHARD, qrels)
    write(folder / "documents_metadata" / SHARD, [{"file_name": "report.pdf", "doc_id": "report", "url": ""}])
    return folder


def test_the_third_vidore_is_asked_in_one_language(tmp_path: Path, pictures: Path) -> None:
    folder = write_v3(tmp_path / "set")
    french = load_tables(folder, "set", pictures, "french")
    assert [(each.text, each.relevant) for each in french.questions] == [("Lequel ?", {"1#1": 1})]
    with pytest.raises(ExpectedError, match=r"several languages. Choose one with --language: english, french"):
        load_tables(folder, "set", pictures)
    with pytest.raises(ExpectedError, match="does not ask in latin"):
        load_tables(folder, "set", pictures, "latin")


def write_mteb(folder: Path) -> Path:
    """Mteb's form: a config for each language, ids as text, and in each all languages' qrels."""
    for language, text in (("english", "Which red?"), ("french", "Lequel ?")):
        corpus = [{"image": picture("red"), "id": "corpus-test-0"}, {"image": picture("blue"), "id": "corpus-test-1"}]
        write(folder / f"{language}-corpus" / SHARD, corpus, image=IMAGE)
        write(folder / f"{language}-queries" / SHARD, [{"id": f"query-test-{language}", "text": text}])
        rows = [
            {"query-id": f"query-test-{each}", "corpus-id": "corpus-test-1", "score": 1}
            for each in ("english", "french")
        ]
        write(folder / f"{language}-qrels" / SHARD, rows)
    return folder


def test_what_mtebs_tables_say_of_other_languages_is_left_out(tmp_path: Path, pictures: Path) -> None:
    folder = write_mteb(tmp_path / "set")
    collection = load_tables(folder, "set", pictures, "english")
    assert [(each.text, each.relevant) for each in collection.questions] == [("Which red?", {"corpus-test-1#1": 1})]
    with pytest.raises(ExpectedError, match="Choose one with --language: english, french"):
        load_tables(folder, "set", pictures)


def test_tables_may_be_files_by_name_or_known_by_their_columns(tmp_path: Path, pictures: Path) -> None:
    folder = tmp_path / "set"
    write(folder / "data" / "corpus-00000-of-00001.parquet", [{"id": "a", "image": picture("red")}], image=IMAGE)
    write(folder / "queries.parquet", [{"_id": "q", "text": "Which?"}])
    write(folder / "default" / "test" / "0000.parquet", [{"query-id": "q", "corpus-id": "a", "score": 1}])
    assert load_tables(folder, "set", pictures).questions[0].relevant == {"a#1": 1}


def test_of_several_splits_the_one_to_measure_on_is_taken(tmp_path: Path, pictures: Path) -> None:
    folder = write_v1(tmp_path / "set")
    write(folder / "queries" / "train-00000-of-00001.parquet", [{"query-id": 0, "query": "To learn from."}])
    assert load_tables(folder, "set", pictures).questions[0].text == "Which red?"


def test_pairs_of_picture_and_question_share_what_is_the_same(tmp_path: Path, pictures: Path) -> None:
    folder = tmp_path / "set"
    pairs = [("Which red?", "red"), ("Red or not?", "red"), ("Which?", "blue"), ("Which?", "green"), (None, "gray")]
    rows = [
        {"questionId": str(at), "query": text, "image": picture(color), "image_filename": f"{at}.png"}
        for at, (text, color) in enumerate(pairs)
    ]
    write(folder / "data" / SHARD, rows, image=IMAGE)
    collection = load_tables(folder, "set", pictures)
    assert list(collection.docs) == ["0", "1", "2", "3"]
    assert [(each.text, each.relevant) for each in collection.questions] == [
        ("Which red?", {"0#1": 1}),
        ("Red or not?", {"0#1": 1}),
        ("Which?", {"1#1": 1, "2#1": 1}),
    ]


def test_a_picture_may_lie_beside_the_tables_but_nowhere_else(tmp_path: Path, pictures: Path) -> None:
    folder = write_v1(tmp_path / "set")
    (folder / "red.png").write_bytes(picture("red")["bytes"])
    (tmp_path / "secret.png").write_bytes(picture("red")["bytes"])
    for path in ("red.png", "../secret.png"):
        write(folder / "corpus" / SHARD, [{"corpus-id": 0, "image": {"bytes": None, "path": path}}], image=IMAGE)
        write(folder / "qrels" / SHARD, [{"query-id": 0, "corpus-id": 0, "score": 1}])
        if path == "red.png":
            assert len(load_tables(folder, "set", pictures).docs) == 1
        else:
            with pytest.raises(ExpectedError, match="The page 0 has no picture"):
                load_tables(folder, "set", pictures)


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("qrels", [{"query-id": 0, "corpus-id": 7, "score": 1}], "says that 7 answers the question 0"),
        ("qrels", [{"query-id": 0, "corpus-id": 0, "score": 0}], "no question with a relevant page"),
        ("qrels", [{"query-id": 0, "doc": 0, "score": 1}], "has no column corpus-id or corpus_id"),
        ("queries", [{"query-id": 0, "words": "Which?"}], "has no column query or text"),
    ],
)
def test_what_cannot_be_right_is_said(
    tmp_path: Path, pictures: Path, name: str, rows: list[dict[str, Any]], said: str
) -> None:
    folder = write_v1(tmp_path / "set")
    write(folder / name / SHARD, rows)
    with pytest.raises(ExpectedError, match=said):
        load_tables(folder, "set", pictures)


def test_a_missing_table_and_a_file_that_is_no_table_are_said(tmp_path: Path, pictures: Path) -> None:
    folder = write_v1(tmp_path / "set")
    (folder / "qrels" / SHARD).unlink()
    with pytest.raises(ExpectedError, match="set has no table of qrels"):
        load_tables(folder, "set", pictures)
    (folder / "qrels" / SHARD).write_bytes(b"This is no parquet.")
    with pytest.raises(ExpectedError, match="set cannot be read"):
        load_tables(folder, "set", pictures)


def test_only_what_means_the_hub_goes_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert hub_name("hf://someone/papers") == "someone/papers"
    assert hub_name("vidore/esg_reports_v2") == "vidore/esg_reports_v2"
    assert hub_name("someone/papers") is None and hub_name("papers") is None and hub_name("vidore/a/b") is None
    (tmp_path / "vidore" / "esg_reports_v2").mkdir(parents=True)
    assert hub_name("vidore/esg_reports_v2") is None


def test_a_dataset_that_was_brought_before_is_named_with_its_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def snapshot(name: str, **options: Any) -> str:
        asked.append((name, options["repo_type"], options["allow_patterns"]))
        return str(tmp_path / "0123456789abcdef")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot)
    assert download("vidore/set") == (tmp_path / "0123456789abcdef", "vidore/set@0123456789ab")
    assert asked == [("vidore/set", "dataset", ["*.parquet"])]


def test_without_the_network_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: Any, **__: Any) -> str:
        raise LocalEntryNotFoundError("nowhere")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", unreachable)
    with pytest.raises(ExpectedError, match=r"Hugging Face cannot be reached. Connect to the network"):
        download("vidore/set")
    with pytest.raises(ExpectedError, match="There is no dataset no name/at all/x"):
        monkeypatch.undo()
        download("no name/at all/x")
