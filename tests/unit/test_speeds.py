"""How fast models were on this machine, and what that means for so many pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.speeds import duration, estimate, estimate_s, load_speeds, note_speed


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "less than a second"),
        (40, "40 s"),
        (1200, "20 min"),
        (2 * 3600, "2 h"),
        (2.54 * 3600, "2.5 h"),
        (14 * 3600, "14 h"),
        (9.99 * 3600, "10 h"),
        (72 * 3600, "3 days"),
    ],
)
def test_a_duration_is_said_as_exactly_as_an_estimate_deserves(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_an_estimate_names_the_devices_that_were_tried_the_slowest_first() -> None:
    speeds = {"cuda": 9800 / 1200, "cpu": 9800 / (14 * 3600)}
    assert estimate_s(9800, speeds["cuda"]) == pytest.approx(1200)
    assert estimate(9800, speeds) == "9,800 pages: about 14 h on this CPU, 20 min on this GPU"
    assert estimate(1, {"cpu": 0.5}) == "1 page: about 2 s on this CPU"


def test_what_was_never_tried_has_no_estimate() -> None:
    assert estimate(9800, {}) == "9,800 pages: how long is not known before it was tried on this machine"


def test_speeds_are_kept_by_model_and_device_and_the_last_one_counts(home: Path) -> None:
    assert load_speeds() == {}
    note_speed("me/tiny", "cpu", 0.5)
    note_speed("me/tiny", "cuda", 8.0)
    note_speed("me/tiny", "cpu", 0.25)
    note_speed("built-in", "cpu", 4.0)
    note_speed("built-in", "cpu", 0.0)
    note_speed("built-in", "cpu", float("nan"))
    assert load_speeds() == {"me/tiny": {"cpu": 0.25, "cuda": 8.0}, "built-in": {"cpu": 4.0}}
    (home / "speeds.json").write_text('{"me/tiny": [1]}')
    assert load_speeds() == {}
