"""`pagelight models use` with a small model of the real kind, of random weights, and a real engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from app.main import main
from tests.clip_models import VIT, write_model


@pytest.fixture(autouse=True)
def no_log_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep `main` from setting up logging for all the tests that follow."""
    monkeypatch.setattr("app.main.start_logging", lambda folder, name: None)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Return a folder of pictures that are unlike one another."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for at, colour in enumerate(["crimson", "navy", "gold"]):
        image = Image.new("RGB", (120, 90), "white")
        ImageDraw.Draw(image).ellipse((10 + 20 * at, 10, 60 + 20 * at, 80), fill=colour)
        image.save(folder / f"{at}.png")
    return folder


@pytest.mark.timeout(300)  # A process that loads Torch is slow to start on a busy machine.
def test_a_folder_with_a_model_is_used_searched_by_and_given_up(
    tmp_path: Path, pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(write_model(tmp_path / "clip", VIT))
    in_library = ["--library", str(tmp_path / "library")]
    assert main(["index", str(pictures), *in_library]) == 0
    capsys.readouterr()
    assert main(["models", "use", model, *in_library]) == 0
    assert capsys.readouterr().out == f"{model} has seen 3 pages.\n"
    assert main(["search", "--like", str(pictures / "1.png"), "--json", *in_library]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert (Path(hits[0]["path"]).name, hits[0]["lanes"]) == ("1.png", ["model"])
    assert main(["models", "stop", "--forget", *in_library]) == 0
    assert capsys.readouterr().out == "What 1 model made of this library was removed.\n"
    assert main(["search", "--like", str(pictures / "0.png"), *in_library]) == 0
    said = "No words can be read in this picture, and no model that knows pictures is in use.\n"
    assert capsys.readouterr().out == said


def test_a_model_that_is_not_here_is_refused_with_what_to_do(
    tmp_path: Path, pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_library = ["--library", str(tmp_path / "library")]
    assert main(["index", str(pictures), *in_library]) == 0
    assert main(["models", "use", "nobody/nothing", *in_library]) == 1
    err = capsys.readouterr().err
    assert "nobody/nothing is not on this machine yet: download it first." in err
