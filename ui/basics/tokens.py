"""The colours of the light and of the dark theme."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme.

    accent: light on paper, and large areas.    mark: thin things in its hue, which have to be seen against any ground.
    """

    ground: str
    surface: str
    raised: str
    line: str
    text: str
    quiet: str
    accent: str
    accent_text: str
    mark: str
    on_accent: str
    problem: str
    selected: str


LIGHT = Tokens(
    ground="#F5F4F0",
    surface="#FFFFFF",
    raised="#EBE8E1",
    line="#DDD9D0",
    text="#211F1B",
    quiet="#666157",
    accent="#E8A317",
    accent_text="#805200",
    mark="#A36D00",
    on_accent="#241A02",
    problem="#A32E1C",
    selected="#FBE7BC",
)
DARK = Tokens(
    ground="#1C1B19",
    surface="#252320",
    raised="#34312C",
    line="#403C36",
    text="#EDE9E1",
    quiet="#ABA497",
    accent="#E8A317",
    accent_text="#F2BC4E",
    mark="#E8A317",
    on_accent="#241A02",
    problem="#F3937F",
    selected="#403318",
)
