"""Drawing: a piece of a page with the exact box of every letter and token on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pymupdf

from indexer.arrays import Bytes, Floats
from indexer.embed.builtin_training.fonts import Face
from indexer.embed.letters import fold_letters, tokens

SIDE_PX = 544
"""A drawn tile's height and width: a little more than what is trained on, so that it can be cut at different places."""

CLASSES = {sign: number for number, sign in enumerate("abcdefghijklmnopqrstuvwxyz0123456789$€£%&@#§+-/.,:;()'\"°×", 1)}
"""What a letter looks like, as a number. Zero is no letter."""
OTHER_CLASS = len(CLASSES) + 1

_MIDDLE = 0.32
"""How high above the base line the middle of a line of print is, in units of the size."""


@dataclass(frozen=True)
class Tile:
    """A drawn piece of a page.

    image: (side, side) uint8, grey.    tokens: what stands on it, folded.
    boxes: (tokens, 4) float32: middle x, middle y, half the width, size of the print, in pixels.
    letters: (letters, 5) float32: class, left, right, middle y, size of the print.
    """

    image: Bytes
    tokens: tuple[str, ...]
    boxes: Floats
    letters: Floats


class Sheet:
    """Paper to write on, in points, that remembers where each letter came to stand."""

    def __init__(self, document: pymupdf.Document, width: float, height: float, paper: float) -> None:
        self.page = document.new_page(width=width, height=height)
        self.width, self.height, self.paper = width, height, paper
        if paper < 1:
            self.fill((0, 0, width, height), paper)
        self._writers: dict[float, pymupdf.TextWriter] = {}
        self._tokens: list[str] = []
        self._boxes: list[tuple[float, float, float, float]] = []
        self._letters: list[tuple[float, float, float, float, float]] = []

    def fill(self, box: tuple[float, float, float, float], grey: float) -> None:
        """Fill a box."""
        self.page.draw_rect(box, color=None, fill=(grey,) * 3, width=0)

    def rule(self, start: tuple[float, float], end: tuple[float, float], width: float, grey: float = 0.0) -> None:
        """Draw a line."""
        self.page.draw_line(start, end, color=(grey,) * 3, width=width)

    def is_free(self, box: tuple[float, float, float, float]) -> bool:
        """Tell whether nothing is written in a box."""
        left, top, right, bottom = box
        return not any(
            x - half < right and x + half > left and y - size / 2 < bottom and y + size / 2 > top
            for x, y, half, size in self._boxes
        )

    def write(self, x: float, y: float, text: str, face: Face, size: float, grey: float) -> float:
        """Write from a point on the base line; return where the pen ends. Nothing is written outside the sheet."""
        edges = [x]
        for sign in text:
            edges.append(edges[-1] + face.letter_width(sign) * size)
        if not (-size < y < self.height + size) or x > self.width or edges[-1] < 0:
            return edges[-1]
        grey = round(grey, 2)
        if grey not in self._writers:
            self._writers[grey] = pymupdf.TextWriter(self.page.rect)
        self._writers[grey].append((x, y), text, font=face.font, fontsize=size)
        middle = y - _MIDDLE * size
        for place, sign in enumerate(text):
            if sign != " ":
                folded = fold_letters(sign)[:1]
                self._letters.append((CLASSES.get(folded, OTHER_CLASS), edges[place], edges[place + 1], middle, size))
        for token in tokens(text):
            self._tokens.append(token.folded)
            left, right = edges[token.start], edges[token.end]
            self._boxes.append(((left + right) / 2, middle, (right - left) / 2, size))
        return edges[-1]

    def render(self, scale: float, stretch: float, turn_deg: float) -> Tile:
        """Draw the ink onto a tile around the sheet's middle, scaled, stretched sideways and turned clockwise."""
        for grey, writer in self._writers.items():
            writer.write_text(self.page, color=(grey,) * 3)
        matrix = pymupdf.Matrix(scale * stretch, 0, 0, scale, 0, 0) * pymupdf.Matrix(turn_deg)
        pixmap = self.page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False)
        drawn = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
        middle = pymupdf.Point(self.width / 2, self.height / 2) * matrix
        left, top = round(middle.x - SIDE_PX / 2), round(middle.y - SIDE_PX / 2)
        image = np.full((SIDE_PX, SIDE_PX), round(self.paper * 255), np.uint8)
        source = drawn[max(0, top - pixmap.y) :, max(0, left - pixmap.x) :][:SIDE_PX, :SIDE_PX]
        down, right = max(0, pixmap.y - top), max(0, pixmap.x - left)
        source = source[: SIDE_PX - down, : SIDE_PX - right]
        image[down : down + source.shape[0], right : right + source.shape[1]] = source

        ink = np.array([matrix.a, matrix.b, matrix.c, matrix.d], np.float32)
        boxes = np.array(self._boxes, np.float32).reshape(-1, 4)
        x, y = _moved(boxes[:, 0], boxes[:, 1], ink, left, top)
        boxes = np.stack([x, y, boxes[:, 2] * scale * stretch, boxes[:, 3] * scale], 1)
        letters = np.array(self._letters, np.float32).reshape(-1, 5)
        x, y = _moved((letters[:, 1] + letters[:, 2]) / np.float32(2), letters[:, 3], ink, left, top)
        half = (letters[:, 2] - letters[:, 1]) / 2 * scale * stretch
        letters = np.stack([letters[:, 0], x - half, x + half, y, letters[:, 4] * scale], 1)
        return Tile(image, tuple(self._tokens), boxes, letters)


def _moved(x: Floats, y: Floats, ink: Floats, left: float, top: float) -> tuple[Floats, Floats]:
    return x * ink[0] + y * ink[2] - np.float32(left), x * ink[1] + y * ink[3] - np.float32(top)
