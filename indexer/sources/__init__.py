"""Documents as pages: PDFs and pictures. Only reader processes open them."""

from indexer.sources.protocol import PageSource, SourceError, open_source

__all__ = ["PageSource", "SourceError", "open_source"]
