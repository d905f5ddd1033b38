"""Brings the translations up to date with what Pagelight says (run as python installer/translations.py).

New sentences are added to assets/translations/*.ts, to be translated there by hand; those that nobody says any more are
dropped. What is translated is packed into the *.qm files that Pagelight reads. What the engine says is gathered from
its sources and listed in engine.txt, by which the window recognises it.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "translations"
ENGINE = FOLDER / "engine.txt"
TOOLS = Path(PySide6.__file__).parent
# No places in the sources: they would change with every line that is added.
LOOK = ("-locations", "none", "-no-obsolete", "-disable-heuristic", "similartext", "-silent")
# What only a terminal shows, and how models were trained.
UNHEARD = (
    "app/cli/",
    "app/measuring/",
    "app/demo.py",
    "app/main.py",
    "app/models/speeds.py",
    "app/self_check.py",
    "indexer/embed/builtin_training/",
    "indexer/embed/minilm_export.py",
)
WORDS = (("indexer/scripts.py", "_SCRIPTS"),)
"""Dictionaries whose values stand in sentences."""
REASONS = (
    "connection refused",
    "connection timed out",
    "device or resource busy",
    "directory not empty",
    "disk quota exceeded",
    "file name too long",
    "host is down",
    "input/output error",
    "is a directory",
    "no route to host",
    "no space left on device",
    "no such file or directory",
    "not a directory",
    "operation not permitted",
    "permission denied",
    "read-only file system",
    "stale file handle",
    "too many open files",
)
"""What systems say of files and disks, which stands in sentences too."""
_PLACE = re.compile(r"\{\d+\}")
_WORD = re.compile(r"[A-Za-z]{2,}")


def update(catalogue: Path) -> None:
    """Write the sentences of the sources into a .ts file, and keep those translated that are."""
    sources = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "ui").rglob("*.py"))]
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "engine.py"
        # The tool reads calls alone.
        calls = (f'translate("Engine", {json.dumps(text, ensure_ascii=False)})\n' for text in engine_texts())
        said.write_text("".join(calls), encoding="utf-8")
        _run("lupdate", [*sources, str(said), *LOOK, "-ts", str(catalogue)])


def pack(catalogue: Path, packed: Path) -> None:
    """Write what is translated in a .ts file as a .qm file."""
    _run("lrelease", ["-silent", str(catalogue), "-qm", str(packed)])


def engine_texts() -> list[str]:
    """Gather what the engine says to a person, with {0}, {1} ... in the places of what it fills in."""
    found = list(REASONS)
    for path in sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "indexer").rglob("*.py")]):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(UNHEARD):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += texts_in(tree)
            found += [text for module, values in WORDS if name == module for text in _values(tree, values)]
    return list(dict.fromkeys(found))


def texts_in(tree: ast.AST) -> Iterator[str]:
    """Gather sentences, the words that are chosen to stand in them, and what is told on the way (`on_step`)."""
    unheard = {id(part) for node in ast.walk(tree) if _is_unheard(node) for part in ast.walk(node)}
    filled_in: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            # What an f-string is made of says nothing by itself.
            unheard |= {id(part) for part in node.values}
            unheard |= {id(part.format_spec) for part in node.values if isinstance(part, ast.FormattedValue)}
        if id(node) in unheard:
            continue
        if isinstance(node, ast.Constant | ast.JoinedStr) and _is_sentence(text := _text(node)):
            yield text
            filled_in |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "on_step":
            yield from filter(_WORD.search, map(_text, node.args))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and filled_in & {getattr(target, "id", "") for target in node.targets}:
            yield from _choices(node.value) if isinstance(node.value, ast.IfExp | ast.BoolOp) else ()


def _is_unheard(node: ast.AST) -> bool:
    """Return whether a node is a docstring, goes to the log, or is raised at a mistake of ours."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return getattr(node.func.value, "id", "") == "log"
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("ValueError", "TypeError", "RuntimeError")


def _text(node: ast.AST) -> str:
    """Return a text with numbered places, or "" where a node is none."""
    if isinstance(node, ast.Constant):
        return node.value.strip() if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    text, places = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        else:
            text += f"{{{places}}}"
            places += 1
    return text.strip()


def _is_sentence(text: str) -> bool:
    if " " not in text or text.startswith("%") or text.endswith("...") or "\n" in text:
        return False
    is_whole = text.endswith(".") or ". " in text or ": " in text
    return is_whole and (text[0].isupper() or len(_WORD.findall(text)) > 1)


def _choices(node: ast.expr) -> Iterator[str]:
    """Gather the words that one of several texts is chosen from."""
    if isinstance(node, ast.IfExp):
        yield from (*_choices(node.body), *_choices(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from _choices(each)
    elif _WORD.search(text := _text(node)) and not _PLACE.search(text):
        yield text


def _values(tree: ast.Module, name: str) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and name in [getattr(target, "id", "") for target in node.targets]:
            assert isinstance(node.value, ast.Dict)
            yield from map(_text, node.value.values)


def _run(tool: str, given: Sequence[str]) -> None:
    suffix = ".exe" if os.name == "nt" else ""
    subprocess.run([str(TOOLS / (tool + suffix)), *given], cwd=ROOT, check=True)


if __name__ == "__main__":
    waiting = 0
    ENGINE.write_text("".join(f"{text}\n" for text in engine_texts()), encoding="utf-8", newline="\n")
    for catalogue in sorted(FOLDER.glob("*.ts")):
        update(catalogue)
        pack(catalogue, catalogue.with_suffix(".qm"))
        unfinished = catalogue.read_text(encoding="utf-8").count('type="unfinished"')
        print(f"{catalogue.name}: {unfinished} sentences to be translated")
        waiting += unfinished
    sys.exit(1 if waiting else 0)
