"""Which of colpali-engine's classes work, found out with tiny models of chance numbers: a table in COLVISION.md.

python -m tests.benchmarks.colvision
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import colpali_engine.models as models

from tests.tiny_models import checks
from tests.tiny_models.checkpoints import LOADABLE, TILED, omni_config, tiny_model
from tests.tiny_models.checks import TALL, WIDE, embedder

_FILE = Path(__file__).parent / "COLVISION.md"
_HEAD = """# Which ColVision models work

Written by `python -m tests.benchmarks.colvision`, which makes a tiny model of each class with numbers drawn by chance,
saves it, opens it as Pagelight does, and checks it. It shows that a class fits together, and nothing about quality:
no published weights were loaded. The same checks run in `tests/unit/test_colvision*.py`.

- embeds: vectors and MaxSim scores are those of colpali-engine, without its padding
- grid: ink in each corner of a tall and a wide page moves the cells of that corner most, in one tile and in many
- maps: cosines lie where colpali-engine's similarity maps have them
- salience: equals the attention that eager attention writes down for every layer and token
- LoRA: an adapter of peft's on its base makes what peft makes
- picture: a picture asks with its patches, in the order of the page

"""
_COLUMNS = ("class", "loads", "embeds", "grid", "maps", "salience", "LoRA", "picture", "why not")


def main() -> None:
    """Check every class and write the table."""
    warnings.simplefilter("ignore")
    used = ", ".join(f"{name} {version(name)}" for name in ("colpali-engine", "transformers", "torch", "peft"))
    rows = [_COLUMNS, ("---",) * len(_COLUMNS)]
    with tempfile.TemporaryDirectory() as folder:
        rows += [_row(name, Path(folder)) for name in LOADABLE]
    rows.append(_broken())
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    _FILE.write_text(f"{_HEAD}{used}\n\n{table}\n", "utf-8")
    print(table)


def _row(name: str, root: Path) -> tuple[str, ...]:
    folder = tiny_model(name).save(root / name)
    why: list[str] = []
    loads = _holds(lambda: embedder(folder), why)
    if loads == "no":
        return (name, loads, *("",) * (len(_COLUMNS) - 3), "; ".join(why))
    ours = embedder(folder)

    def grids() -> None:
        for size in (TALL, WIDE):
            checks.check_grid(ours, size)
        if name in TILED:
            one_tile = embedder(tiny_model(name, many_tiles=False).save(root / f"{name}-one" / name))
            checks.check_grid(one_tile, TALL)

    if name == "ColGemma3":
        maps = "none"
        why.append("maps: colpali-engine counts patches before they are pooled, so that it has none to compare")
    else:
        maps = _holds(lambda: checks.check_maps(ours, folder), why)
    return (
        name,
        loads,
        _holds(lambda: checks.check_vectors(ours, folder), why),
        _holds(grids, why),
        maps,
        _holds(lambda: checks.check_salience(ours, folder), why),
        _holds(lambda: checks.check_lora(folder, root / f"{name}-lora"), why),
        _holds(lambda: checks.check_picture(ours), why),
        "; ".join(why),
    )


def _broken() -> tuple[str, ...]:
    why: list[str] = []
    makes = _holds(lambda: models.ColQwen2_5Omni(omni_config()), why)
    if makes == "yes":
        raise SystemExit("ColQwen2_5Omni can be made: put it among the models that are checked.")
    return ("ColQwen2_5Omni", makes, *("",) * (len(_COLUMNS) - 3), f"its constructor fails: {why[0]}")


def _holds(check: Callable[[], object], why: list[str]) -> str:
    """Say "yes" or "no", and add why not."""
    try:
        check()
    except Exception as error:  # Whatever a class cannot do belongs in the table.
        why.append(f"{type(error).__name__}: {error}".split("\n")[0].replace("|", "/"))
        return "no"
    return "yes"


if __name__ == "__main__":
    main()
