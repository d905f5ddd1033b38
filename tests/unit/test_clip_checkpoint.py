"""Where CLIP models come from, and what is said when one cannot be had."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import huggingface_hub
import numpy as np
import open_clip
import pytest
import torch
from transformers import BertConfig

from indexer.embed.clip import ClipEmbedder
from indexer.errors import ExpectedError
from indexer.question import parse
from tests.clip_models import SIGLIP, VIT, changed, refuse_network, write_model

CONFIG, WEIGHTS = "open_clip_config.json", "open_clip_model.safetensors"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    tried = refuse_network(monkeypatch)
    yield
    assert not tried


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let open_clip know two tiny models by name, one with published weights."""
    quick = {"mean": [0.1] * 3, "std": [0.9] * 3, "interpolation": "bilinear", "quick_gelu": True, "url": "nowhere"}
    monkeypatch.setattr(open_clip.factory, "_MODEL_CONFIGS", {"Tiny-1": VIT, "Tiny-SigLIP": SIGLIP})
    monkeypatch.setitem(open_clip.pretrained._PRETRAINED, "Tiny-1", {"first": quick})


def question_and_page(embedder: ClipEmbedder) -> list[Any]:
    picture = np.random.default_rng(3).integers(0, 256, (70, 50, 3), dtype=np.uint8)
    return [embedder.embed_question(parse("soup")).vectors, embedder.embed_picture(picture).vectors]


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    config = json.loads((folder / CONFIG).read_text())
    change(config)
    (folder / CONFIG).write_text(json.dumps(config))


def another_shape(folder: Path) -> None:
    write_model(folder.parent / "wider", changed(VIT, {"width": 96}))
    shutil.copy(folder.parent / "wider" / WEIGHTS, folder / WEIGHTS)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "no configuration": (lambda at: (at / CONFIG).unlink(), "holds no CLIP model"),
    "not JSON": (lambda at: (at / CONFIG).write_text("{"), "holds no CLIP model"),
    "another JSON": (lambda at: (at / CONFIG).write_text("[]"), "holds no CLIP model"),
    "half a configuration": (lambda at: rewrite(at, lambda it: it["model_cfg"].pop("text_cfg")), "holds no CLIP model"),
    "unknown parts": (lambda at: rewrite(at, lambda it: it["model_cfg"].update(eyes=3)), "could not be loaded"),
    "no weights": (lambda at: (at / WEIGHTS).unlink(), "lacks the model's weights"),
    "no such weights": (lambda at: (at / WEIGHTS).write_bytes(b"Not found"), "could not be loaded"),
    "cut weights": (lambda at: (at / WEIGHTS).write_bytes((at / WEIGHTS).read_bytes()[:-99]), "could not be loaded"),
    "weights of another": (another_shape, "could not be loaded"),
    "a part from elsewhere": (
        lambda at: rewrite(at, lambda it: it["model_cfg"]["vision_cfg"].update(timm_model_name="hf-hub:some/one")),
        "from elsewhere",
    ),
    "language model missing": (
        lambda at: rewrite(at, lambda it: it["model_cfg"]["text_cfg"].update(hf_model_name="nobody/speaks-here")),
        "nobody/speaks-here.*Download it first",
    ),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_folder_is_told_in_a_sentence(tmp_path: Path, how: str) -> None:
    breaking, sentence = BROKEN[how]
    folder = write_model(tmp_path / "model", VIT)
    breaking(folder)
    with pytest.raises(ExpectedError, match=sentence) as told:
        ClipEmbedder(str(folder))
    assert told.value.sentence.endswith(".")


def test_a_tokenizer_that_is_missing_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model", SIGLIP)
    for file in folder.glob("tokenizer*"):
        file.unlink()
    with pytest.raises(ExpectedError, match="could not be loaded"):
        ClipEmbedder(str(folder))


