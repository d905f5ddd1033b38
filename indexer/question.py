"""Questions as people type them: what is asked for, what must stand on the page, and what must not.

lease costs 2018        any of these words, and their other spellings
"annual report"         pages that say exactly this
-draft -"annual report" pages that say nothing of the kind
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from indexer.embed.letters import tokens
from indexer.spelling import joined, other_forms, singular_and_plural
from indexer.text import FILLERS, cut, pieces

# Words that ask rather than say, wherever they stand...
_ENGLISH = FILLERS | frozenset(
    """all am because but else etc few get got having hers herself himself his her he she him i'd i'll i'm
    i've just let let's might most must myself no nor not off once ought ours ourselves own same shall since
    some such themselves too until upon very via within without yes yet yourself aren't can't cannot
    couldn't didn't doesn't don't hadn't hasn't haven't isn't shouldn't they're wasn't we're weren't won't
    wouldn't you're""".split()
)
# ...those that do so only at the beginning and before another, such as "show me", or after "how".
_BEGINNINGS = frozenset("find give list look looking search show tell".split())
_AMOUNTS = frozenset("big far high large long low many much often old".split())
_ASKING = frozenset("how what what's when where which who who's whom whose why".split())
# Few, and only heeded when more of a question's words are among these than among the English ones.
_FOREIGN = tuple(
    frozenset(words.split())
    for words in (
        """aber als am an auf aus bei bin bis das dass dem den der des die durch ein eine einem einen einer es fur
        gibt hat ich im in ist kann man mir mit nach nicht oder sich sie sind so uber um und uns viel viele vom von
        vor wann war waren warum was welche welchem welchen welcher welches wenn wer werden wie wieviel wird wo
        wurde wurden zu zum zur""",
        """a ai as au aux avec c'est ce ces cet cette combien comment dans de des donc du elle en est et etait
        etaient ete eu il ils je l la le les leur mais me ne nous ou par pas plus pour pourquoi qu'est-ce quand que
        quel quelle quelles quels qui quoi sa se ses son sont sur tres un une vous y""",
        """a al como con cual cuales cuando cuanta cuantas cuanto cuantos de del donde el ella en era es esta estan
        este fue fueron ha hay la las le lo los me mi muy no o para pero por porque que quien se ser si sin sobre
        son su sus un una unas unos y""",
        """a ai al alla alle anche c'e che chi ci come con cosa cui da dal dalla degli dei del della delle di dove e
        ed era erano fu furono gli ha hanno i il in io l la le lo ma mi nel nella non o per perche piu qual quale
        quali quando quanta quante quanti quanto se si sono su sua sul sulla suo tra un una uno""",
    )
)
_ENOUGH_FOREIGN = 2

# A mark opens a quotation at the beginning of a word only: 5" is a length, and "a","b" no two things to be found.
_QUOTED = re.compile(r"(?:(?<=[\s(])|^)(?P<minus>[-−]?)[\"“„«‟＂](?P<said>[^\"“”„«»‟＂]*)[\"“”»«‟＂]")
# One after a word or another minus is a hyphen or a dash; one before a digit is the number's own.
_MINUS = re.compile(r"(?:(?<=[\s(])|^)[-−]\Z")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side on a page. exact: as they are, or as any word of the same stem."""

    text: str
    exact: bool

    @property
    def pieces(self) -> tuple[str, ...]:
        """The words."""
        return tuple(piece for word in self.text.split() for piece in pieces(word))


@dataclass(frozen=True, slots=True)
class Question:
    """A question, taken apart.

    text: what was typed, without what must not stand on a page.
    terms: what is looked for, in order, each once: telling words, folded, and what stands in quotes.
    variants: for each term, what counts as the same in print, itself first; several words mean one after the other.
    phrases: what a page must say.    without: what it must not.
    spellings: for each token that a term is cut into by `letters.tokens`, how it may look in print, itself first.
    spelled: the term of each of these tokens.
    taken_as: terms that no page holds, and the printed words that they were taken for.
    not_held: phrases that no page holds, so that they are looked for like other words.
    """

    terms: tuple[str, ...] = ()
    variants: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    spellings: tuple[tuple[str, ...], ...] = ()
    spelled: tuple[int, ...] = ()
    taken_as: Mapping[str, str] = field(default_factory=dict, hash=False)
    not_held: tuple[str, ...] = ()
    text: str = ""

    def taking(self, words: Mapping[str, str]) -> Question:
        """Return the question with some terms taken for these words as well."""
        variants = tuple(
            (*forms, words[term]) if term in words else forms
            for term, forms in zip(self.terms, self.variants, strict=True)
        )
        spellings = tuple(
            tuple(dict.fromkeys((*some, *_spellings(words[self.terms[at]])))) if self.terms[at] in words else some
            for some, at in zip(self.spellings, self.spelled, strict=True)
        )
        return replace(self, variants=variants, spellings=spellings, taken_as={**self.taken_as, **words})


