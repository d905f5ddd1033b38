"""Which folders hold a model that can be used, and what is said of the others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import colpali_engine.models as models
import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from indexer.embed.colvision import ColVisionEmbedder
from indexer.embed.colvision_checkpoint import _BROKEN, _KINDS
from indexer.errors import ExpectedError
from tests.tiny_models import checks
from tests.tiny_models.checkpoints import LOADABLE, omni_config, tiny_model
from tests.tiny_models.checks import TALL, embedder, noise, page

# Of libraries that use each other's former names: PaliGemma's processor NumPy's, peft transformers'.
pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning"),
]
# transformers warns, once, that faster code for its linear attention is not installed.
_WARNS = {"ColQwen3_5": [pytest.mark.allow_log_warnings]}
_NAMES = [pytest.param(name, marks=_WARNS.get(name, [])) for name in LOADABLE]
# What parts were called in checkpoints that were published before transformers 4.52 renamed them.
_FORMER_NAMES = {
    "ColPali": {
        "model.model.language_model.": "model.language_model.model.",
        "model.model.vision_tower.": "model.vision_tower.",
        "model.model.multi_modal_projector.": "model.multi_modal_projector.",
    },
    "ColQwen2": {"language_model.": "model."},
    "ColQwen2_5": {"language_model.": "model."},
}


def _without(file: Path, part: str) -> None:
    weights = {name: values for name, values in load_file(file).items() if part not in name}
    save_file(weights, file, metadata={"format": "pt"})


def _change(file: Path, **said: object) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **said}))


def test_every_late_interaction_class_that_is_installed_is_known() -> None:
    there = {name for name in vars(models) if name.startswith("Col") and "Processor" not in name}
    assert there == {kind.model for kind in _KINDS.values()} | {"ColQwen2_5Omni"}
    for kind in _KINDS.values():
        assert hasattr(models, kind.processor)
    assert set(LOADABLE) == there - {"ColQwen2_5Omni"}


def test_omni_is_broken_in_the_installed_version() -> None:
    # When this fails, the class can be used: take it out of _BROKEN, and into the table.
    with pytest.raises(AttributeError):
        models.ColQwen2_5Omni(omni_config())
    assert omni_config().model_type in _BROKEN


@pytest.mark.parametrize("name", _NAMES)
def test_an_adapter_is_put_on_its_base(name: str, tmp_path: Path) -> None:
    checks.check_lora(tiny_model(name).save(tmp_path / name), tmp_path / "adapter")


@pytest.mark.parametrize("name", _FORMER_NAMES)
@pytest.mark.parametrize("file", ["model.safetensors", "adapter_model.safetensors"])
def test_parts_with_former_names_are_found(name: str, file: str, tmp_path: Path) -> None:
    folder = tiny_model(name).save(tmp_path / name)
    if is_adapter := file.startswith("adapter"):
        checks.save_lora(folder, tmp_path / "adapter")
        folder = tmp_path / "adapter"
    expected = embedder(folder).embed_pages([page(noise(TALL))])[0]
    prefix = "base_model.model." if is_adapter else ""
    weights = {}
    for part, values in load_file(folder / file).items():
        bare = part.removeprefix(prefix)
        now, former = next(((a, b) for a, b in _FORMER_NAMES[name].items() if bare.startswith(a)), ("", ""))
        weights[prefix + former + bare.removeprefix(now)] = values
    bare_names = [part.removeprefix(prefix) for part in weights]
    assert any(part.startswith(next(iter(_FORMER_NAMES[name].values()))) for part in bare_names)
    assert not any(part.startswith(tuple(_FORMER_NAMES[name])) for part in bare_names)
    save_file(weights, folder / file, metadata={"format": "pt"})
    np.testing.assert_array_equal(embedder(folder).embed_pages([page(noise(TALL))])[0].vectors, expected.vectors)


@pytest.mark.allow_log_warnings  # transformers says that the model_type is another.
def test_parts_with_the_names_of_others_are_found(tmp_path: Path) -> None:
    folder = tiny_model("ColQwen3").save(tmp_path / "ColQwen3")
    expected = embedder(folder).embed_pages([page(noise(TALL))])[0]
    weights = {}
    for part, values in load_file(folder / "model.safetensors").items():
        bare = part.removeprefix("model.")
        is_last = bare.startswith("custom_text_proj")
        weights[bare.replace("custom_text_proj", "embedding_proj_layer") if is_last else f"vlm.model.{bare}"] = values
    weights["vlm.lm_head.weight"] = torch.zeros(400, 32)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    _change(folder / "config.json", model_type="colqwen3", embed_dim=320)
    np.testing.assert_array_equal(embedder(folder).embed_pages([page(noise(TALL))])[0].vectors, expected.vectors)


@pytest.mark.allow_log_warnings
def test_vectors_are_as_long_as_the_checkpoint_says(tmp_path: Path) -> None:
    model = embedder(tiny_model("ColQwen3_5", dim=320).save(tmp_path / "ColQwen3_5"))
    (seen,) = model.embed_pages([page(noise(TALL))])
    assert model.dim == seen.vectors.shape[1] == 320


def test_an_adapter_finds_its_base_among_downloaded_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny_model("ColQwen2").save(tmp_path / "ColQwen2")
    adapter = tmp_path / "adapter"
    checks.save_lora(folder, adapter)
    expected = embedder(adapter).embed_pages([page(noise(TALL))])[0]
    _change(adapter / "adapter_config.json", base_model_name_or_path="somebody/colqwen2-base")
    with pytest.raises(ExpectedError, match="somebody/colqwen2-base”, which is not on this computer"):
        embedder(adapter)
    cache = tmp_path / "cache" / "models--somebody--colqwen2-base"
    shutil.copytree(folder, cache / "snapshots" / "0123")
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text("0123")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    np.testing.assert_array_equal(embedder(adapter).embed_pages([page(noise(TALL))])[0].vectors, expected.vectors)


@pytest.mark.allow_log_warnings
@pytest.mark.parametrize("part", ["custom_text_proj", "layers.1.mlp"])
def test_a_model_that_lacks_a_part_is_refused(part: str, tmp_path: Path) -> None:
    folder = tiny_model("ColQwen2").save(tmp_path / "ColQwen2")
    _without(folder / "model.safetensors", part)
    with pytest.raises(ExpectedError, match="lacks parts") as refused:
        embedder(folder)
    assert part in refused.value.detail


@pytest.mark.allow_log_warnings
def test_an_adapter_that_lacks_a_part_is_refused(tmp_path: Path) -> None:
    folder, adapter = tiny_model("ColQwen2").save(tmp_path / "ColQwen2"), tmp_path / "adapter"
    checks.save_lora(folder, adapter)
    _without(adapter / "adapter_model.safetensors", "custom_text_proj.lora_A")
    with pytest.raises(ExpectedError, match="lacks parts"):
        embedder(adapter)


@pytest.mark.allow_log_warnings
def test_an_adapter_may_bring_what_its_base_lacks(tmp_path: Path) -> None:
    folder, adapter = tiny_model("ColQwen2").save(tmp_path / "ColQwen2"), tmp_path / "adapter"
    checks.save_lora(folder, adapter, saved_whole="custom_text_proj")
    expected = embedder(adapter).embed_pages([page(noise(TALL))])[0]
    _without(folder / "model.safetensors", "custom_text_proj")
    np.testing.assert_array_equal(embedder(adapter).embed_pages([page(noise(TALL))])[0].vectors, expected.vectors)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"model_type": "bert", "architectures": ["BertModel"]}, "of a kind that cannot be used here .BertModel."),
        ({"model_type": "colpali", "architectures": None}, "of a kind that cannot be used here .colpali."),
        ({"architectures": ["BiQwen2"]}, "of a kind that cannot be used here .BiQwen2."),
        ({"model_type": "qwen2_5_omni_thinker"}, "cannot be used yet"),
    ],
)
def test_models_of_other_kinds_are_refused(said: dict[str, object], sentence: str, tmp_path: Path) -> None:
    folder = tiny_model("ColQwen2").save(tmp_path / "ColQwen2")
    _change(folder / "config.json", **said)
    with pytest.raises(ExpectedError, match=sentence):
        embedder(folder)


def test_an_adapter_of_another_kind_is_refused(tmp_path: Path) -> None:
    folder, adapter = tiny_model("ColQwen2").save(tmp_path / "ColQwen2"), tmp_path / "adapter"
    checks.save_lora(folder, adapter)
    _change(adapter / "adapter_config.json", auto_mapping={"base_model_class": "BiQwen2"})
    with pytest.raises(ExpectedError, match="BiQwen2"):
        embedder(adapter)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="holds no model"):
        embedder(tmp_path)


@pytest.mark.parametrize("file", ["config.json", "model.safetensors", "processor_config.json", "tokenizer.json"])
def test_a_damaged_file_is_said_to_be_damaged(file: str, tmp_path: Path) -> None:
    folder = tiny_model("ColQwen2").save(tmp_path / "ColQwen2")
    (folder / file).write_bytes(b"{")
    with pytest.raises(ExpectedError, match="damaged"):
        embedder(folder)


def test_code_that_comes_with_a_model_is_not_run(tmp_path: Path) -> None:
    folder = tiny_model("ColQwen2").save(tmp_path / "ColQwen2")
    (folder / "theirs.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Model: pass\nclass Config: pass\n")
    _change(folder / "config.json", auto_map={"AutoConfig": "theirs.Config", "AutoModel": "theirs.Model"})
    _change(folder / "processor_config.json", auto_map={"AutoProcessor": "theirs.Model"})
    _change(folder / "tokenizer_config.json", auto_map={"AutoTokenizer": ["theirs.Model", "theirs.Model"]})
    try:
        embedder(folder)
    finally:
        assert not (tmp_path / "ran").exists()


def test_a_model_is_run_in_the_numbers_that_are_asked_for(tmp_path: Path) -> None:
    folder = tiny_model("ColQwen2").save(tmp_path / "ColQwen2")
    half = ColVisionEmbedder(folder, "tiny", "1", device="cpu", dtype=torch.bfloat16)
    (seen,), (exact,) = (model.embed_pages([page(noise(TALL))]) for model in (half, embedder(folder)))
    assert seen.vectors.dtype == np.float32
    cosines = (seen.vectors * exact.vectors).sum(axis=1)
    assert cosines.min() > 0.99
    assert np.abs(seen.vectors - exact.vectors).max() > 1e-5
