"""What pages say: found by LanceDB's full-text index, and held against the words themselves where a question is exact.

The index knows stems and nothing of the order of words. What a page must say as it is, and what it must not, is looked
up in the stored words of the pages that the index names, so that libraries need no other index for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from lancedb.index import FTS
from lancedb.query import BooleanQuery, FullTextOperator, FullTextQuery, MatchQuery, Occur

from indexer import rows
from indexer.database import PageRows, any_of
from indexer.question import Phrase, Question
from indexer.recognised import Recognised
from indexer.rows import StoredText
from indexer.said import admits, says
from indexer.spelling import edits, one_letter_apart
from indexer.text import fold, stem
from indexer.types import Page

# How much a word counts that was not typed, but taken for one that was. Chosen on mmlongbench documents.
_TAKEN_WEIGHT = 0.8
_SHORTEST_MISTYPED, _LONGEST_MISTYPED = 5, 24
_SHORTEST_HALF = 3
_PAGES_OF_CANDIDATES = 200
_VERIFIED_AT_ONCE = 64
_MORE_EACH_TIME = 8
_MANY_WORDS = 20_000
# Characters: a page number and a heading say nothing of what a picture shows.
_HARDLY_ANY = 40
# The long ones among those that the index leaves out: it cannot tell that pages hold them.
_NOT_INDEXED = frozenset(
    """about after again against being below between doing further having herself himself itself myself other
    ourselves should their theirs themselves there these through under until where which while yours yourself
    yourselves""".split()
)
_BOUNDARY = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


class _Found(NamedTuple):
    page: Page
    score: float
    text: str


class PageTexts:
    """The table of pages as the text lane sees it.

    is_whole: tells whether a document is in the library whole; pages of others are never found.
    recognised: what was read on pages without a text layer, which may not say what they show.
    """

    def __init__(self, table: Any, is_whole: Callable[[str], bool], recognised: Recognised) -> None:
        self._table = table
        self._rows = PageRows(table)
        self._is_whole = is_whole
        self._recognised = recognised
        self._known: set[str] = set()
        self._nearest_known: dict[tuple[str, frozenset[str] | None], str] = {}
        self._nearest_at = -1
        self._hardly_any: dict[tuple[str, int], frozenset[int]] = {}
        if not table.list_indices():
            table.create_index("text", config=FTS(base_tokenizer="icu"))

    def texts(self, pages: Collection[Page]) -> dict[Page, StoredText]:
        """Read what a few pages say."""
        return rows.texts(self._rows.read(pages)) if pages else {}

    def saying_little(self, documents: Collection[str]) -> Mapping[str, Collection[int]]:
        """Return, of these documents, the numbers of the pages with no text, or hardly any."""
        # What a document says never changes, except by what is read on its pages later.
        keys = {document: (document, self._recognised.writes.get(document, 0)) for document in documents}
        if new := {document for document, key in keys.items() if key not in self._hardly_any}:
            short = f"({any_of('document', new)}) AND character_length(text) < {_HARDLY_ANY}"
            found = self._table.search().where(short).select(["document", "number"]).limit(None).to_arrow()
            numbers: dict[str, set[int]] = {document: set() for document in new}
            for document, number in zip(found["document"].to_pylist(), found["number"].to_pylist(), strict=True):
                numbers[document].add(number)
            self._hardly_any.update((keys[document], frozenset(some)) for document, some in numbers.items())
        return {document: self._hardly_any[key] for document, key in keys.items()}

    def find(
        self, question: Question, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[Page, float]]:
        """Rank pages by BM25, best first; only within `documents` unless that is None."""
        wanted = _query(question)
        if wanted is None:
            return []
        if not (question.phrases or question.without):
            return [(each.page, each.score) for each in self._ask(wanted, limit, documents)]
        asked, admitted = max(limit, _VERIFIED_AT_ONCE), dict[Page, bool]()
        while True:
            kept: list[tuple[Page, float]] = []
            found = self._ask(wanted, asked, documents, with_text=True)
            for page, score, text in found:
                if len(kept) == limit:
                    break
                if page not in admitted:
                    admitted[page] = admits(question, text)
                if admitted[page]:
                    kept.append((page, score))
            if len(kept) == limit or asked >= self._table.count_rows():
                return kept
            asked *= _MORE_EACH_TIME

    def refused(self, question: Question, pages: Collection[Page]) -> set[Page]:
        """Return those of a few pages that say what they must not, or not what they must.

        A page without any text is not refused: nothing is known of what it says. Nor is one for what it does not say
        whose text was recognised: it may have been misread.
        """
        if not (pages and (question.phrases or question.without)):
            return set()
        found = self._rows.read(pages)
        said = zip(*(found[name].to_pylist() for name in ("document", "number", "text")), strict=True)
        asked = {False: question, True: replace(question, phrases=())}
        unsure = self._recognised.among(pages)
        refused = set()
        for document, number, text in said:
            page = Page(document, number)
            if text and not admits(asked[page in unsure], text):
                refused.add(page)
        return refused

    def read_as(self, question: Question, documents: Collection[str] | None = None) -> Question:
        """Read a question as somebody would who knows the library.

        A word that no page of the library holds is taken for the one a letter away that pages in `documents` hold, or
        for two words that were run together. A quotation that no page there holds is looked for like other words.
        """
        quoted = {phrase.text for phrase in question.phrases}
        doubtful = {
            term: forms
            for term, forms in zip(question.terms, question.variants, strict=True)
            if term not in self._known and term not in quoted and _may_be_mistyped(term)
        }
        taken = {term: word for term in self._unknown(doubtful) if (word := self._nearest(term, documents))}
        held: list[Phrase] = []
        for phrase in question.phrases:
            if self.find(Question((phrase.text,), ((),), (*held, phrase)), 1, documents):
                held.append(phrase)
        not_held = tuple(phrase.text for phrase in question.phrases if phrase not in held)
        return replace(question.taking(taken), phrases=tuple(held), not_held=not_held)

    def _ask(
        self, query: FullTextQuery, limit: int, documents: Collection[str] | None, *, with_text: bool = False
    ) -> list[_Found]:
        if documents is not None and not documents:
            return []
        columns = ["document", "number", "_score", *(["text"] if with_text else [])]
        search = self._table.search(query, query_type="fts").select(columns)
        if documents is not None:
            search = search.where(any_of("document", documents), prefilter=True)
        found = search.limit(limit).to_arrow()
        texts = found["text"].to_pylist() if with_text else [""] * len(found)
        ranked = zip(*(found[name].to_pylist() for name in ("document", "number", "_score")), texts, strict=True)
        # Rows of a document that is still being read are there already, but it is not whole.
        return [
            _Found(Page(document, number), score, text)
            for document, number, score, text in ranked
            if self._is_whole(document)
        ]

    def _unknown(self, forms_of: Mapping[str, Collection[str]]) -> list[str]:
        """Return the terms that no page holds in any of their forms."""
        held = [_match(" ".join(forms)) for forms in forms_of.values()]
        # Mostly there is one page that holds them all, which spares looking for each by itself.
        if len(held) > 1 and self._ask(BooleanQuery([(Occur.MUST, each) for each in held]), 1, None):
            unknown = []
        else:
            unknown = [term for term, each in zip(forms_of, held, strict=True) if not self._ask(each, 1, None)]
        # What is there stays there, more or less, and the same words are asked for again with every letter typed.
        if len(self._known) >= _MANY_WORDS:
            self._known.clear()
        self._known.update(forms_of.keys() - set(unknown))
        return unknown

    def _nearest(self, term: str, documents: Collection[str] | None) -> str:
        """Return the word that a term was probably meant to be, or the two that it is made of; or nothing."""
        if (version := self._table.version) != self._nearest_at:
            self._nearest_known.clear()
            self._nearest_at = version
        key = term, None if documents is None else frozenset(documents)
        if key not in self._nearest_known:
            self._nearest_known[key] = self._one_letter_away(term, documents) or self._taken_apart(term, documents)
        return self._nearest_known[key]

    def _one_letter_away(self, term: str, documents: Collection[str] | None) -> str:
        """Return the word one letter away that most pages hold, or one of its stem."""
        if not term.isalpha():
            return ""
        # Not LanceDB's own fuzzy search: it compares with stems, and where a letter in an ending is wrong, the
        # stemmer leaves the ending on, so that it missed one mistyped word in nine.
        near = _match(" ".join(sorted(edits(term))))
        stemmed = stem(term)
        pages: Counter[tuple[bool, str]] = Counter()
        for found in self._ask(near, _PAGES_OF_CANDIDATES, documents, with_text=True):
            for word in set(map(fold, set(found.text.split()))):
                if word[:1] not in term[:2] or not word.isalpha():
                    continue
                direct = one_letter_apart(term, word)
                if direct or (len(stemmed) >= _SHORTEST_MISTYPED and one_letter_apart(stemmed, stem(word))):
                    pages[direct, word] += 1
        return max(pages, key=lambda each: (each[0], pages[each], each[1]))[1] if pages else ""

    def _taken_apart(self, term: str, documents: Collection[str] | None) -> str:
        """Return the two words that a term is made of, where a page has them side by side."""
        cuts = list(range(_SHORTEST_HALF, len(term) - _SHORTEST_HALF + 1))
        if not term.isalpha():
            cuts = [match.start() for match in _BOUNDARY.finditer(term)]
        halves = [Phrase(f"{term[:at]} {term[at:]}", exact=False) for at in cuts]
        if not halves:
            return ""
        both = BooleanQuery([(Occur.SHOULD, _match(each.text, operator=FullTextOperator.AND)) for each in halves])
        texts = [found.text for found in self._ask(both, _VERIFIED_AT_ONCE, documents, with_text=True)]
        return next((each.text for each in halves if any(says(text, each) for text in texts)), "")


def _may_be_mistyped(term: str) -> bool:
    """Tell whether a term that no page holds is worth being taken for another: numbers and short words are not."""
    if term in _NOT_INDEXED or not _SHORTEST_MISTYPED <= len(term) <= _LONGEST_MISTYPED:
        return False
    return term.isalpha() or (term.isalnum() and bool(_BOUNDARY.search(term)))


def _query(question: Question) -> FullTextQuery | None:
    """Write a question as the index is asked it: any of its words, all of its phrases'."""
    demanded = {phrase.text for phrase in question.phrases}
    typed = [
        form
        for term, forms in zip(question.terms, question.variants, strict=True)
        if term not in demanded and term not in question.taken_as
        for form in forms
    ]
    clauses: list[tuple[Occur, FullTextQuery]] = [
        (Occur.MUST, _match(text, operator=FullTextOperator.AND)) for text in demanded
    ]
    if typed:
        clauses.append((Occur.SHOULD, _match(" ".join(dict.fromkeys(typed)))))
    if question.taken_as:
        words = " ".join(dict.fromkeys(question.taken_as.values()))
        clauses.append((Occur.SHOULD, _match(words, boost=_TAKEN_WEIGHT)))
    if len(clauses) == 1 and not question.taken_as:
        return clauses[0][1]
    return BooleanQuery(clauses) if clauses else None


def _match(words: str, **how: Any) -> MatchQuery:
    # WORKAROUND(lancedb 0.40): its dataclass hides from mypy that these arguments have defaults.
    return MatchQuery(words, "text", **how)
