"""The networks: one sees what is printed where on a page, the other imagines how a typed word looks."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from indexer.embed.builtin_training.drawing import OTHER_CLASS
from indexer.embed.letters import ALPHABET, FEATURES, features

DIM = 96
SLOTS = 12
"""In training, a token's cell also has to name this many letters from its start and from its end."""
SLOT_CLASSES = len(ALPHABET) + 2
LETTER_CLASSES = OTHER_CLASS + 1

_STEM = (24, 48, 96)
_LINE = (160, 224)
_QUERY = (128, 256)


class PageNet(nn.Module):
    """Sees a page: a dense stem down to 8 x 4 px, then rows with print alone, as lines, down to cells of 8 x 16 px."""

    def __init__(self) -> None:
        super().__init__()
        first, second, third = _STEM
        near, far = _LINE
        self.stem = nn.Sequential(
            _conv(1, first, (5, 5), (2, 2)),
            _conv(first, second, (3, 3), (2, 2)),
            _Residual(second, (3, 3)),
            _conv(second, third, (3, 3), (2, 1)),
            _Residual(third, (3, 3)),
        )
        self.text = nn.Conv2d(third, 1, (1, 3), padding=(0, 1))
        self.lines = nn.Sequential(
            _conv(third, near, (1, 4), (1, 2), (0, 1)),
            _Residual(near, (1, 5)),
            _Residual(near, (1, 5)),
            _conv(near, far, (1, 4), (1, 2), (0, 1)),
            _Residual(far, (1, 5)),
            _Residual(far, (1, 5)),
        )
        self.head = nn.Conv2d(far, DIM + 1, 1)
        # Two more questions, asked in training alone: they make it read.
        self.letters = nn.Conv2d(third, 2 * LETTER_CLASSES, (1, 3), padding=(0, 1))
        self.slots = nn.Linear(far, 2 * SLOTS * SLOT_CLASSES)

    def see(self, pages: Tensor) -> tuple[Tensor, Tensor]:
        """Turn (B, 1, H, W) normalised greys into features (B, C, H / 8, W / 4) and a logit of print for each."""
        seen = self.stem(pages)
        return seen, self.text(seen)[:, 0]

    def read(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Turn rows (R, C, 1, W / 4) into hidden (R, W / 16, far), unit vectors (R, W / 16, DIM), salience logits."""
        hidden = self.lines(rows)
        out = self.head(hidden)[:, :, 0].permute(0, 2, 1).float()
        return hidden[:, :, 0].permute(0, 2, 1), functional.normalize(out[..., :DIM], dim=-1), out[..., DIM]


class QueryNet(nn.Module):
    """Imagines words: a bag of spelling features, then a small network."""

    def __init__(self) -> None:
        super().__init__()
        bag, hidden = _QUERY
        self.table = nn.EmbeddingBag(FEATURES, bag, mode="sum")
        nn.init.normal_(self.table.weight, std=0.3)
        self.norm = nn.LayerNorm(bag)
        self.first, self.second = nn.Linear(bag, hidden), nn.Linear(hidden, hidden)
        self.last, self.skip = nn.Linear(hidden, DIM), nn.Linear(bag, DIM)

    def forward(self, words: Sequence[str]) -> Tensor:
        """Return a unit vector for each word: (words, DIM)."""
        numbers, starts = features(words)
        bag = self.norm(
            self.table(torch.from_numpy(numbers).to(self._device), torch.from_numpy(starts).to(self._device))
        )
        hidden = functional.relu(self.second(functional.relu(self.first(bag))))
        return functional.normalize(self.last(hidden) + self.skip(bag), dim=-1)

    @property
    def _device(self) -> torch.device:
        return self.table.weight.device


def gathered_rows(seen: Tensor, chosen: Tensor) -> Tensor:
    """Take the chosen rows, given as (B, H / 8) booleans, out of features, as (R, C, 1, W / 4)."""
    return seen.permute(0, 2, 3, 1)[chosen].permute(0, 2, 1)[:, :, None].contiguous(memory_format=torch.channels_last)


def normalised(images: Tensor) -> Tensor:
    """Turn (B, H, W) greys into what the network takes: (B, 1, H, W)."""
    return ((images.float() - 128) / 64)[:, None].contiguous(memory_format=torch.channels_last)


class _Residual(nn.Module):
    def __init__(self, channels: int, kernel: tuple[int, int]) -> None:
        super().__init__()
        self.wide = _conv(channels, channels, kernel)
        self.narrow = nn.Sequential(nn.Conv2d(channels, channels, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.narrow(self.wide(x)))


def _conv(
    inward: int,
    outward: int,
    kernel: tuple[int, int],
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] | None = None,
) -> nn.Sequential:
    padding = padding or (kernel[0] // 2, kernel[1] // 2)
    conv = nn.Conv2d(inward, outward, kernel, stride, padding, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outward), nn.ReLU(inplace=True))
