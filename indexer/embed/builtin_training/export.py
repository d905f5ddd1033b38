"""Export a trained model to what the product runs: `python -m indexer.embed.builtin_training.export FOLDER ASSETS`.

Needs the packages onnx and onnxscript, which the product does not.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from torch.nn import functional

from indexer.arrays import Bytes, Floats
from indexer.embed.builtin_training.feeding import examples
from indexer.embed.builtin_training.losses import Spotter
from indexer.embed.builtin_training.network import DIM, PageNet, QueryNet

_CALIBRATION_TILES = 48
_OPSET = 17

_Given: TypeAlias = dict[str, NDArray[Any]]


class _Rows(nn.Module):
    def __init__(self, page: PageNet) -> None:
        super().__init__()
        self.net = page

    def forward(self, page: Tensor) -> tuple[Tensor, Tensor]:
        seen, text = self.net.see((page.float() - 128) / 64)
        return seen, text[0]


class _Words(nn.Module):
    def __init__(self, page: PageNet) -> None:
        super().__init__()
        self.lines, self.head = page.lines, page.head

    def forward(self, features: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
        chosen = torch.index_select(features, 2, rows)[0].permute(1, 0, 2)[:, :, None]
        out = self.head(self.lines(chosen))[:, :, 0].permute(0, 2, 1)
        return functional.normalize(out[..., :DIM], dim=-1), out[..., DIM]


def export(spotter: Spotter, folder: Path, quantised: bool = True) -> None:
    """Write page_rows.onnx, page_words.onnx and words.npz. README.md says what is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    page = spotter.page.to("cpu").eval()
    np.savez_compressed(folder / "words.npz", **_words(spotter.query.to("cpu")))  # type: ignore[arg-type]
    image = torch.zeros(1, 1, 64, 96, dtype=torch.uint8)
    with torch.no_grad(), tempfile.TemporaryDirectory() as made:
        rows, words = Path(made) / "page_rows.onnx", Path(made) / "page_words.onnx"
        _to_onnx(_Rows(page), (image,), rows, ["page"], ["features", "text"], {"page": {2: "height", 3: "width"}})
        seen, _ = page.see((image.float() - 128) / 64)
        axes = {"features": {2: "all_rows", 3: "columns"}, "rows": {0: "rows"}}
        _to_onnx(_Words(page), (seen, torch.arange(3)), words, ["features", "rows"], ["vectors", "salience"], axes)
        if not quantised:
            for path in (rows, words):
                (folder / path.name).write_bytes(path.read_bytes())
            return
        tiles = [one.image for one in islice(examples(4242), _CALIBRATION_TILES)]
        see = onnxruntime.InferenceSession(rows, providers=["CPUExecutionProvider"])
        _quantise(rows, folder / rows.name, ({"page": tile[None, None]} for tile in tiles))
        _quantise(words, folder / words.name, (_readable(see, tile) for tile in tiles))


def _readable(see: onnxruntime.InferenceSession, tile: Bytes) -> _Given:
    seen, text = see.run(None, {"page": tile[None, None]})
    return {"features": seen, "rows": np.flatnonzero((text > 0).any(1))}


def _to_onnx(
    net: nn.Module,
    given: tuple[Tensor, ...],
    path: Path,
    names: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
) -> None:
    torch.onnx.export(
        net.eval(),
        given,
        str(path),
        input_names=names,
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=_OPSET,
        dynamo=False,
    )


class _Reader(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, given: Iterator[_Given]) -> None:
        self._given = given

    def get_next(self) -> _Given | None:
        return next(self._given, None)


def _quantise(source: Path, target: Path, given: Iterator[_Given]) -> None:
    prepared = source.with_suffix(".prepared.onnx")
    quant_pre_process(source, prepared, skip_symbolic_shape=True)
    quantize_static(
        prepared,
        target,
        _Reader(given),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        # 7 bits: processors without VNNI add two products in 16 bits, and cut off what does not fit.
        reduce_range=True,
        op_types_to_quantize=["Conv", "Add", "Relu"],
    )


def _words(query: QueryNet) -> _Given:
    stored: _Given = {
        "norm_weight": query.norm.weight.detach().numpy(),
        "norm_bias": query.norm.bias.detach().numpy(),
    }
    matrices: dict[str, Tensor] = {"table": query.table.weight}
    for name in ("first", "second", "last", "skip"):
        layer = getattr(query, name)
        matrices[name] = layer.weight
        stored[f"{name}_bias"] = layer.bias.detach().numpy()
    for name, matrix in matrices.items():
        values: Floats = matrix.detach().numpy()
        scale = np.maximum(np.abs(values).max(1), 1e-8) / np.float32(127)
        stored[name] = np.rint(values / scale[:, None]).astype(np.int8)
        stored[f"{name}_scale"] = scale.astype(np.float32)
    return stored


def main() -> None:
    """Export a checkpoint."""
    parser = argparse.ArgumentParser(description="Export a trained model to what the product runs.")
    parser.add_argument("folder", type=Path, help="where the training's checkpoint is")
    parser.add_argument("assets", type=Path, help="where to put the exported files")
    parser.add_argument("--float", action="store_true", help="leave the pages' side in float32")
    chosen = parser.parse_args()
    spotter = Spotter.new()
    spotter.load(torch.load(chosen.folder / "checkpoint.pt", map_location="cpu", weights_only=True)["spotter"])
    export(spotter, chosen.assets, quantised=not chosen.float)


if __name__ == "__main__":
    main()
