"""Whether a text is in letters that the built-in model does not read."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.scripts import unread_script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The last ferry leaves at nine", ""),
        ("Crème brûlée, Straße, Łódź, Việt Nam", ""),
        ("Последний паром отходит в девять", "Cyrillic"),
        ("Το τελευταίο πλοίο φεύγει στις εννέα", "Greek"),
        ("العبارة الأخيرة تغادر", "Arabic"),
        ("המעבורת האחרונה", "Hebrew"),
        ("最后一班渡轮九点开", "Chinese"),
        ("最終フェリーは九時に出ます", "Japanese"),
        ("마지막 배는 아홉 시에 떠난다", "Korean"),
        ("आखिरी नौका नौ बजे जाती है", "Devanagari"),
        ("เรือลำสุดท้าย", "Thai"),
        ("1,577 12.4% — 2018", ""),
        ("", ""),
        ("The coefficient α of β-decay, 10 µm, ℵ", ""),
        ("Паром (ferry) отходит", "Cyrillic"),
        ("ferry leaves at nine, паром", ""),
        ("𝐀𝐁𝐂 ｆｕｌｌ", ""),
    ],
)
def test_the_script_of_most_letters_is_named_where_it_is_not_read(text: str, script: str) -> None:
    assert unread_script(Counter(text)) == script


def test_two_scripts_of_which_neither_has_most_letters_are_not_named() -> None:
    assert unread_script({"п": 3, "α": 3, "a": 3}) == ""
