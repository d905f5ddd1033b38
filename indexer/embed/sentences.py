"""A model of what sentences mean: questions and passages become vectors, near each other where they are about the same.

It needs onnxruntime, tokenizers and NumPy. The files are made by `minilm_export.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Floats, Ints, unit_rows


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words as the model takes them. ids: (tokens,) int32.    words: (tokens,) int32, rising: the word of each."""

    ids: Ints
    words: Ints


class SentenceModel:
    """One sentence model in its folder. Its files are opened when they are needed.

    name, revision: vectors of two models, or of two revisions of one, are never mixed.
    longest: how many tokens it takes at once, beside the two marks that every text begins and ends with.
    It may be asked from several threads; each question takes one processor.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        self.name: str = about["name"]
        # Written when the file was made: hashing it at every start would take longer than loading it.
        self.revision: str = about["sha256"][:12]
        self.dim: int = about["dim"]
        self.longest: int = about["longest"] - 2

    @property
    def key(self) -> str:
        """What its table is named after."""
        return f"{self.name}-{self.revision}-{self.dim}"

    def tokens(self, words: Sequence[str]) -> Tokens:
        """Cut words into tokens; a word may have none, or many. What repeats the same mark says nothing more."""
        cut = self._tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
        ids, owners = np.array(cut.ids, np.int32), np.array(cut.word_ids, np.int32)
        # Rows of dots lead the eye, and would fill whole passages.
        kept = np.ones(len(ids), bool)
        kept[1:] = (ids[1:] != ids[:-1]) | ~np.isin(ids[1:], self._marks)
        return Tokens(ids[kept], owners[kept])

    def embed(self, texts: Sequence[str]) -> Floats:
        """Embed texts: (texts, dim) float32, unit rows. One too long for the model counts as the mean of its pieces."""
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            ids = self.tokens(text.split()).ids
            pieces = range(0, max(len(ids), 1), self.longest)
            row[:] = self.embed_tokens([ids[start : start + self.longest] for start in pieces]).mean(axis=0)
        return unit_rows(vectors)

    def embed_tokens(self, passages: Sequence[Ints]) -> Floats:
        """Embed passages of at most `longest` tokens each: (passages, dim) float32, unit rows.

        One by one: that is as fast on one processor as together, needs no padding, and a vector does not depend on the
        texts beside it, as it would where the numbers of several are rounded together.
        """
        vectors = np.zeros((len(passages), self.dim), np.float32)
        for row, ids in zip(vectors, passages, strict=True):
            if len(ids) > self.longest:
                raise ValueError(f"A passage of {len(ids)} tokens is more than {self.longest}.")
            (row[:],) = self._session.run(None, {"tokens": np.array([self._begin, *ids, self._end], np.int64)})
        return vectors

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    @cached_property
    def _marks(self) -> Ints:
        found = [number for token, number in self._tokenizer.get_vocab().items() if not any(map(str.isalnum, token))]
        return np.array(found, np.int32)

    @property
    def _begin(self) -> int:
        return int(self._tokenizer.token_to_id("[CLS]"))

    @property
    def _end(self) -> int:
        return int(self._tokenizer.token_to_id("[SEP]"))

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
