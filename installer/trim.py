"""Takes out of a frozen folder what nothing in it calls: symbols, most of ICU's data, a library without users (Linux).

What is left out, and why that is known, stands beside it. A library that is not of the form known here is left whole,
with a sentence.
"""

from __future__ import annotations

import re
import struct
import subprocess
import tempfile
from pathlib import Path

WORTH_STRIPPING = 0.9
"""A library is only changed where its symbols are a tenth of it. NumPy's OpenBLAS, of which they are a thirteenth,
cannot be loaded any more when they are taken out."""

UNUSED_BY_QT = re.compile(
    # Character sets, rules of network protocols, names of characters and of look-alikes, dictionaries of word breaks.
    r"[.](cnv|spp|cfu|nrm|dict)$|^unames[.]icu$"
    r"|^(brkitr|curr|lang|rbnf|region|translit|unit)/"
    # Words and forms of languages that the window does not speak.
    r"|^(zone/)?(?!(en|de)[_.])[a-z]{2,3}(_\w+)*[.]res$"
)
"""What of ICU's data goes. Of ICU, Qt calls collation, upper and lower case, names of time zones and character sets
(`nm -D libQt6Core.so.6`); its dates, numbers and line breaks are its own. Collation stays whole, for every language."""

WITHOUT_USERS = ("libarrow_substrait.so",)
"""Libraries that others ask for when they are loaded, but use no symbol of; an empty one takes their place."""

ICU_HEADER = re.compile(rb"^..\xda\x27.{4}\x00.{3}CmnD", re.DOTALL)


def trim(program: Path) -> None:
    """Make the libraries of a frozen folder smaller. Needs binutils."""
    for path in _libraries(program):
        _strip(path)
    for path in _libraries(program):
        if path.name.startswith("libicudata.so"):
            _trim_icu(path)
        elif path.name.startswith(WITHOUT_USERS):
            _empty(path, program)


def without_unused(data: bytes) -> bytes:
    """Copy an ICU archive without what UNUSED_BY_QT names.

    Its format, "CmnD": a header; the number of items, and from there the offsets of each one's name and content; names;
    contents. Raises ValueError where it is no such archive, or one in another byte order.
    """
    if not ICU_HEADER.match(data):
        raise ValueError("This is no archive of ICU for this byte order.")
    header = data[: struct.unpack_from("<H", data)[0]]
    body = data[len(header) :]
    (number,) = struct.unpack_from("<I", body)
    offsets = [struct.unpack_from("<II", body, 4 + 8 * at) for at in range(number)]
    ends = [begin for _, begin in offsets[1:]] + [len(body)]
    kept = []
    for (at, begin), end in zip(offsets, ends, strict=True):
        name = body[at : body.index(b"\0", at)]
        if not UNUSED_BY_QT.search(name.decode().partition("/")[2]):
            kept.append((name + b"\0", body[begin:end]))
    named = 4 + 8 * len(kept)
    filled = _rounded(named + sum(len(name) for name, _ in kept))
    table, names, contents = struct.pack("<I", len(kept)), b"", b""
    for name, content in kept:
        table += struct.pack("<II", named + len(names), filled + len(contents))
        names += name
        contents += content.ljust(_rounded(len(content)), b"\0")
    return header + (table + names).ljust(filled, b"\0") + contents


def _rounded(size: int) -> int:
    return -size // 16 * -16


def _libraries(program: Path) -> list[Path]:
    return [path for path in sorted(program.rglob("*.so*")) if path.is_file() and not path.is_symlink()]


def _strip(path: Path) -> None:
    stripped = path.with_name(path.name + ".stripped")
    subprocess.run(["strip", "--strip-unneeded", "-o", stripped, path], check=True, stderr=subprocess.DEVNULL)
    if stripped.stat().st_size < WORTH_STRIPPING * path.stat().st_size:
        _replace(path, stripped)
    else:
        stripped.unlink()


def _trim_icu(path: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        archive = Path(work) / "data"
        _run("objcopy", "--output-target=binary", "--only-section=.rodata", path, archive)
        symbol = re.search(r"\bicudt\d+_dat\b", _run("nm", "-D", path))
        try:
            if symbol is None:
                raise ValueError("It has no such symbol as is known.")
            archive.write_bytes(without_unused(archive.read_bytes()))
        except ValueError as error:
            print(f"{path.name} stays whole, some 27 MB more: {error}")
            return
        name = symbol[0]
        _link(path, f'.globl {name}\n.type {name}, %object\n{name}: .incbin "{archive}"\n.size {name}, . - {name}\n')


def _empty(path: Path, program: Path) -> None:
    """Put an empty library in place of one that nobody uses."""
    offered = _symbols(path, "--defined-only")
    for other in _libraries(program):
        if other != path and (used := offered & _symbols(other, "--undefined-only")):
            print(f"{path.name} stays, since {other.name} uses {min(used)}.")
            return
    _link(path, "")


def _link(path: Path, contents: str) -> None:
    """Make a library anew, of the same name, that holds read-only data."""
    made = path.with_name(path.name + ".made")
    with tempfile.TemporaryDirectory() as work:
        source, compiled = Path(work) / "source.s", Path(work) / "compiled.o"
        source.write_text(
            f'.section .rodata\n.balign 16\n{contents}.section .note.GNU-stack,"",%progbits\n', encoding="utf-8"
        )
        _run("as", "-o", compiled, source)
        _run("ld", "-shared", "-s", "-z", "noexecstack", "-soname", path.name, "-o", made, compiled)
    _replace(path, made)


def _replace(path: Path, made: Path) -> None:
    made.chmod(path.stat().st_mode)
    made.replace(path)


def _symbols(path: Path, which: str) -> set[str]:
    """Return the names in a library's dynamic table, without those of the C library's start and end code."""
    told = _run("nm", "-D", which, "--format=just-symbols", path)
    return {line.partition("@")[0] for line in told.splitlines()} - {"_init", "_fini"}


def _run(*command: object) -> str:
    return subprocess.run(
        [str(part) for part in command], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ).stdout
