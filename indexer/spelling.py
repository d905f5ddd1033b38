"""Other spellings that mean the same: numbers with and without separators, hyphens, singular and plural."""

from __future__ import annotations

import re
import string

_AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<mark>[,.'])\d{3})(?:(?P=mark)\d{3})*|\d+)(?:(?P<point>[.,])(?P<decimals>\d+))?"
)
_LONGEST_AMOUNT = 15
_YEARS = range(1900, 2100)
_FISCAL_YEAR = re.compile(r"fy(?:20)?(\d\d)")
_QUARTER = re.compile(r"q([1-4])|([1-4])q")
_HYPHENED = re.compile(r"([^\W_]+)-([^\W_]+)")
_THREE_DIGITS = re.compile(r"\d{3}(?:[.,]\d{1,2})?")

_SHORTEST_NOUN = 4


def other_forms(word: str) -> tuple[str, ...]:
    """Return how else a folded word may be printed: 1577 as 1,577, year-end as yearend, fy2018 as 2018, q3 as 3q."""
    forms: list[str] = []
    if amount := _AMOUNT.fullmatch(word):
        forms = _amounts(amount)
    elif (halves := _HYPHENED.fullmatch(word)) and not (halves[1].isdecimal() and halves[2].isdecimal()):
        forms = [halves[1] + halves[2]]
    elif fiscal := _FISCAL_YEAR.fullmatch(word):
        forms = [f"20{fiscal[1]}", f"fy20{fiscal[1]}", f"fy{fiscal[1]}"]
    elif quarter := _QUARTER.fullmatch(word):
        forms = [f"{quarter[1]}q" if quarter[1] else f"q{quarter[2]}"]
    return tuple(form for form in dict.fromkeys(forms) if form != word)


def joined(first: str, second: str) -> tuple[str, ...]:
    """Return what two words that stand side by side make as one: year end, or 1 577 with its space for thousands."""
    if first.isalpha() and second.isalpha():
        return (first + second,)
    if first.isdecimal() and len(first) <= 3 and _THREE_DIGITS.fullmatch(second):
        return (first + second, *other_forms(first + second))
    return ()


def _amounts(amount: re.Match[str]) -> list[str]:
    """Write an amount with and without separators, in the English way and the continental one."""
    mark, point, decimals = amount["mark"], amount["point"], amount["decimals"]
    digits = amount["whole"].replace(mark, "") if mark else amount["whole"]
    is_a_code = len(digits) > _LONGEST_AMOUNT or (digits[0] == "0" and len(digits) > 1)
    if is_a_code or (mark is not None and mark == point):
        return []
    if point is None:
        # 1.577 may be a fraction, and 2018 is a year: neither is safely anything else.
        if (mark == "." and len(digits) < 7) or (len(digits) == 4 and int(digits) in _YEARS):
            return []
        grouped = f"{int(digits):,}"
        return [digits, grouped, *([grouped.replace(",", ".")] if len(digits) > 6 else [])]
    if mark is None and point == "," and len(decimals) == 3 and len(digits) <= 3:
        return []
    grouped = f"{int(digits):,}"
    english = [f"{digits}.{decimals}", f"{grouped}.{decimals}"]
    if len(decimals) == 3:
        return english
    return [*english, f"{digits},{decimals}", f"{grouped.replace(',', '.')},{decimals}"]


def singular_and_plural(word: str) -> tuple[str, ...]:
    """Return the other number of an English noun, or of what may be one; words that are none do no harm."""
    if len(word) < _SHORTEST_NOUN or not word.isalpha() or not word.isascii():
        return ()
    if word.endswith("ies") and len(word) > _SHORTEST_NOUN:
        return (word[:-3] + "y",)
    if word.endswith(("sses", "ches", "shes", "xes")):
        return (word[:-2],)
    if word.endswith("s") and not word.endswith("ss"):
        return () if word.endswith(("us", "is")) else (word[:-1],)
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word[:-1] + "ies",)
    return (word + ("es" if word.endswith(("ss", "x", "z", "ch", "sh")) else "s"),)


def edits(word: str) -> set[str]:
    """Return the words one letter away: one wrong, missing or too many, or two swapped. The first one is right."""
    # Of other scripts, those that Unicode keeps beside the word's own.
    codes = {code for letter in word for code in range(ord(letter) & ~63, (ord(letter) | 63) + 1)}
    letters = string.ascii_lowercase if word.isascii() else [chr(code) for code in sorted(codes) if chr(code).islower()]
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    return (
        {before + after[1:] for before, after in cuts}
        | {before + letter + after[1:] for before, after in cuts for letter in letters}
        | {before + letter + after for before, after in cuts for letter in letters}
        | {before[:-1] + after[0] + before[-1] + after[1:] for before, after in cuts if after}
    ) - {word}


def one_letter_apart(first: str, second: str) -> bool:
    """Tell whether two words differ as `edits` does."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    short, long = sorted((first, second), key=len)
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    if len(short) < len(long):
        return same > 0 and short[same:] == long[same + 1 :]
    rest = short[same:], long[same:]
    swapped = len(rest[0]) > 1 and rest[0][1::-1] + rest[0][2:] == rest[1]
    return swapped or (same > 0 and rest[0][1:] == rest[1][1:])
