"""Writes THIRD_PARTY_NOTICES.md: from what is installed, or from what is in a frozen program.

uv run python installer/notices.py
python installer/notices.py TOC FILE        TOC: PyInstaller's working folder; what installer/freeze.py calls
"""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

NOTICES = Path(__file__).parent.parent / "THIRD_PARTY_NOTICES.md"

# What the packages' metadata leave out or say loosely, read from the licence files and source headers in their wheels.
LICENCES = {
    "deprecation": "Apache-2.0",
    "flatbuffers": "Apache-2.0",
    "lancedb": "Apache-2.0",
    "onnxruntime": "MIT",
    "overrides": "Apache-2.0",
    "Pebble": "LGPL-3.0-or-later",
    "protobuf": "BSD-3-Clause",
    "pymupdf": "AGPL-3.0 (or Artifex commercial)",
    "pymupdf_layout": "AGPL-3.0 (an empty package; its code is part of pymupdf)",
    "pymupdf4llm": "AGPL-3.0 (an empty package; its code is part of pymupdf)",
    "PySide6_Essentials": "LGPL-3.0-only (or GPL-2.0-only, GPL-3.0-only, commercial)",
    "shellingham": "ISC",
    "shiboken6": "LGPL-3.0-only (or GPL-2.0-only, GPL-3.0-only, commercial)",
    "tokenizers": "Apache-2.0",
}

HEAD = """\
# Third-party notices

Pagelight is free software under the GNU Affero General Public License, version 3 or later (`LICENSE`). It stands on the
packages below. This list is written by `installer/notices.py` from what is installed; the full texts lie in each
package's `.dist-info` folder and, in the frozen program, in `_internal/licenses`.

- **PyMuPDF and MuPDF** (Artifex) are used under the AGPL 3.0, which is why Pagelight is under the AGPL too. PyMuPDF 2.0
  holds the code of `pymupdf_layout` and `pymupdf4llm` itself; the packages of those names are empty. Pagelight calls
  neither part, and the frozen program leaves both out.
- **Qt and PySide6** (The Qt Company) are used under the LGPL 3.0. They are separate shared libraries, unchanged, in the
  frozen program's `_internal/PySide6` and `_internal/shiboken6`, and may be replaced by other builds. Their sources are
  at <https://code.qt.io>.
- **Pebble** (Matteo Cafasso) is used under the LGPL 3.0 or later, unchanged. It is plain Python and part of the frozen
  program's archive; to use another version, freeze Pagelight again with it (see `CONTRIBUTING.md`).
- **The frozen program** also holds the Python interpreter (PSF-2.0), PyInstaller's bootloader (GPL-2.0-or-later with an
  exception that allows any licence for what it starts) and, on Linux, shared libraries of the machine that froze it
  that a bare desktop may lack (such as XCB, xkbcommon, D-Bus, Fontconfig, FreeType, GLib, OpenSSL and SQLite).
- **all-MiniLM-L6-v2** (the sentence-transformers authors, after Microsoft's MiniLM) is used under the Apache License
  2.0. Its weights, in fewer bits, and the licence are in `assets/minilm`; `MODEL_CARD.md` there says what was changed.
- Several packages hold compiled code of others: the Rust crates in lancedb and tokenizers, Apache Arrow's in pyarrow,
  OpenBLAS and the GCC runtime in numpy, the image codecs in Pillow. Their notices come with those packages.

| Package | Version | Licence |
| --- | --- | --- |
"""

SYSTEM = """\
# Libraries of the system

They come from the system that froze the program. Their terms are beside this file, in `system`.

| Package | Version |
| --- | --- |
"""

TAIL = """
The optional models (`colvision`, `clip`) bring PyTorch, transformers and others when a person asks for them; these are
never part of the frozen program. Each downloaded model has a licence of its own.
"""


def base_dependencies() -> Iterator[importlib.metadata.Distribution]:
    """Yield the distributions that Pagelight needs on this machine without its extras, itself left out."""
    waiting, seen = ["pagelight"], set()
    while waiting:
        distribution = importlib.metadata.distribution(waiting.pop())
        if distribution.name in seen:
            continue
        seen.add(distribution.name)
        if distribution.name != "pagelight":
            yield distribution
        needs = map(Requirement, distribution.requires or ())
        waiting += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]


def licence(distribution: importlib.metadata.Distribution) -> str:
    """Return the licence of a distribution, as an SPDX expression where possible."""
    if distribution.name in LICENCES:
        return LICENCES[distribution.name]
    metadata = distribution.metadata
    stated: list[str] = [*metadata.get_all("License-Expression", []), *metadata.get_all("License", [])]
    if stated and len(stated[0]) < 80:
        return stated[0]
    classifiers: list[str] = metadata.get_all("Classifier", [])
    for line in classifiers:
        if line.startswith("License :: "):
            return line.rpartition(" :: ")[2].removesuffix(" License")
    raise LookupError(f"{distribution.name} does not say its licence; add it to LICENCES.")


def notices() -> str:
    """Compose the whole file for what is installed."""
    return HEAD + table(base_dependencies()) + TAIL


def table(distributions: Iterable[importlib.metadata.Distribution]) -> str:
    """Compose the lines of the table, in order of name."""
    rows = sorted(
        (distribution.name.lower(), f"| {distribution.name} | {distribution.version} | {licence(distribution)} |\n")
        for distribution in distributions
    )
    return "".join(row for _, row in rows)


def notices_of_package(toc: Path, file: Path) -> None:
    """Write the notices of a frozen program, and the licences of the system's libraries in it, beside each other."""
    # Not above: a checkout's notices need nothing of it.
    sys.path.insert(0, str(NOTICES.parent))
    from installer.contents import contents

    inside = contents(toc)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEAD + table(inside.distributions) + TAIL, encoding="utf-8")
    if inside.system:
        rows = "".join(f"| {package.name} | {package.version} |\n" for package in inside.system)
        (file.parent / "SYSTEM_LIBRARIES.md").write_text(SYSTEM + rows, encoding="utf-8")
    for package in inside.system:
        terms = Path("/usr/share/doc") / package.name / "copyright"
        if terms.is_file():
            (file.parent / "system").mkdir(exist_ok=True)
            shutil.copyfile(terms, file.parent / "system" / package.name)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        notices_of_package(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        NOTICES.write_text(notices(), encoding="utf-8")
