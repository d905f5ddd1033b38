"""Freezes Pagelight into one folder, in an environment made for nothing else.

python installer/freeze.py [--work build] [--out dist]

The environment holds what the program needs and PyInstaller, and none of the optional libraries. Two runs on one commit
and one machine give the same bytes; `installer/README.md` says how far that was tried.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer.trim import trim  # noqa: E402

ON_EVERY_DESKTOP = re.compile(
    r"(ld-linux.*|lib(c|m|dl|rt|pthread|resolv|util|nsl|EGL|GL|GLX|OpenGL|GLdispatch|drm|gbm|wayland-.*|xcb))[.]so"
)


def main() -> None:
    """Make the environment, freeze, trim, and say what is in the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="where to work (build)")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the folder goes (dist)")
    parser.add_argument("--python", default=sys.executable, help="the Python to freeze (this one)")
    arguments = parser.parse_args()
    freeze(arguments.work.resolve(), arguments.out.resolve(), arguments.python)


def freeze(work: Path, out: Path, python: str) -> Path:
    """Freeze the checkout around this file; returns the program's folder."""
    work.mkdir(parents=True, exist_ok=True)
    # The same commit gives the same times and the same order of sets.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit_time()), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    environment.pop("PYTHONPATH", None)
    inner = make_environment(work / "environment", python, environment)

    prepared = ROOT / "build"
    prepared.mkdir(exist_ok=True)
    (prepared / "constraints.txt").write_text("\n".join(constraints()) + "\n", encoding="utf-8")
    about = {"version": version(), "commit": commit(), "time": commit_time()}
    (prepared / "build.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    run([inner, ROOT / "installer" / "icons.py", prepared / "icons"], environment)
    if sys.platform == "win32":
        from installer.windows.version_info import version_info

        (prepared / "version_info.txt").write_text(version_info(version()), encoding="utf-8")

    options = ["--noconfirm", "--clean", "--log-level", "WARN", "--distpath", out, "--workpath", work / "frozen"]
    run([inner, "-m", "PyInstaller", *options, ROOT / "installer" / "pagelight.spec"], environment)
    program = out / "pagelight"
    if sys.platform == "linux":
        trim(program)
        check_needs(program)
    toc = work / "frozen" / "pagelight"
    inside = program / "_internal"
    run([inner, ROOT / "installer" / "notices.py", toc, inside / "licenses" / "THIRD_PARTY_NOTICES.md"], environment)
    run([inner, ROOT / "installer" / "sbom.py", toc, program, inside / "sbom.cdx.json"], environment)
    return program


def make_environment(folder: Path, python: str, environment: dict[str, str]) -> Path:
    """Make an environment of what the program needs, without extras, and PyInstaller; returns its Python."""
    shutil.rmtree(folder, ignore_errors=True)
    run(["uv", "venv", "--quiet", "--python", python, folder], environment)
    inner = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    # uv keeps to the versions in pyproject.toml.
    run(["uv", "pip", "install", "--quiet", "--python", inner, ".", "pyinstaller"], environment)
    return inner


def check_needs(program: Path) -> None:
    """End the program where a library needs one that is neither in the folder nor on every desktop.

    The machine that freezes has them all, so that nothing else would notice.
    """
    libraries = [
        path for path in program.rglob("*") if path.is_file() and (".so" in path.name or path.name == "pagelight")
    ]
    there = {path.name for path in libraries}
    lacking = set()
    for path in libraries:
        told = subprocess.run(
            ["readelf", "-d", path], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
        )
        needed = set(re.findall(r"\(NEEDED\)\s+Shared library: \[([^]]+)\]", told.stdout))
        lacking |= {f"{name}, for {path.name}" for name in needed - there if not ON_EVERY_DESKTOP.match(name)}
    if lacking:
        sys.exit("These libraries are missing in the frozen folder:\n" + "\n".join(sorted(lacking)))


def constraints() -> list[str]:
    """Return the versions that were tested together, those of the add-ons' libraries with them."""
    pinned: list[str] = _project()["tool"]["uv"]["constraint-dependencies"]
    return pinned


def version() -> str:
    """Return the version of the checkout."""
    return str(_project()["project"]["version"])


def commit() -> str:
    """Return the commit of the checkout, "" where it is not one of git's."""
    return _git("rev-parse", "HEAD")


def commit_time() -> int:
    """Return when the commit was made, in seconds, unless SOURCE_DATE_EPOCH says another time."""
    told = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct")
    return int(told) if told else int((ROOT / "pyproject.toml").stat().st_mtime)


def run(command: list[object], environment: dict[str, str]) -> None:
    """Run a command in the checkout and end the program when it fails."""
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, env=environment)


def _git(*arguments: str) -> str:
    if not (ROOT / ".git").exists():
        return ""
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def _project() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
