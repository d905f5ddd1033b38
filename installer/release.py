"""Makes a release: one command, from the version's number to packages with checksums.

python installer/release.py VERSION     all of it: bump, changelog, build, smoke test, list
python installer/release.py build       build, smoke test and list what is checked out (what the release workflow runs)
python installer/release.py notes       print what the changelog says of this version

Nothing is committed, tagged or sent anywhere; the last lines say how. Packages lie in dist/release.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer.freeze import ROOT, commit_time, freeze, version

RELEASE = ROOT / "dist" / "release"
CHANGELOG = ROOT / "CHANGELOG.md"
PROJECT = ROOT / "pyproject.toml"


class NotReleasable(Exception):
    """Something has to be done by a person first."""


def main(given: list[str]) -> int:
    """Do what was typed and return the exit code."""
    try:
        match given:
            case ["build"]:
                build()
            case ["notes"]:
                print(notes(CHANGELOG.read_text(encoding="utf-8"), version()))
            case [wanted] if re.fullmatch(r"\d+\.\d+\.\d+", wanted):
                bump(wanted)
                build()
                print(
                    f"\nIf all is well:\n  git commit -am 'Pagelight {wanted}' && git tag v{wanted} && git push --tags"
                )
            case _:
                print(__doc__)
                return 2
    except NotReleasable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def bump(wanted: str) -> None:
    """Write the version and its date where they are said. Raises NotReleasable."""
    if subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, check=True).stdout.strip():
        raise NotReleasable("There are changes that are not committed. Commit them, or put them away, first.")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    changelog = dated(CHANGELOG.read_text(encoding="utf-8"), wanted, today)
    project = PROJECT.read_text(encoding="utf-8")
    CHANGELOG.write_text(changelog, encoding="utf-8")
    PROJECT.write_text(re.sub(r'(?m)^version = "[^"]+"', f'version = "{wanted}"', project, count=1), encoding="utf-8")


def dated(changelog: str, wanted: str, today: str) -> str:
    """Give a version of the changelog its date. Raises NotReleasable where the changelog says nothing of it."""
    heading = f"## {wanted}, unreleased"
    if f"\n{heading}\n" not in changelog:
        raise NotReleasable(f'CHANGELOG.md has no part "{heading}".')
    notes(changelog, wanted)
    return changelog.replace(heading, f"## {wanted}, {today}")


def notes(changelog: str, of: str) -> str:
    """Return what the changelog says of a version. Raises NotReleasable where it says nothing."""
    found = re.search(rf"(?ms)^## {re.escape(of)}, [^\n]+\n(.*?)(?=^## |\Z)", changelog)
    if found is None or not re.search(r"(?m)^- ", found[1]):
        raise NotReleasable(f"CHANGELOG.md says nothing of {of}.")
    return found[1].strip()


def build() -> None:
    """Freeze, try, pack, try what was packed, and list the packages with their checksums."""
    notes(CHANGELOG.read_text(encoding="utf-8"), version())
    shutil.rmtree(RELEASE, ignore_errors=True)
    RELEASE.mkdir(parents=True)
    program = freeze(ROOT / "build", ROOT / "dist", sys.executable)
    smoke_test(program / ("pagelight.exe" if sys.platform == "win32" else "pagelight"))
    {"linux": _pack_linux, "win32": _pack_windows, "darwin": _pack_macos}[sys.platform](program)
    shutil.copy(program / "_internal" / "sbom.cdx.json", RELEASE / f"pagelight-{version()}-{sys.platform}.cdx.json")
    sums = []
    for path in sorted(RELEASE.iterdir()):
        sums.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
        print(f"{path.stat().st_size / 1e6:8.1f} MB  {sums[-1]}", end="")
    (RELEASE / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def smoke_test(program: Path) -> None:
    """Try a frozen program: it finds a sample page, runs the demo, and is as it was made. Raises NotReleasable."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PAGELIGHT_HOME": home, "HF_HUB_OFFLINE": "1", "QT_QPA_PLATFORM": "offscreen"}
        for arguments in (
            ["--self-check"],
            ["demo", "--no-window", "--out", str(Path(home) / "lit")],
            ["--version", "--verbose"],
        ):
            tried = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, timeout=600)
            if tried.returncode or "not as it was made" in tried.stdout or "(missing)" in tried.stdout:
                raise NotReleasable(f"{program} {' '.join(arguments)} failed:\n{tried.stdout}{tried.stderr}")


def _pack_linux(program: Path) -> None:
    from installer.linux_packages import APP_ID, make_deb, make_tar
    from installer.sizes import FILE, sizes

    packages = [make_deb(program, RELEASE), make_tar(program, RELEASE)]
    FILE.write_text(sizes(program, packages), encoding="utf-8")
    with tempfile.TemporaryDirectory() as unpacked:
        run("dpkg-deb", "--extract", packages[0], unpacked)
        share = Path(unpacked) / "usr" / "share"
        for checker, *arguments in (
            ("desktop-file-validate", share / "applications" / "pagelight.desktop"),
            ("appstreamcli", "validate", "--no-net", share / "metainfo" / f"{APP_ID}.metainfo.xml"),
            ("lintian", "--fail-on", "error,warning", packages[0]),
        ):
            if shutil.which(checker):
                run(checker, *arguments)
            else:
                print(f"{checker} is not here, so the package was not checked by it.")


def _pack_windows(program: Path) -> None:
    signing = os.environ.get("PAGELIGHT_SIGN_AS")
    sign = [
        "signtool",
        "sign",
        "/fd",
        "SHA256",
        "/tr",
        "http://timestamp.digicert.com",
        "/td",
        "SHA256",
        "/n",
        signing or "",
    ]
    if signing:
        run(*sign, program / "pagelight.exe")
    setup = RELEASE / f"pagelight-{version()}-setup.exe"
    given = {"VERSION": version(), "PROGRAM": program, "OUT": setup, "LICENCE": ROOT / "LICENSE"}
    given["ICON"] = ROOT / "build" / "icons" / "pagelight.ico"
    script = ROOT / "installer" / "windows" / "pagelight.nsi"
    run("makensis", "-V2", "-WX", *(f"-D{name}={value}" for name, value in given.items()), script)
    if signing:
        run(*sign, setup)
    shutil.make_archive(str(RELEASE / f"pagelight-{version()}-windows"), "zip", program.parent, program.name)


def _pack_macos(program: Path) -> None:
    run(ROOT / "installer" / "macos" / "make_dmg.sh")
    for dmg in program.parent.glob("*.dmg"):
        dmg.replace(RELEASE / dmg.name)


def run(*command: object) -> None:
    """Run a program, and end with what it says when it fails. Raises NotReleasable."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit_time())}
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise NotReleasable(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
