"""How a library's pages look to one model, in codes: a LanceDB table for each profile and codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from lancedb.index import IvfSq

from indexer import rows
from indexer.arrays import Bytes, Floats, unit_rows
from indexer.compress.codebook import Codebook, reconstruction_error, train
from indexer.compress.codec import Codec, unpacked
from indexer.compress.profiles import Profile
from indexer.database import PageRows, any_of, chunks, delete_where, documents_in, open_table, tidy
from indexer.disk import replace_file
from indexer.muvera import FixedEncoder
from indexer.packing import in_page_order
from indexer.types import Page, PageCodes, PatchEmbeddings

# Vectors that are looked at, of each batch of pages, to see whether the codebook still fits.
_WATCHED = 256
ENCODING = "encoding"
# Fewer pages are looked through faster without an index; and it is made anew each time there are so many times more.
_FEWEST_INDEXED = 4096
_GROWTH = 4
_SAMPLED_AT_ONCE = 32
# How many vectors it takes until an average says something.
_TELLING = 4096


@dataclass(frozen=True, slots=True)
class StoredCodes:
    """A page's codes and where they lie. codes: (patches, bytes_per_vector) uint8."""

    page: Page
    row_id: int
    codes: Bytes


class CodesTable:
    """The codes of many pages.

    profile: what is done to pages before they are stored.    codec: None until the first vectors came, where the
    profile needs a codebook: it is trained on them.    documents: those that have rows here.
    """

    def __init__(self, db: Any, name: str, profile: Profile, dim: int, codebooks: Path) -> None:
        self.name = name
        self.profile = profile
        self.dim = dim
        self._codebook_file = codebooks / f"{name}.npz"
        self.codebook: Codebook | None = None
        self.codec: Codec | None = None
        if not profile.is_trained:
            self.codec = profile.make_codec(dim)
        elif self._codebook_file.exists():
            self._use(Codebook.from_bytes(self._codebook_file.read_bytes()))
        self.encoder = FixedEncoder(dim) if profile.has_encodings else None
        self._schema = rows.CODES
        if self.encoder is not None:
            self._schema = rows.CODES.append(pa.field(ENCODING, pa.list_(pa.float16(), self.encoder.width)))
        self._table = open_table(db, name, self._schema)
        self._page_rows = PageRows(self._table)
        self.documents: set[str] = set(documents_in(self._table))
        self._watched, self._error_sum = 0, 0.0
        self._indexed_pages = self._count_indexed()

    # --- writing ---

    def add(self, pages: Sequence[tuple[Page, PatchEmbeddings]]) -> None:
        """Reduce pages as the profile says, and add their codes."""
        reduced = [(page, in_page_order(self.profile.reduce(look))) for page, look in pages]
        if self.codec is None and any(len(look.vectors) for _, look in reduced):
            vectors = np.concatenate([look.vectors for _, look in reduced])
            self.begin(train(self.profile.codec, vectors), len(pages))
        self._watch([look.vectors for _, look in reduced])
        table = rows.codes_table(reduced, self.codec, with_salience=self.profile.is_exact)
        if self.encoder is not None:
            table = table.append_column(self._schema.field(ENCODING), self._encodings([look for _, look in reduced]))
        self._table.add(table)
        self.documents.update(page.document for page, _ in pages)

    def add_rows(self, columns: dict[str, list[Any]]) -> None:
        """Add rows that are coded already, by column."""
        self._table.add(pa.table(columns, schema=self._schema))
        self.documents.update(columns["document"])

    def begin(self, codebook: Codebook, pages: int) -> None:
        """Take a codebook, trained when there were so many pages, for all codes of this table, which has none yet."""
        codebook = replace(codebook, pages=pages)
        # Before the first code: a code whose codebook was lost says nothing.
        replace_file(self._codebook_file, codebook.to_bytes())
        self._use(codebook)

    def keep_codebook(self) -> None:
        """Take note, for good, that no better codebook was found for the pages there are now."""
        if self.codebook is not None:
            self.codebook = replace(self.codebook, tried_at=self.count())
            replace_file(self._codebook_file, self.codebook.to_bytes())

    def delete(self, documents: Collection[str]) -> None:
        """Remove documents."""
        delete_where(self._table, "document", documents)
        self.documents.difference_update(documents)

    def keep_whole(self, pages: Mapping[str, int]) -> None:
        """Remove documents that do not have so many rows here: a run that broke off was writing them."""
        here = Counter(self._table.search().select(["document"]).limit(None).to_arrow()["document"].to_pylist())
        self.delete([document for document in self.documents if here[document] != pages.get(document)])

    def tidy(self) -> None:
        """Merge small files, drop old versions, and bring new rows into the index of encodings."""
        tidy(self._table)
        pages = self.count()
        if self.encoder is not None and pages >= _GROWTH * max(self._indexed_pages, _FEWEST_INDEXED // _GROWTH):
            # An index learns where its cells are when it is made: one made of few pages fits many badly.
            self._table.create_index(ENCODING, config=IvfSq(distance_type="dot"))
            self._indexed_pages = pages

    # --- reading ---

    def count(self) -> int:
        """Return how many pages have rows."""
        return int(self._table.count_rows())

    def stored(self, documents: Collection[str] | None = None) -> Iterator[StoredCodes]:
        """Yield the codes of every page that has any, or only of these documents."""
        for batch in self._batches(["document", "number", "codes"], documents):
            yield from self._unpacked(batch)

    def take(self, row_ids: Sequence[int]) -> dict[int, Bytes]:
        """Read the codes of a few rows; those that are gone, or have none, are left out."""
        if self.codec is None or not row_ids:
            return {}
        found = self._table.take_row_ids(sorted(row_ids)).select(["codes"]).with_row_id().to_arrow()
        pairs = zip(found["_rowid"].to_pylist(), rows.binary_values(found["codes"]), strict=True)
        return {row_id: unpacked(self.codec, codes) for row_id, codes in pairs if len(codes)}

    def nearest(self, query: Floats, limit: int, documents: Collection[str] | None) -> list[tuple[StoredCodes, float]]:
        """Return the pages, of these documents or of all, with the best encodings for a question, and their products.

        query: (tokens, dim) float32, unit rows. Only a table whose profile has encodings can be asked.
        """
        if self.encoder is None or self.codec is None:
            return []
        search = self._table.search(
            self.encoder.encode_query(query), vector_column_name=ENCODING, query_type="vector"
        ).distance_type("dot")
        if documents is not None:
            search = search.where(any_of("document", documents), prefilter=True)
        columns = ["document", "number", "codes", "_distance"]
        found = search.select(columns).with_row_id(True).limit(limit).to_arrow()
        products = [1 - distance for distance in found["_distance"].to_pylist()]
        return list(zip(self._unpacked(found), products, strict=True))

    def read(self, pages: Collection[Page]) -> dict[Page, PageCodes]:
        """Read how a few pages look."""
        if self.codec is None or not pages:
            return {}
        return rows.codes(self._page_rows.read(pages), self.codec)

    def looks(self, pages: Collection[Page]) -> dict[Page, PatchEmbeddings]:
        """Return a few pages as vectors, as near to what they were as their codes are."""
        return rows.embeddings(self._page_rows.read(pages), self.codec, self.dim) if pages else {}

    def embeddings(self, documents: Collection[str] | None = None) -> Iterator[tuple[Page, PatchEmbeddings]]:
        """Yield pages as vectors, as near to what they were as their codes are."""
        for batch in self._batches(rows.CODES.names, documents):
            yield from rows.embeddings(pa.Table.from_batches([batch]), self.codec, self.dim).items()

    def sample_stored(self, pages: int, seed: int) -> list[StoredCodes]:
        """Return so many pages, drawn by a seed; those without codes are left out."""
        drawn = np.random.default_rng(seed).permutation(self.count())[:pages]
        if self.codec is None or not len(drawn):
            return []
        query = self._table.take_offsets(sorted(drawn.tolist())).select(["document", "number", "codes"])
        return list(self._unpacked(query.with_row_id().to_arrow()))

    def sample(self, pages: int, seed: int) -> Floats:
        """Return the vectors of so many pages, drawn by a seed, as unit rows of what their codes stand for."""
        if self.codec is None or not (drawn := self.sample_stored(pages, seed)):
            return np.zeros((0, self.dim), np.float32)
        return unit_rows(self.codec.decode(np.concatenate([stored.codes for stored in drawn])))

    def sample_embeddings(self, seed: int) -> Iterator[PatchEmbeddings]:
        """Yield all pages in an order drawn by a seed, as vectors, for as long as the caller listens."""
        order = np.random.default_rng(seed).permutation(self.count()).tolist()
        for start in range(0, len(order), _SAMPLED_AT_ONCE):
            some = self._table.take_offsets(sorted(order[start : start + _SAMPLED_AT_ONCE])).to_arrow()
            yield from rows.embeddings(some, self.codec, self.dim).values()

    @property
    def drift(self) -> float:
        """How much worse the codebook fits what came lately than what it was trained for; 1 is no worse."""
        if self.codebook is None or self._watched < _TELLING or not self.codebook.error:
            return 1.0
        return self._error_sum / self._watched / self.codebook.error

    # --- inside ---

    def _encodings(self, pages: Sequence[PatchEmbeddings]) -> Any:
        """Encode pages, those without vectors as null."""
        assert self.encoder is not None
        encoded = [self.encoder.encode_page(look.vectors) if len(look.vectors) else None for look in pages]
        flat = np.zeros((len(pages), self.encoder.width), np.float16)
        for at, encoding in enumerate(encoded):
            if encoding is not None:
                flat[at] = encoding
        blank = pa.array([encoding is None for encoding in encoded])
        return pa.FixedSizeListArray.from_arrays(pa.array(flat.reshape(-1)), self.encoder.width, mask=blank)

    def _count_indexed(self) -> int:
        if self.encoder is None:
            return 0
        return max((index.num_indexed_rows or 0 for index in self._table.list_indices()), default=0)

    def _unpacked(self, table: Any) -> Iterator[StoredCodes]:
        columns = [table.column(name) for name in ("document", "number", "codes", "_rowid")]
        for document, number, codes, row_id in zip(*columns, strict=True):
            if self.codec is not None and (data := codes.as_buffer()):
                yield StoredCodes(Page(document.as_py(), number.as_py()), row_id.as_py(), unpacked(self.codec, data))

    def _use(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.codec = self.profile.make_codec(self.dim, codebook)

    def _watch(self, pages: Sequence[Floats]) -> None:
        if self.codebook is None or self.codec is None or not sum(map(len, pages)):
            return
        vectors = np.concatenate(pages)
        looked_at = vectors[:: -(-len(vectors) // _WATCHED)]
        self._error_sum += len(looked_at) * reconstruction_error(self.codec, looked_at)
        self._watched += len(looked_at)
        if self._watched > 8 * _TELLING:
            # What came long ago counts less and less.
            self._watched, self._error_sum = self._watched // 2, self._error_sum / 2

    def _batches(self, columns: Sequence[str], documents: Collection[str] | None) -> Iterator[Any]:
        query = self._table.search().select(list(columns)).with_row_id(True)
        if documents is None:
            yield from query.limit(None).to_batches()
            return
        for some in chunks(list(documents), 500):
            query = self._table.search().select(list(columns)).with_row_id(True).where(any_of("document", some))
            yield from query.limit(None).to_batches()
