"""Layout: what pages are made of: paragraphs, tables of numbers, headings, forms, figures, in columns."""

from __future__ import annotations

import random
from collections.abc import Callable

import pymupdf

from indexer.embed.builtin_training.drawing import SIDE_PX, Sheet, Tile
from indexer.embed.builtin_training.fonts import ACCENTED, SIGNS, Face
from indexer.embed.builtin_training.words import number, word
from indexer.embed.letters import fold_letters

_ACCENTS = frozenset(ACCENTED)
_SIGNS = frozenset(SIGNS)


class Draughtsman:
    """Draws tiles, each different. Fonts stay loaded for some tiles, because loading them costs more than drawing."""

    def __init__(self, seed: int, choose_face: Callable[[random.Random], Face], languages: list[list[str]]) -> None:
        self._rng = random.Random(seed)
        self._choose_face = choose_face
        self._languages = languages
        self._document = pymupdf.open()
        self._faces: list[Face] = []
        self._drawn = 0

    def tile(self) -> Tile:
        """Draw one tile."""
        rng = self._rng
        if self._drawn % 12 == 0:
            self._document.close()
            self._document = pymupdf.open()
            self._faces = [self._choose_face(rng) for _ in range(8)]
        self._drawn += 1
        dpi = rng.choice([110.0, rng.uniform(100, 120), rng.uniform(85, 125)])
        turn_deg = rng.choice([rng.gauss(0, 0.6), rng.uniform(-3, 3)]) if rng.random() < 0.25 else 0.0
        stretch = rng.uniform(0.93, 1.07) if rng.random() < 0.4 else 1.0
        scale = dpi / 72
        room = 1.06 if turn_deg else 1.0
        paper = 1.0 if rng.random() < 0.8 else rng.uniform(0.75, 1)
        sheet = Sheet(self._document, SIDE_PX / scale / stretch * room, SIDE_PX / scale * room, paper)
        _Page(sheet, rng, self._faces, self._languages).draw()
        tile = sheet.render(scale, stretch, turn_deg)
        self._document.delete_page(0)
        return tile


