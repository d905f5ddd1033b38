"""Writes installer/SIZES.md: how many bytes each part of a frozen program takes, installed and packed.

python installer/sizes.py PROGRAM [PACKED...]        PROGRAM: the frozen folder; PACKED: packages made of it
"""

from __future__ import annotations

import lzma
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

FILE = Path(__file__).resolve().parent / "SIZES.md"
MOST_INSTALLED, MOST_PACKED = 450_000_000, 160_000_000
SMALL = 1_500_000

WHAT_IS_LEFT = """
What is left comes as its makers built it. LanceDB is one library, in which the clients of Amazon's, Google's, Azure's,
Alibaba's and Tencent's stores and of Hugging Face are linked with what is used here; only building it from its source
without them would bring less, which was not tried. LanceDB imports Arrow's data sets at once, and these Parquet and
Acero: some 14 MB that are not used otherwise. What was taken out is in `trim.py` and `pagelight.spec`.
"""

# A part is where a file lies, by the beginning of its path; the longest that fits counts.
PARTS = {
    "pagelight": "our code, and Python's and all packages' modules (the archive in the program file)",
    "_internal/assets": "built-in models, samples, icons",
    "_internal/source": "our code as text, for add-ons",
    "_internal/licenses": "licences and notices",
    "_internal/PIL": "Pillow",
    "_internal/pillow.libs": "Pillow",
    "_internal/PySide6": "Qt and PySide6",
    "_internal/PySide6/Qt/lib/libicu": "Qt: ICU (languages and their collation)",
    "_internal/shiboken6": "Qt and PySide6",
    "_internal/lancedb": "LanceDB (one library)",
    "_internal/numpy": "NumPy",
    "_internal/numpy.libs": "NumPy: OpenBLAS and the GCC runtime",
    "_internal/onnxruntime": "ONNX Runtime",
    "_internal/pyarrow": "Arrow",
    "_internal/pymupdf": "MuPDF (with its fonts)",
    "_internal/tokenizers": "tokenizers",
    "_internal/libpython": "Python",
    "_internal/python3": "Python",
    "_internal/base_library": "Python",
    "_internal/lib": "libraries of the system (X, fonts, OpenSSL ...)",
}


def sizes(program: Path, packed: list[Path]) -> str:
    """Compose the file."""
    installed: dict[str, int] = defaultdict(int)
    compressed: dict[str, int] = defaultdict(int)
    for path in sorted(program.rglob("*")):
        if path.is_file() and not path.is_symlink():
            part = _part(path.relative_to(program).as_posix())
            data = path.read_bytes()
            installed[part] += len(data)
            compressed[part] += len(lzma.compress(data, preset=1))
    total = sum(installed.values())
    for part in [part for part, size in installed.items() if size < SMALL and part != "the rest"]:
        installed["the rest"] += installed.pop(part)
        compressed["the rest"] += compressed.pop(part)
    lines = [
        "# What the package takes\n",
        f"Written by `installer/sizes.py` from the package for {_system()}. MB are 1,000,000 bytes; packed is each",
        "file compressed by itself, quickly, so that packages are smaller than the sum.\n",
        "| Part | Installed, MB | Packed, MB |",
        "| --- | ---: | ---: |",
    ]
    for part, size in sorted(installed.items(), key=lambda item: -item[1]):
        lines.append(f"| {part} | {size / 1e6:.1f} | {compressed[part] / 1e6:.1f} |")
    lines.append(f"| **all** | **{total / 1e6:.1f}** | **{sum(compressed.values()) / 1e6:.1f}** |\n")
    lines.append(_verdict("Installed", total, MOST_INSTALLED))
    for path in packed:
        if path.suffix == ".deb":
            size_kb = subprocess.check_output(["dpkg-deb", "--field", path, "Installed-Size"], text=True)
            what = f"Installed from `{path.name}`, without the system's libraries"
            lines.append(_verdict(what, 1024 * int(size_kb), MOST_INSTALLED))
        lines.append(_verdict(f"`{path.name}`", path.stat().st_size, MOST_PACKED))
    return "\n".join(lines) + "\n" + WHAT_IS_LEFT


def _part(name: str) -> str:
    fitting = [begin for begin in PARTS if name.startswith(begin)]
    return PARTS[max(fitting, key=len)] if fitting else "the rest"


def _verdict(what: str, size: int, most: int) -> str:
    over = size - most
    told = f"{over / 1e6:.1f} MB over" if over > 0 else f"{-over / 1e6:.1f} MB below"
    return f"- {what}: {size / 1e6:.1f} MB, {told} the {most / 1e6:.0f} MB that were aimed at."


def _system() -> str:
    import platform

    return f"{platform.system()} on {platform.machine()}"


if __name__ == "__main__":
    FILE.write_text(sizes(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]), encoding="utf-8")
