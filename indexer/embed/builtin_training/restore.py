"""Go on training from exported files: `python -m indexer.embed.builtin_training.restore ASSETS RUN`.

Checkpoints are too large to keep; this makes one again. What is lost: int8's rounding, the optimiser's state, and the
heads that are asked in training alone, which are taught anew before anything else moves.

Needs the package onnx, which the product does not.
"""

from __future__ import annotations

import argparse
import random
from itertools import islice
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from indexer.embed.builtin_training import feeding
from indexer.embed.builtin_training.losses import Spotter, losses
from indexer.embed.builtin_training.network import PageNet, QueryNet, gathered_rows, normalised
from indexer.embed.builtin_training.train import checkpoint_of, optimiser_for, save

_TILES = 24
_STEPS = 150
_RATE = 2e-3


def restore(assets: Path) -> Spotter:
    """Make networks that see and imagine as the exported files do, in training mode as well."""
    spotter = Spotter.new()
    weights = [pair for name in ("page_rows", "page_words") for pair in _convolutions(assets / f"{name}.onnx")]
    convolutions = [
        (name, one) for name, one in spotter.page.named_modules() if isinstance(one, nn.Conv2d) and name != "letters"
    ]
    norms = {
        ".".join([*parts[:-1], str(int(parts[-1]) + 1)]): (name, one)
        for name, one in convolutions
        if (parts := name.split("."))[-1].isdigit()
    }
    modules = dict(spotter.page.named_modules())
    with torch.no_grad():
        biases = {}
        for (name, convolution), (weight, bias) in zip(convolutions, weights, strict=True):
            convolution.weight.copy_(weight)
            if convolution.bias is not None:
                convolution.bias.copy_(bias)
            biases[name] = bias
        _unfold(spotter.page, {name: (modules[name], biases[of]) for name, (of, _) in norms.items()})
        _imagine(spotter.query, assets / "words.npz")
        spotter.log_scale.fill_(3.4)
    return spotter


def _convolutions(path: Path) -> list[tuple[Tensor, Tensor]]:
    """Return the weights and biases of a file's convolutions, in its order, as floats."""
    graph = onnx.load(path).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    made = {node.output[0]: node for node in graph.node}

    def value(name: str) -> Tensor:
        if name in stored:
            return torch.from_numpy(stored[name].astype(np.float32))
        numbers, scale, zero = (stored[given].astype(np.float32) for given in made[name].input)
        shape = (-1, *[1] * (numbers.ndim - 1))
        return torch.from_numpy((numbers - zero.reshape(shape)) * scale.reshape(shape))

    return [(value(node.input[1]), value(node.input[2])) for node in graph.node if node.op_type == "Conv"]


def _unfold(page: PageNet, norms: dict[str, tuple[nn.Module, Tensor]]) -> None:
    """Give batch norms, which exporting folds into convolutions, the statistics of drawn pages, and undo their effect.

    In training they divide by what a batch shows, so scale and shift have to put it back.
    """
    seen: dict[str, list[Tensor]] = {name: [] for name in norms}
    hooks = []
    for name, (norm, bias) in norms.items():
        assert isinstance(norm, nn.BatchNorm2d)
        norm.weight.fill_(1)
        norm.weight.mul_((1 + norm.eps) ** 0.5)
        norm.bias.copy_(bias)
        hooks.append(norm.register_forward_pre_hook(lambda _, given, name=name: seen[name].append(_moments(given[0]))))
    page.eval()
    for one in islice(feeding.examples(4243), _TILES):
        features, _ = page.see(normalised(torch.from_numpy(one.image.copy())[None]))
        rows = torch.from_numpy((one.salience == 1).any(1))[None]
        if rows.any():
            page.read(gathered_rows(features, rows))
    for hook in hooks:
        hook.remove()
    for name, (norm, bias) in norms.items():
        assert isinstance(norm, nn.BatchNorm2d) and norm.running_mean is not None and norm.running_var is not None
        first, second = torch.stack(seen[name]).mean(0)
        norm.running_mean.copy_(first)
        norm.running_var.copy_(second - first**2)
        norm.weight.copy_((norm.running_var + norm.eps).sqrt())
        norm.bias.copy_(bias + first)
    page.train()


def _moments(given: Tensor) -> Tensor:
    return torch.stack([given.mean((0, 2, 3)), (given**2).mean((0, 2, 3))])


def _imagine(query: QueryNet, path: Path) -> None:
    with np.load(path) as stored:
        query.norm.weight.copy_(torch.from_numpy(stored["norm_weight"]))
        query.norm.bias.copy_(torch.from_numpy(stored["norm_bias"]))
        for name in ("table", "first", "second", "last", "skip"):
            matrix = stored[name].astype(np.float32) * stored[f"{name}_scale"][:, None]
            getattr(query, name).weight.copy_(torch.from_numpy(matrix))
            if name != "table":
                getattr(query, name).bias.copy_(torch.from_numpy(stored[f"{name}_bias"]))


def _teach_heads(spotter: Spotter) -> None:
    heads = [*spotter.page.letters.parameters(), *spotter.page.slots.parameters()]
    for one in (*spotter.page.parameters(), *spotter.query.parameters()):
        one.requires_grad_(False)
    for one in heads:
        one.requires_grad_(True)
    optimiser, rng = torch.optim.AdamW(heads, lr=_RATE), random.Random(0)
    queue = feeding.start(1, 3, seed=4244)
    for step in range(_STEPS):
        report = losses(spotter, queue.get(), rng)
        optimiser.zero_grad()
        report.total.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if step % 50 == 49:
            print(step + 1, {name: round(float(one.detach()), 3) for name, one in report.figures.items()}, flush=True)
    for one in (*spotter.page.parameters(), *spotter.query.parameters()):
        one.requires_grad_(True)


def main() -> None:
    """Write a checkpoint of step 0."""
    parser = argparse.ArgumentParser(description="Make a checkpoint again of exported files.")
    parser.add_argument("assets", type=Path)
    parser.add_argument("folder", type=Path, help="where training is to go on")
    chosen = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    spotter = restore(chosen.assets)
    _teach_heads(spotter)
    save(checkpoint_of(chosen.folder), spotter, optimiser_for(spotter, _RATE), 0)


if __name__ == "__main__":
    main()
