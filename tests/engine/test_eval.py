"""`pagelight eval` on a small collection, with a real engine."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app import main as program
from app.measuring.trec import read_run
from tests.documents import write_pdf, write_picture


@pytest.fixture(autouse=True)
def no_log_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep `main` from setting up logging for all the tests that follow."""
    monkeypatch.setattr("app.main.start_logging", lambda folder, name: None)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return a collection of three documents and three questions, of which words answer two and a name the third."""
    folder = tmp_path / "papers"
    (folder / "pdfs").mkdir(parents=True)
    write_pdf(folder / "pdfs" / "harbour.pdf", ["Ferries leave the harbour at noon.", "Fares rose by 12.4% in 2018."])
    write_pdf(folder / "pdfs" / "orchard.pdf", ["Apples ripen in September, and ferries bring them over."])
    write_picture(folder / "pdfs" / "lighthouse.png")
    questions = {"q1": ("harbour", "fares in 2018"), "q2": ("orchard", "apples"), "q3": ("lighthouse", "lighthouse")}
    rows = [{"_id": id_, "text": text, "metadata": {"doc": doc}} for id_, (doc, text) in questions.items()]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\tharbour#2\t1\nq2\torchard#1\t1\nq3\tlighthouse#1\t1\n", encoding="utf-8"
    )
    return folder


def test_a_collection_is_indexed_asked_and_measured_and_nothing_is_left(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    report, run = tmp_path / "report.json", tmp_path / "papers.run"
    assert program.main(["eval", str(papers), "--json", str(report), "--run", str(run)]) == 0
    figures = json.loads(report.read_text(encoding="utf-8"))
    assert figures["measures"]["nDCG@5"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert (figures["documents"], figures["pages"], figures["textless_pages"]) == (3, 4, 1)
    assert figures["pages_per_s"] > 0 and figures["bytes_per_page"] > 0 and figures["answer_ms"]["p95"] > 0
    assert figures["settings"]["codes"] and figures["model"]["name"] == "built-in"
    assert 0 < figures["code_bytes_per_page"] < figures["bytes_per_page"]
    assert read_run(run)["q1"][0] == "harbour#2"
    assert "nDCG@5" in capsys.readouterr().out
    assert not [left.name for left in (tmp_path / "temporary").iterdir() if left.name.startswith("pagelight")]


def test_a_library_is_used_again_and_one_lane_compared_with_all(papers: Path, tmp_path: Path) -> None:
    library, run, report = tmp_path / "library", tmp_path / "all.run", tmp_path / "report.json"
    common = ["eval", str(papers), "--library", str(library), "--within-document"]
    assert program.main([*common, "--run", str(run)]) == 0
    assert program.main([*common, "--lanes", "text", "--against", str(run), "--json", str(report)]) == 0
    figures = json.loads(report.read_text(encoding="utf-8"))
    assert figures["pages_per_s"] is None
    assert figures["settings"]["lanes"] == ["text"] and figures["settings"]["within_document"] is True
    # Only its name leads to the picture.
    assert [figures["questions"][question]["MRR"] for question in ("q1", "q2", "q3")] == [1.0, 1.0, 0.0]
    assert figures["against"]["run"] == "all.run"
    assert figures["against"]["differences"]["MRR"]["mean"] == pytest.approx(-1 / 3)


def test_a_library_with_other_documents_is_refused_and_stays_as_it_is(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write_pdf(tmp_path / "diary.pdf", ["Dear diary."])
    library = ["--library", str(tmp_path / "library")]
    assert program.main(["index", str(other), *library]) == 0
    assert program.main(["eval", str(papers), *library]) == 1
    assert "diary.pdf, whose pages would be found too" in capsys.readouterr().err
    assert program.main(["status", "--json", *library]) == 0
    assert "papers" not in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_measured(
    papers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (papers / "pdfs" / "orchard.pdf").write_bytes(b"This is no PDF.")
    assert program.main(["eval", str(papers)]) == 1
    said = capsys.readouterr()
    assert "Not read, so never found: orchard.pdf" in said.err
    assert "66.7" in said.out


def test_a_file_that_could_not_be_written_later_is_said_before_the_work(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main(["eval", str(papers), "--json", str(tmp_path / "nowhere" / "report.json")]) == 1
    assert "to write report.json into" in capsys.readouterr().err


def test_profiles_are_measured_one_after_the_other_and_drawn(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, picture, kept = tmp_path / "report.json", tmp_path / "picture.svg", tmp_path / "kept"
    common = ["eval", str(papers), "--compare", "profiles", "--profile", "tiny,quality"]
    assert program.main([*common, "--json", str(report), "--picture", str(picture), "--library", str(kept)]) == 0
    figures = json.loads(report.read_text(encoding="utf-8"))
    profiles = figures["profiles"]
    assert list(profiles) == ["exact", "quality", "tiny"] and figures["reference"] == "exact"
    assert profiles["exact"]["kept"]["nDCG@10"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert all(0 < each["code_bytes_per_page"] < each["bytes_per_page"] for each in profiles.values())
    assert profiles["tiny"]["settings"]["codes"].endswith("sign-keep50-pool10")
    said = capsys.readouterr().out
    assert all(name in said for name in ("exact", "quality", "tiny", "nDCG@10", "p95, ms"))
    assert "tiny" in picture.read_text(encoding="utf-8")
    assert sorted(folder.name for folder in kept.iterdir()) == ["exact", "quality", "tiny"]
    assert program.main([*common, "--library", str(kept / "tiny")]) == 1
    assert "is a library. Name another folder" in capsys.readouterr().err


def test_profiles_are_weighed_on_a_library_of_ones_own_without_any_labels(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ["--library", str(tmp_path / "library")]
    assert program.main(["index", str(papers / "pdfs"), "--profile", "exact", *library]) == 0
    capsys.readouterr()
    report = tmp_path / "report.json"
    compare = ["eval", "--compare", "profiles", "--profile", "quality,hpc-256-p60", *library]
    assert program.main([*compare, "--json", str(report)]) == 0
    assert "On your 3 pages, quality finds the same first page" in capsys.readouterr().out
    assert list(json.loads(report.read_text(encoding="utf-8"))["profiles"]) == ["exact", "quality", "hpc-256-p60"]


def test_a_library_without_exact_vectors_or_none_at_all_is_said(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ["--library", str(tmp_path / "library")]
    assert program.main(["eval", "--compare", "profiles", *library]) == 3
    assert "There is no library" in capsys.readouterr().err
    assert program.main(["index", str(papers / "pdfs"), *library]) == 0
    assert program.main(["eval", "--compare", "profiles", *library]) == 1
    assert "does not keep exact vectors" in capsys.readouterr().err


def test_a_collection_in_parquet_is_measured_and_its_pictures_stay_beside_a_library_that_is_kept(
    papers: Path, tmp_path: Path
) -> None:
    folder, report = tmp_path / "tables", tmp_path / "report.json"
    picture = (papers / "pdfs" / "lighthouse.png").read_bytes()
    folder.mkdir()
    corpus = pa.table({"corpus-id": [0], "image": [{"bytes": picture, "path": None}]})
    pq.write_table(corpus, folder / "corpus.parquet")
    pq.write_table(pa.table({"query-id": [0], "query": ["lighthouse"]}), folder / "queries.parquet")
    pq.write_table(pa.table({"query-id": [0], "corpus-id": [0], "score": [1.0]}), folder / "qrels.parquet")
    library = ["--library", str(tmp_path / "library"), "--json", str(report)]
    for pages_per_s_known in (True, False):
        assert program.main(["eval", str(folder), *library]) == 0
        figures = json.loads(report.read_text(encoding="utf-8"))
        assert (figures["collection"], figures["pages"], figures["textless_pages"]) == ("tables", 1, 1)
        # Nothing can find it: there is no text layer, and its name says nothing.
        assert figures["measures"]["recall@10"]["mean"] == 0
        assert (figures["pages_per_s"] is not None) == pages_per_s_known
    assert [path.name for path in (tmp_path / "library-pictures").iterdir()] == ["000000.png"]


def test_a_model_that_there_is_not_is_said(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["eval", str(papers), "--model", "colpali"]) == 1
    assert "There is no model colpali. There are: built-in." in capsys.readouterr().err
