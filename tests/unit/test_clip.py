"""CLIP's embedder on tiny models with random weights, written and read as real ones are: plumbing, not quality."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import open_clip
import pytest
import torch
from PIL import Image

from indexer.arrays import Bytes, Floats
from indexer.embed.clip import ClipEmbedder
from indexer.question import Question, parse
from indexer.types import LOOSE, PageContent, PageText, PatchEmbeddings
from tests.clip_models import SIGLIP, VIT, changed, refuse_network, timm, write_model

RESNET = changed(VIT, {"image_size": 128, "layers": [1, 1, 1, 1], "width": 16})
WITH_PLACES = {
    "class token": (VIT, (4, 4)),
    "another text tower": (changed(VIT, {}, custom_text=True), (4, 4)),
    "layer scale": (changed(VIT, {"ls_init_value": 0.1}, quick_gelu=True), (4, 4)),
    "averaged": (changed(VIT, {"pool_type": "avg", "final_ln_after_pool": True}), (4, 4)),
    "not square": (changed(VIT, {"image_size": [48, 80]}), (3, 5)),
    "resnet": (RESNET, (4, 4)),
    "siglip": (SIGLIP, (10, 10)),
    "timm class token": (timm("test_vit", "token", None), (10, 10)),
    "timm averaged": (timm("test_vit", "avg", None), (10, 10)),
    "convnext": (timm("test_convnext", "", "linear"), (5, 5)),
}
WITHOUT_PLACES = {
    "coca pooling": changed(VIT, {"attentional_pool": True, "attn_pooler_queries": 4}),
    "altered attention": changed(VIT, {"qk_norm": True}),
    "pooling by place": timm("test_convnext", "abs_attn", "", image_size=160),
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    tried = refuse_network(monkeypatch)
    yield
    assert not tried


def as_open_clip(folder: Path, pictures: list[Bytes], text: str) -> tuple[Floats, Floats]:
    """Ask open_clip itself, with pictures squashed: (pictures, dim) and (1, dim)."""
    name = f"local-dir:{folder}"
    model, preprocess = open_clip.create_model_from_pretrained(name, image_resize_mode="squash")
    model.eval()
    with torch.inference_mode():
        images = torch.stack([preprocess(Image.fromarray(each)) for each in pictures])
        seen = model.encode_image(images, normalize=True)
        said = model.encode_text(open_clip.get_tokenizer(name)([text]), normalize=True)
    return seen.numpy(), said.numpy()


def a_page(pixels: Bytes | None) -> PageContent:
    nothing = PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))
    return PageContent(1, 1.0, nothing, pixels)


def noise(height: int, width: int, seed: int = 1) -> Bytes:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def embed(embedder: ClipEmbedder, *pictures: Bytes) -> list[PatchEmbeddings]:
    return embedder.embed_pages([a_page(each) for each in pictures])


@pytest.mark.parametrize("kind", WITH_PLACES)
def test_ink_in_a_corner_changes_that_corner_most(tmp_path: Path, kind: str) -> None:
    config, (rows, cols) = WITH_PLACES[kind]
    embedder = ClipEmbedder(str(write_model(tmp_path / "model", config)))
    for height, width in ((290, 200), (150, 400)):
        blank = np.full((height, width, 3), 255, np.uint8)
        tall, wide = height // 5, width // 5
        corners = [(bottom, right) for bottom in (0, 1) for right in (0, 1)]
        inked = [blank.copy() for _ in corners]
        for (bottom, right), page in zip(corners, inked, strict=True):
            page[bottom * (height - tall) :, right * (width - wide) :][:tall, :wide] = noise(tall, wide)
        before, *after = embed(embedder, blank, *inked)
        for (bottom, right), found in zip(corners, after, strict=True):
            assert (found.grid.rows, found.grid.cols) == (rows, cols)
            assert found.cells.tolist() == [LOOSE, *range(rows * cols)]
            moved = np.linalg.norm(found.vectors - before.vectors, axis=1)[1:]
            box = found.grid.box(int(moved.argmax()))
            assert abs((box[1] + box[3]) / 2 - bottom) < 0.2
            assert abs((box[0] + box[2]) / 2 - right) < 0.2


@pytest.mark.parametrize("kind", [*WITH_PLACES, *WITHOUT_PLACES])
def test_wholes_and_questions_are_what_open_clip_makes_of_them(tmp_path: Path, kind: str) -> None:
    config = WITH_PLACES[kind][0] if kind in WITH_PLACES else WITHOUT_PLACES[kind]
    folder = write_model(tmp_path / "model", config)
    embedder = ClipEmbedder(str(folder))
    tall, wide = noise(290, 200), noise(150, 400)
    seen, said = as_open_clip(folder, [tall, wide], "soup by the ferry")
    found = embed(embedder, tall, wide)
    np.testing.assert_allclose([each.vectors[0] for each in found], seen, atol=2e-5)
    np.testing.assert_allclose(embedder.embed_picture(wide).vectors, seen[1:], atol=2e-5)
    query = embedder.embed_question(parse("soup by the ferry"))
    assert query.tokens == ("soup by the ferry",)
    np.testing.assert_allclose(query.vectors, said, atol=1e-6)


def test_pages_are_scaled_down_as_the_model_asks(tmp_path: Path) -> None:
    page = noise(150, 100)
    smooth, sharp = (write_model(tmp_path / each, VIT, interpolation=each) for each in ("bilinear", "bicubic"))
    for folder in (smooth, sharp):
        seen, _ = as_open_clip(folder, [page], "soup")
        np.testing.assert_allclose(ClipEmbedder(str(folder)).embed_picture(page).vectors, seen, atol=1e-5)
    assert not np.allclose(as_open_clip(smooth, [page], "soup")[0], seen, atol=1e-3)


@pytest.mark.parametrize("kind", WITHOUT_PLACES)
def test_a_tower_without_places_gives_the_whole_page(tmp_path: Path, kind: str) -> None:
    (found,) = embed(ClipEmbedder(str(write_model(tmp_path / "model", WITHOUT_PLACES[kind]))), noise(90, 60))
    assert found.cells.tolist() == [LOOSE]
    assert found.vectors.shape == (1, WITHOUT_PLACES[kind]["embed_dim"])


@pytest.fixture
def vit(tmp_path: Path) -> Path:
    return write_model(tmp_path / "vit", VIT)


def test_a_place_is_the_value_of_the_last_attention(tmp_path: Path) -> None:
    """Against the formula written out, with attention that looks at nothing but the place itself."""
    folder = write_model(tmp_path / "scaled", changed(VIT, {"ls_init_value": 0.1}))
    model = open_clip.create_model(f"local-dir:{folder}").eval()
    picture = noise(64, 64)
    with torch.inference_mode():
        mean, std = (torch.tensor(each).view(3, 1, 1) for each in ([0.5, 0.4, 0.3], [0.2, 0.3, 0.4]))
        image = (torch.from_numpy(picture).permute(2, 0, 1) / 255 - mean) / std
        out = model.visual.forward_intermediates(image[None], output_fmt="NLC", output_extra_tokens=True)
        tokens = torch.cat([out["image_intermediates_prefix"][1], out["image_intermediates"][1]], dim=1)
        last = model.visual.transformer.resblocks[2]
        only_itself = torch.full((17, 17), -torch.inf).fill_diagonal_(0)
        attended = last.ls_1(last.attention(last.ln_1(tokens), attn_mask=only_itself)[:, 1:])
        wanted = torch.nn.functional.normalize(model.visual.ln_post(attended) @ model.visual.proj, dim=-1)
    (found,) = embed(ClipEmbedder(str(folder)), picture)
    np.testing.assert_allclose(found.vectors[1:], wanted[0].numpy(), atol=1e-5)


def test_rows_are_unit_rows_and_the_whole_is_the_most_salient(vit: Path) -> None:
    (found,) = embed(ClipEmbedder(str(vit)), noise(90, 60))
    assert found.vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)
    assert found.salience is not None
    np.testing.assert_allclose(found.salience, found.vectors @ found.vectors[0], atol=1e-6)
    assert found.salience.argmax() == 0


def test_many_pages_come_out_in_order_and_those_that_could_not_be_drawn_without_vectors(vit: Path) -> None:
    embedder = ClipEmbedder(str(vit))
    drawn = [None if at % 5 == 2 else noise(40 + at, 60, at) for at in range(23)]
    found = embedder.embed_pages([a_page(each) for each in drawn])
    assert embedder.embed_pages([]) == []
    for each, pixels in zip(found, drawn, strict=True):
        if pixels is None:
            assert each.vectors.shape == (0, 48)
            assert not len(each.cells)
        else:
            np.testing.assert_allclose(each.vectors, embed(embedder, pixels)[0].vectors, atol=1e-5)


def test_an_empty_question_has_no_vectors(vit: Path) -> None:
    query = ClipEmbedder(str(vit)).embed_question(Question())
    assert (query.vectors.shape, query.tokens) == ((0, 48), ())


def test_pages_are_wanted_in_colour_and_hardly_larger_than_the_model_looks(vit: Path) -> None:
    sight = ClipEmbedder(str(vit)).sight
    assert sight is not None
    assert (sight.is_colour, sight.dpi, sight.most_pixels) == (True, 0, 128 * 128)


def test_half_precision_tells_much_the_same(vit: Path) -> None:
    (whole,), (half,) = (
        embed(ClipEmbedder(str(vit), dtype=dtype), noise(90, 60)) for dtype in (torch.float32, torch.bfloat16)
    )
    assert half.vectors.dtype == np.float32
    assert ((whole.vectors * half.vectors).sum(axis=1) > 0.99).all()


def test_a_model_is_told_by_its_weights_and_by_how_they_are_used(tmp_path: Path, vit: Path) -> None:
    other = write_model(tmp_path / "other", VIT, mean=[0.1, 0.1, 0.1])
    first, again, used_otherwise = (ClipEmbedder(str(each)) for each in (vit, vit, other))
    assert (first.name, first.dim) == ("vit", 48)
    assert first.revision == again.revision != used_otherwise.revision
    weights = (vit / "open_clip_model.safetensors").read_bytes()
    (vit / "open_clip_model.safetensors").write_bytes(weights[:-1] + bytes([weights[-1] ^ 1]))
    assert ClipEmbedder(str(vit)).revision != first.revision


def test_a_snapshot_of_a_repository_has_its_name(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "models--lab--eyes" / "snapshots" / "0123abc", VIT)
    assert ClipEmbedder(str(folder)).name == "lab/eyes"


def test_an_older_checkpoint_is_read(vit: Path) -> None:
    page = noise(90, 60)
    (wanted,) = embed(ClipEmbedder(str(vit)), page)
    weights = open_clip.factory.load_state_dict(str(vit / "open_clip_model.safetensors"))
    torch.save({"state_dict": weights}, vit / "open_clip_pytorch_model.bin")
    (vit / "open_clip_model.safetensors").unlink()
    (found,) = embed(ClipEmbedder(str(vit)), page)
    np.testing.assert_array_equal(found.vectors, wanted.vectors)