@dataclass(frozen=True, slots=True)
class _Said:
    """A word or a quotation of a question, and what was typed."""

    folded: str
    typed: str
    start: int
    end: int
    quoted: bool
    minus: bool


def parse(question: str) -> Question:
    """Take a question apart."""
    said = sorted((*_quotations(question), *_words(question)), key=lambda each: each.start)
    # Who asks in a sentence quotes to say what is meant; who types words demands what is in quotes.
    demands = "?" not in question and not any(each.folded in _ASKING for each in said if not each.quoted)
    wanted = _telling([each for each in said if not each.minus])
    forms: dict[str, dict[str, None]] = {}
    for each in wanted:
        own = forms.setdefault(each.folded, {each.folded: None})
        if not each.quoted:
            # The text index folds some letters otherwise than we do, and finds them as they were typed.
            as_typed = () if each.typed.isascii() else (each.typed.lower(),)
            own.update(dict.fromkeys((*other_forms(each.folded), *as_typed)))
    compounds: list[tuple[str, str, tuple[str, ...]]] = []
    for first, second in pairwise(wanted):
        if not (first.quoted or second.quoted or question[first.end : second.start].strip()):
            compounds.append((first.folded, second.folded, joined(first.folded, second.folded)))
    quoted = dict.fromkeys(each.folded for each in wanted if each.quoted)
    _add(forms, [each for each in compounds if each[0].isdecimal()])
    cut_into = [
        (at, some) for at, term in enumerate(forms) for some in _cut_into(term, tuple(forms[term]), term in quoted)
    ]
    # Only now: hardly two words are ever printed as one, and imagining each pair would cost more than it finds.
    _add(forms, [each for each in compounds if not each[0].isdecimal()])
    return Question(
        tuple(forms),
        tuple(map(tuple, forms.values())),
        tuple(Phrase(text, exact=True) for text in quoted if demands),
        tuple(dict.fromkeys(Phrase(each.folded, each.quoted) for each in said if each.minus)),
        tuple(some for _, some in cut_into),
        tuple(at for at, _ in cut_into),
        text=_without([each for each in said if each.minus], question),
    )


def _quotations(question: str) -> Iterator[_Said]:
    for match in _QUOTED.finditer(question):
        said = match["said"]
        if folded := " ".join(word.folded for word in cut(said)):
            yield _Said(folded, said, match.start(), match.end(), quoted=True, minus=bool(match["minus"]))


def _words(question: str) -> Iterator[_Said]:
    plain = _QUOTED.sub(lambda match: " " * len(match.group()), question)
    for folded, start, end in cut(plain):
        minus = bool(_MINUS.match(plain, max(start - 1, 0), start)) and not plain[start].isdecimal()
        yield _Said(folded, plain[start:end], start, end, quoted=False, minus=minus)


def _without(refused: Sequence[_Said], question: str) -> str:
    """Return a question without what it refuses, minus signs and quotation marks included."""
    kept, end = "", 0
    for each in refused:
        kept += question[end : each.start].rstrip("-−")
        end = each.end
    return (kept + question[end:]).strip()


def _telling(said: Sequence[_Said]) -> list[_Said]:
    """Leave out what only asks, unless nothing else was said."""
    fillers = _fillers([each.folded for each in said if not each.quoted])
    telling: list[_Said] = []
    before = ""
    following = [each.folded for each in said[1:]]
    for each, after in zip(said, [*following, ""], strict=False):
        asks = (
            each.folded in fillers
            or (each.folded in _BEGINNINGS and not telling and after in fillers)
            or (each.folded in _AMOUNTS and before == "how")
        )
        if each.quoted or not asks:
            telling.append(each)
        before = each.folded
    return telling or list(said)


def _fillers(words: Sequence[str]) -> frozenset[str]:
    """Return the words that only ask, in the language that most of them speak for."""
    english = sum(word in _ENGLISH for word in words)
    count, foreign = max(((sum(word in some for word in words), some) for some in _FOREIGN), key=lambda each: each[0])
    return foreign if count >= _ENOUGH_FOREIGN and count > english else _ENGLISH


def _add(forms: Mapping[str, dict[str, None]], compounds: Sequence[tuple[str, str, tuple[str, ...]]]) -> None:
    """Count what two neighbours make as one word among the forms of both."""
    for first, second, made in compounds:
        forms[first].update(dict.fromkeys(made))
        forms[second].update(dict.fromkeys(made))


def _cut_into(term: str, forms: Sequence[str], quoted: bool) -> list[tuple[str, ...]]:
    """Return the tokens of a term, each with the other ways to spell it."""
    found = list(dict.fromkeys(token.folded for token in tokens(term)))
    if " " in term:
        found = [token for token in found if token not in _ENGLISH] or found
    if quoted:
        return [(token,) for token in found]
    whole = [spelling for form in forms for spelling in _spellings(form)]
    return [tuple(dict.fromkeys((*_spellings(token), *whole))) for token in found]


def _spellings(word: str) -> tuple[str, ...]:
    forms = (word, *singular_and_plural(word))
    return tuple(form for form in forms if [token.folded for token in tokens(form)] == [form])