class _Page:
    """One sheet's columns, filled from top to bottom."""

    def __init__(self, sheet: Sheet, rng: random.Random, faces: list[Face], lists: list[list[str]]) -> None:
        self.sheet, self.rng, self.faces = sheet, rng, faces
        self.face = rng.choice(faces)
        self.language = lists[0] if rng.random() < 0.6 else rng.choice(lists)
        self.size = rng.choice(
            [rng.uniform(6, 8), rng.uniform(7.5, 10.5), rng.uniform(7.5, 10.5), rng.uniform(9, 12.5)]
        )
        self.dark = rng.random() < 0.05

    def draw(self) -> None:
        """Fill the sheet."""
        rng, sheet = self.rng, self.sheet
        if self.dark:
            sheet.fill((0, 0, sheet.width, sheet.height), rng.uniform(0, 0.35))
        margin = rng.uniform(-6, 30)
        count = rng.choice([1, 1, 1, 2, 2, 3])
        gap = rng.uniform(8, 20)
        width = (sheet.width - 2 * margin - gap * (count - 1)) / count
        for column in range(count):
            left = margin + column * (width + gap)
            y = rng.uniform(-5, 20)
            while y < sheet.height:
                y = self._block(left, left + width, y)

    def _block(self, left: float, right: float, y: float) -> float:
        rng = self.rng
        face = self.face if rng.random() < 0.6 else rng.choice(self.faces)
        size = self.size if rng.random() < 0.7 else rng.uniform(6, 13)
        grey = 0.0 if rng.random() < 0.75 else rng.uniform(0, 0.5)
        if self.dark:
            grey = 1 - grey * 0.6
        kind = rng.random()
        if kind < 0.34:
            return self._paragraph(left, right, y, face, size, grey)
        if kind < 0.76:
            return self._table(left, right, y, face, size, grey)
        if kind < 0.9:
            return self._heading(left, right, y, face, grey)
        if kind < 0.95:
            return self._form(left, right, y, face, size, grey)
        return self._figure(left, right, y, face, grey)

    def _paragraph(self, left: float, right: float, y: float, face: Face, size: float, grey: float) -> float:
        rng = self.rng
        lead, justified = rng.uniform(1.05, 1.5), rng.random() < 0.5
        case = "upper" if rng.random() < 0.07 else "title" if rng.random() < 0.1 else ""
        numbers = rng.choice([0.03, 0.1, 0.3])
        space = face.width(" ", size)
        for _ in range(rng.randint(1, 9)):
            y += size * lead
            if y > self.sheet.height + size:
                break
            pieces: list[tuple[str, float]] = []
            used = 0.0
            while True:
                piece = self._piece(face, case, numbers)
                width = face.width(piece, size)
                if used + width > right - left:
                    break
                pieces.append((piece, width))
                used += width + space
            if justified and len(pieces) > 1:
                gap = min(space * 2.5, space + (right - left - used + space) / (len(pieces) - 1))
                x = left
                for piece, width in pieces:
                    self.sheet.write(x, y, piece, face, size, grey)
                    x += width + gap
            else:
                self.sheet.write(left, y, " ".join(piece for piece, _ in pieces), face, size, grey)
        return y + size * rng.uniform(0.2, 1)

    def _table(self, left: float, right: float, y: float, face: Face, size: float, grey: float) -> float:
        rng, sheet = self.rng, self.sheet
        columns, lead = rng.randint(1, max(1, min(6, int((right - left) / 55)))), rng.uniform(1.1, 1.7)
        label_width = (right - left) * rng.uniform(0.15, 0.5)
        step = (right - left - label_width) / columns
        shade, ruled, boxed = (rng.random() < share for share in (0.25, 0.3, 0.12))
        dollars, centred = rng.random() < 0.35, rng.random() < 0.2
        top = y + size * 0.4
        for row in range(rng.randint(3, 14)):
            y += size * lead
            if y > sheet.height + size:
                break
            if shade and row % 2:
                sheet.fill(
                    (left, y - size * 0.95, right, y + size * 0.3), abs(float(self.dark) - rng.uniform(0.8, 0.93))
                )
            if ruled or boxed:
                sheet.rule((left, y + size * 0.33), (right, y + size * 0.33), rng.choice([0.4, 0.6, 1]), grey)
            self._run(left + rng.choice([0, 0, 6, 12]), left + label_width, y, face, size, grey)
            for column in range(columns):
                if rng.random() < 0.07:
                    continue
                figure = str(rng.randint(1980, 2035)) if row == 0 else number(rng)
                if rng.random() < 0.06:
                    figure = rng.choice(["—", "-", "N/A", "n.m.", "–"])
                figure = self._writable(figure, face)
                width = face.width(figure, size)
                if width > step - 3:
                    continue
                end = left + label_width + step * (column + 1)
                begin = end - (step + width) / 2 if centred else end - width
                sheet.write(begin, y, figure, face, size, grey)
                if dollars and rng.random() < 0.5 and step - width > size * 1.5:
                    sheet.write(end - step + 3, y, "$", face, size, grey)
        if boxed:
            for column in range(columns + 1):
                x = left + label_width + step * column + 1.5
                sheet.rule((x, top), (x, y + size * 0.33), 0.5, grey)
        return y + size * rng.uniform(0.3, 1.5)

    def _heading(self, left: float, right: float, y: float, face: Face, grey: float) -> float:
        rng = self.rng
        size = rng.choice([rng.uniform(9, 14), rng.uniform(9, 14), rng.uniform(13, 24)])
        y += size * 1.2
        if rng.random() < 0.25:
            ground = rng.uniform(0, 0.45)
            self.sheet.fill((left - 3, y - size * 1.05, right, y + size * 0.4), ground)
            grey = 1.0
        x = left if rng.random() < 0.6 else rng.uniform(left, (left + right) / 2)
        self._run(x, right, y, face, size, grey, rng.choice(["upper", "title", "title", ""]))
        return y + size * rng.uniform(0.3, 0.8)

    def _form(self, left: float, right: float, y: float, face: Face, size: float, grey: float) -> float:
        rng = self.rng
        middle = left + (right - left) * rng.uniform(0.3, 0.6)
        for _ in range(rng.randint(2, 7)):
            y += size * rng.uniform(1.4, 2)
            self._run(left, middle, y, face, size, grey, "title")
            other = rng.choice(self.faces)
            if rng.random() < 0.5:
                self.sheet.rule((middle, y + 1.5), (right, y + 1.5), 0.5, grey)
            self._run(middle + 3, right, y, other, size * rng.uniform(0.9, 1.15), grey, numbers=0.6)
        return y + size

    def _figure(self, left: float, right: float, y: float, face: Face, grey: float) -> float:
        rng = self.rng
        height = rng.uniform(10, 70)
        for _ in range(rng.randint(1, 6)):
            x, other = sorted((rng.uniform(left, right), rng.uniform(left, right)))
            if rng.random() < 0.5:
                self.sheet.fill((x, y + rng.uniform(0, height / 2), other + 1, y + height), rng.random())
            else:
                ends = (x, y + rng.uniform(0, height)), (other, y + rng.uniform(0, height))
                self.sheet.rule(*ends, rng.uniform(0.5, 4), rng.random())
        for _ in range(rng.randint(0, 8)):
            size = rng.uniform(6, 11)
            x, baseline = rng.uniform(left, right - 20), y + rng.uniform(size, height)
            text = self._piece(face, "", 0.6)
            width = face.width(text, size)
            if self.sheet.is_free((x, baseline - size, x + width, baseline + size * 0.3)):
                self.sheet.fill((x - 1, baseline - size * 0.9, x + width + 1, baseline + size * 0.3), 0.9)
                self.sheet.write(x, baseline, text, face, size, rng.uniform(0, 0.3))
        return y + height + 4

    def _run(
        self,
        x: float,
        right: float,
        y: float,
        face: Face,
        size: float,
        grey: float,
        case: str = "",
        numbers: float = 0.05,
    ) -> None:
        pieces: list[str] = []
        room = right - x
        for _ in range(self.rng.randint(1, 8)):
            piece = self._piece(face, case, numbers)
            room -= face.width(piece + " ", size)
            if room < 0:
                break
            pieces.append(piece)
        if pieces:
            self.sheet.write(x, y, " ".join(pieces), face, size, grey)

    def _piece(self, face: Face, case: str, numbers: float) -> str:
        rng = self.rng
        if rng.random() < numbers:
            return self._writable(number(rng), face)
        made = word(rng, self.language)
        if case == "upper":
            made = made.upper()
        elif case == "title" or rng.random() < 0.1:
            made = made[:1].upper() + made[1:]
        elif rng.random() < 0.02:
            made = made.upper()
        dress = rng.random()
        if dress < 0.12:
            made += rng.choice(",,,...;:!?")
        elif dress < 0.16:
            made = rng.choice(["({})", '"{}"', "“{}”", "[{}]", "’{}’", "«{}»"]).format(made)
        elif dress < 0.185:
            made += rng.choice("---/&") + word(rng, self.language)
        elif dress < 0.195:
            made += rng.choice(["'s", "’s", "1", "(1)", "*"])
        return self._writable(made, face)

    def _writable(self, text: str, face: Face) -> str:
        if not face.has_accents and not text.isascii():
            text = "".join(fold_letters(sign) if sign in _ACCENTS else sign for sign in text)
        if not face.has_signs and not text.isascii():
            text = "".join("-" if sign in "–—" else "$" if sign in _SIGNS else sign for sign in text)
        return text
