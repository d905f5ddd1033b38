"""Models that turn pages and questions into patch vectors."""

from indexer.embed.protocol import Embedder

__all__ = ["Embedder"]