def test_code_that_comes_with_a_model_is_not_run(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model", SIGLIP)
    (folder / "theirs.py").write_text(f"open({str(tmp_path / 'it-ran')!r}, 'w').close()\nclass Theirs: pass\n")
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    settings |= {"auto_map": {"AutoTokenizer": [None, "theirs.Theirs"]}, "tokenizer_class": "Theirs"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    with pytest.raises(ExpectedError, match="could not be loaded"):
        ClipEmbedder(str(folder))
    assert not (tmp_path / "it-ran").exists()


@pytest.mark.parametrize(
    ("model", "weights", "sentence"),
    [
        ("ViT-Q-99", "", "no CLIP model “ViT-Q-99”"),
        ("/no/such/folder", "", "no CLIP model"),
        ("Tiny-1", "", "one of: first"),
        ("Tiny/1", "second", "no weights “second” of “Tiny-1”"),
        ("Tiny-SigLIP", "", "only a file will do"),
        ("Tiny-SigLIP", __file__, "folder of the whole model"),
        ("Tiny-1", __file__, "could not be loaded"),
    ],
)
@pytest.mark.usefixtures("known")
def test_a_name_that_means_nothing_is_told_in_a_sentence(model: str, weights: str, sentence: str) -> None:
    with pytest.raises(ExpectedError, match=sentence):
        ClipEmbedder(model, weights)


@pytest.mark.usefixtures("known")
def test_a_name_and_a_file_make_the_model_of_a_folder(tmp_path: Path) -> None:
    """Colours are scaled as for the weights that are published first."""
    folder = write_model(tmp_path / "model", VIT, mean=[0.1] * 3, std=[0.9] * 3, interpolation="bilinear")
    by_name = ClipEmbedder("Tiny-1", str(folder / WEIGHTS))
    for found, wanted in zip(question_and_page(by_name), question_and_page(ClipEmbedder(str(folder))), strict=True):
        np.testing.assert_array_equal(found, wanted)
    assert by_name.name == "Tiny-1-open_clip_model"


@pytest.mark.usefixtures("known")
def test_published_weights_are_used_as_they_were_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = {**copy.deepcopy(VIT), "quick_gelu": True}
    folder = write_model(tmp_path / "model", quick, mean=[0.1] * 3, std=[0.9] * 3, interpolation="bilinear")
    monkeypatch.setattr(open_clip, "download_pretrained", lambda published: str(folder / WEIGHTS))
    by_tag = ClipEmbedder("Tiny-1", "first")
    for found, wanted in zip(question_and_page(by_tag), question_and_page(ClipEmbedder(str(folder))), strict=True):
        np.testing.assert_array_equal(found, wanted)
    assert by_tag.name == "Tiny-1-first"


@pytest.mark.usefixtures("known")
def test_a_download_that_fails_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(published: dict[str, Any]) -> str:
        raise OSError("no route to anywhere")

    monkeypatch.setattr(open_clip, "download_pretrained", fail)
    with pytest.raises(ExpectedError, match="could not be downloaded") as told:
        ClipEmbedder("Tiny-1", "first")
    assert "no route" in told.value.detail


def test_a_language_model_is_taken_from_what_was_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    kept = cache / "models--lab--bert"
    snapshot = kept / "snapshots" / "0123abc"
    BertConfig(
        vocab_size=8, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    ).save_pretrained(snapshot)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("0123abc")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(cache))
    config = copy.deepcopy(SIGLIP)
    config["text_cfg"] = {
        "hf_model_name": str(snapshot),
        "hf_model_pretrained": False,
        "hf_tokenizer_name": "lab/bert",
        "hf_proj_type": "linear",
        "hf_pooler_type": "mean_pooler",
        "context_length": 8,
    }
    folder = write_model(tmp_path / "model", config)
    rewrite(folder, lambda it: it["model_cfg"]["text_cfg"].update(hf_model_name="lab/bert"))
    embedder = ClipEmbedder(str(folder))
    with torch.inference_mode():
        wanted = embedder._model.text(torch.tensor([[2, 3, 0, 0, 0, 0, 0, 0]]))
    found = embedder.embed_question(parse("ferry soup")).vectors
    np.testing.assert_allclose(found, torch.nn.functional.normalize(wanted, dim=-1).numpy(), atol=1e-6)
