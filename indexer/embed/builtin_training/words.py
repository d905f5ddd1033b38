"""Words: what the drawn pages say, and what looks almost the same."""

from __future__ import annotations

import random
import string
from functools import lru_cache
from pathlib import Path

_FOLDER = Path("/usr/share/dict")
_ENGLISH = ("american-english-large", "british-english-large")
_OTHERS = (
    "ngerman french spanish italian portuguese dutch polish swedish danish bokmaal nynorsk catalan".split()
)  # fmt: skip
_MOST_WORDS = 60_000

_COMMON = """the of and to in a is that for it as was with be by on not he his but at are this have from or had an
they which you were her all she there would their we him been has when who will more no if out so said what up its
about into than them can only other new some could time these two may then do first any my now such like our over man
me even most made after also did many before must through back years where much your way well down should because each
just those people how too little state good very make world still own see men work long get here between both life
being under never day same another know while last might us great old year off come since against go came right used
take three million net income total sales cash tax assets company december fiscal notes financial operating per share
interest rate stock costs value market business current report plan table form item page date amount number name
address city phone order price unit quantity description""".split()

_MONTHS = "January February March April May June July August September October November December".split()
_VOWELS = "aeiou"
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_ENDINGS = "s es ed ing ly er al ion ment 's".split()
_LOOK_ALIKES = {
    "0": "8698",
    "1": "74",
    "3": "8589",
    "5": "6369",
    "6": "8508",
    "7": "12",
    "8": "3690",
    "9": "8045",
    "2": "7",
}
_LETTER_LOOK_ALIKES = {
    "e": "co",
    "c": "eo",
    "o": "ce",
    "i": "lj",
    "l": "it",
    "n": "hru",
    "u": "nv",
    "a": "os",
    "m": "n",
}


@lru_cache(maxsize=1)
def languages() -> list[list[str]]:
    """Read the installed word lists: English first, then one list per language."""
    english = [word for name in _ENGLISH for word in _read(name)]
    lists = [english, *(_read(name) for name in _OTHERS)]
    if not english:
        raise FileNotFoundError("No word lists found: install those that README.md names.")
    return [words for words in lists if words]


def word(rng: random.Random, language: list[str]) -> str:
    """Choose a common word, one of a dictionary, or one that nobody has seen."""
    kind = rng.random()
    if kind < 0.2:
        return rng.choice(_COMMON)
    if kind < 0.84:
        return rng.choice(language)
    return _pseudo_word(rng, language)


def number(rng: random.Random) -> str:
    """Make up a number as tables, dates, prices and part lists have them."""
    kind = rng.random()
    digits = rng.randint(1, 7)
    if kind < 0.32:
        made = f"{rng.randrange(10 ** (digits - 1), 10**digits):,}"
    elif kind < 0.52:
        made = f"{rng.random() * 10 ** rng.randint(0, 5):,.{rng.choice([1, 1, 2, 2, 3])}f}"
    elif kind < 0.6:
        made = str(rng.randint(1950, 2039))
    elif kind < 0.7:
        made = str(rng.randrange(10 ** rng.randint(1, 9)))
    elif kind < 0.76:
        separator = rng.choice("/-.")
        made = separator.join([str(rng.randint(1, 31)), str(rng.randint(1, 12)), str(rng.randint(1990, 2035))])
    elif kind < 0.8:
        made = f"{rng.random() * 10 ** rng.randint(2, 6):,.2f}".translate(str.maketrans(",.", rng.choice([".,", " ,"])))
    elif kind < 0.9:
        made = _code(rng)
    elif kind < 0.95:
        made = rng.choice(["Q", "FY", "10-", "8-", "No.", "A", "H", "x"]) + str(rng.randint(1, 99))
        made += rng.choice(["", "", "K", "Q", "a", "b", "%"])
    else:
        made = f"{rng.choice(_MONTHS)[: rng.choice([3, 9])]} {rng.randint(1, 31)}, {rng.randint(1990, 2035)}"
    dress = rng.random()
    if dress < 0.12:
        return rng.choice("$$$€£") + made
    if dress < 0.2:
        return made + "%"
    if dress < 0.3:
        return f"({made})"
    return rng.choice("+-±×°") + made if dress < 0.32 else made


def near_miss(token: str, rng: random.Random) -> str:
    """Change one or two letters of a token, or its ending, as an eye or a finger might. It may come out the same."""
    if token.isalpha() and rng.random() < 0.25:
        ending = rng.choice(_ENDINGS[:-1])
        return token.removesuffix(ending) if token.endswith(ending) and len(token) > len(ending) + 2 else token + ending
    for _ in range(1 if rng.random() < 0.75 else 2):
        token = _edited(token, rng)
    return token


def _edited(token: str, rng: random.Random) -> str:
    place = rng.randrange(len(token))
    old = token[place]
    is_figure = not old.isalpha()
    alike = (_LOOK_ALIKES if is_figure else _LETTER_LOOK_ALIKES).get(old)
    new = rng.choice(alike if alike and rng.random() < 0.4 else string.digits if is_figure else string.ascii_lowercase)
    kind = rng.random()
    if kind < 0.65 and old.isalnum():
        return token[:place] + new + token[place + 1 :]
    if kind < 0.75 and len(token) > 2:
        return token[:place] + token[place + 1 :]
    if kind < 0.88:
        return token[:place] + new + token[place:]
    return token[:place] + token[place + 1 : place + 2] + old + token[place + 2 :]


def _code(rng: random.Random) -> str:
    pieces = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        signs = rng.choice(
            [string.ascii_uppercase, string.digits, string.digits, string.ascii_uppercase + string.digits]
        )
        pieces.append("".join(rng.choices(signs, k=rng.randint(1, 6))))
    return rng.choice("--/.").join(pieces)


def _pseudo_word(rng: random.Random, language: list[str]) -> str:
    if rng.random() < 0.5:
        syllables = range(rng.randint(1, 4))
        return "".join(
            rng.choice(_CONSONANTS) + rng.choice(_VOWELS) + (rng.choice(_CONSONANTS) if rng.random() < 0.3 else "")
            for _ in syllables
        )
    made = list(rng.choice(language))
    for _ in range(rng.randint(1, 2)):
        made[rng.randrange(len(made))] = rng.choice(string.ascii_lowercase)
    return "".join(made)


def _read(name: str) -> list[str]:
    path = _FOLDER / name
    if not path.exists():
        return []
    found = sorted({line.strip() for line in path.read_text("utf-8", errors="ignore").splitlines()})
    fit = [one for one in found if one.isalpha() and len(one) <= 22 and one[0] < "ʰ"]
    return random.Random(7).sample(fit, min(_MOST_WORDS, len(fit)))
