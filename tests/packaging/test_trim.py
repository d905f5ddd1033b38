"""What is taken out of the package's libraries, and that the rest still works."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from installer import trim

TOOLS = all(map(shutil.which, ("as", "ld", "nm", "objcopy", "strip")))
pytestmark = pytest.mark.skipif(sys.platform != "linux" or not TOOLS, reason="binutils is not here.")

# Sorts, and writes numbers and a date, as somebody sees them, in some languages.
PROBE = """
from PySide6.QtCore import QCollator, QDate, QLocale
words = ["Zebra", "äpfel", "Apfel", "öl", "Ofen", "Straße", "strasse", "Åse", "ch", "cz", "дом", "中", "日", "10", "9"]
for name in ("de", "sv", "cs", "zh", "ja", "tr"):
    locale = QLocale(name)
    order = QCollator(locale)
    order.setNumericMode(True)
    print(name, sorted(words, key=order.sortKey), locale.toUpper("istraße"))
    print(locale.toString(1234567.5, "f", 1), locale.toString(QDate(2026, 11, 21), QLocale.FormatType.LongFormat))
"""


def archive(items: dict[str, bytes]) -> bytes:
    """Return an archive of ICU as its own tools would write it."""
    header = struct.pack("<H2sHH4B4s", 32, b"\xda\x27", 20, 0, 0, 0, 2, 0, b"CmnD").ljust(32, b"\0")
    names, contents, table = b"", b"", struct.pack("<I", len(items))
    begin = 4 + 8 * len(items)
    filled = begin + sum(len(name) + 1 for name in items)
    filled += -filled % 16
    for name, content in items.items():
        table += struct.pack("<II", begin + len(names), filled + len(contents))
        names += name.encode() + b"\0"
        contents += content + b"\0" * (-len(content) % 16)
    return header + (table + names).ljust(filled, b"\0") + contents


def compiled(path: Path, code: str, *needed: Path) -> Path:
    """Make a library of what an assembler reads, which asks for others; working files stay beside its folder."""
    path.parent.mkdir(exist_ok=True)
    source, made = path.parents[1] / "source.s", path.parents[1] / "made.o"
    source.write_text(code, encoding="utf-8")
    subprocess.run(["as", "-o", made, source], check=True)
    subprocess.run(["ld", "-shared", "--no-as-needed", "-soname", path.name, "-o", path, made, *needed], check=True)
    return path


def test_of_icus_data_the_order_of_every_language_stays_and_what_qt_never_asks_goes() -> None:
    stays = ["coll/root.res", "coll/sv.res", "coll/ucadata.icu", "de.res", "en_GB.res", "pool.res", "root.res"]
    stays += ["supplementalData.res", "zone/de.res", "zone/root.res"]
    goes = [
        "af.res",
        "brkitr/thaidict.dict",
        "curr/de.res",
        "gb18030.cnv",
        "unames.icu",
        "zh_Hant_TW.res",
        "zone/fr.res",
    ]
    full = {f"icudt73l/{name}": name.encode() * 3 for name in sorted([*stays, *goes])}
    kept = {f"icudt73l/{name}": name.encode() * 3 for name in sorted(stays)}
    assert trim.without_unused(archive(full)) == archive(kept)


def test_what_is_no_archive_of_icu_is_refused() -> None:
    with pytest.raises(ValueError, match="no archive"):
        trim.without_unused(b"\x7fELF" + bytes(100))


@pytest.mark.skipif(
    not list(Path(PySide6.__file__).parent.glob("Qt/lib/libicudata.so.*")), reason="Qt has no ICU here."
)
def test_qt_sorts_and_formats_with_a_sixth_of_icus_data_as_with_all(tmp_path: Path) -> None:
    (library,) = Path(PySide6.__file__).parent.glob("Qt/lib/libicudata.so.*")
    shutil.copy(library, tmp_path)
    trim.trim(tmp_path)
    assert (tmp_path / library.name).stat().st_size < library.stat().st_size / 6

    def said(**environment: str) -> str:
        command = [sys.executable, "-c", PROBE]
        return subprocess.run(
            command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    assert said(LD_LIBRARY_PATH=str(tmp_path)) == said()
    # It was the smaller one that was asked, since a broken one breaks the probe.
    (tmp_path / library.name).write_bytes(b"nothing")
    with pytest.raises(subprocess.CalledProcessError):
        said(LD_LIBRARY_PATH=str(tmp_path))


def test_icu_in_an_unknown_form_stays_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = '.section .rodata\n.globl icudt99_dat\nicudt99_dat: .string "something else"\n'
    library = compiled(tmp_path / "program" / "libicudata.so.99", source)
    before = library.read_bytes()
    trim.trim(tmp_path / "program")
    assert library.read_bytes() == before
    assert "stays whole" in capsys.readouterr().out


@pytest.mark.parametrize("is_used", [False, True])
def test_a_library_that_nobody_uses_becomes_empty(
    is_used: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = ".globl {0}\n.type {0}, %function\n{0}: .skip 40000\n"
    unused = compiled(tmp_path / "program" / "libarrow_substrait.so.2600", code.format("plan"))
    uses = ".data\n.globl other\nother: .quad plan\n" if is_used else code.format("other")
    compiled(tmp_path / "program" / "libarrow_python.so.2600", uses, unused)
    trim.trim(tmp_path / "program")
    assert (unused.stat().st_size < 20000) != is_used
    assert ("libarrow_python.so.2600 uses plan" in capsys.readouterr().out) == is_used
    told = subprocess.run(["readelf", "-d", unused], check=True, stdout=subprocess.PIPE, text=True).stdout
    assert "soname: [libarrow_substrait.so.2600]" in told
