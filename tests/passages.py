"""The sentence model that ships, for tests."""

from __future__ import annotations

from assets import sentence_model_dir
from indexer.embed.sentences import SentenceModel
from indexer.looks import Model

SENTENCES = SentenceModel(sentence_model_dir())
MODEL = Model(SENTENCES.name, SENTENCES.revision, SENTENCES.dim)
