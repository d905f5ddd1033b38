"""Makes a .deb and a portable .tar.xz of the frozen folder.

python installer/linux_packages.py [--program dist/pagelight] [--out dist] [--only deb|tar]

The .deb leaves the system's libraries to the system and depends on them; the tarball brings them. Both are made on the
oldest Debian that they are to run on.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer.freeze import ROOT, commit_time, version
from installer.man import page

LINUX = ROOT / "installer" / "linux"
APP_ID = "org.pagelight.Pagelight"
MAINTAINER = "The Pagelight authors <pagelight@users.noreply.github.com>"
PNG_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
DESCRIPTION = """\
finds pages by what they look like
 Pagelight finds pages in your PDFs and pictures and lights up the part that
 answers. You drop in a folder, type what you remember of a page, or a picture,
 and see the page itself. Scans are found too.
 .
 Everything runs on your own machine. Nothing of yours is sent anywhere."""
# What PyInstaller never takes along, because it has to fit the machine's own, and something to write with.
ALSO_NEEDS = (
    "libegl1",
    "libgl1",
    "libopengl0",
    "fonts-dejavu-core | fonts-freefont-ttf | fonts-liberation | fonts-noto-core",
)


def main() -> None:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=ROOT / "dist" / "pagelight")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--only", choices=("deb", "tar"))
    parser.add_argument("--quick", action="store_true", help="pack quickly and larger, to try it")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for kind, make in (("deb", make_deb), ("tar", make_tar)):
        if arguments.only in (None, kind):
            print(make(arguments.program.resolve(), arguments.out.resolve(), arguments.quick))


def make_deb(program: Path, out: Path, is_quick: bool = False) -> Path:
    """Make the .deb and return its path. is_quick: packed quickly and larger, to try it."""
    architecture = _told("dpkg", "--print-architecture")
    with tempfile.TemporaryDirectory(dir=out) as made:
        root = Path(made) / "pagelight"
        installed = root / "usr" / "lib" / "pagelight"
        shutil.copytree(program, installed, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        theirs = leave_to_the_system(installed)
        (root / "usr" / "bin").mkdir()
        (root / "usr" / "bin" / "pagelight").symlink_to("../lib/pagelight/pagelight")
        share = root / "usr" / "share"
        put_shared(share, program)
        (share / "doc" / "pagelight").mkdir(parents=True)
        shutil.copy(LINUX / "copyright", share / "doc" / "pagelight")
        _gzip(share / "doc" / "pagelight" / "changelog.gz", debian_changelog())
        (share / "lintian" / "overrides").mkdir(parents=True)
        shutil.copy(LINUX / "lintian-overrides", share / "lintian" / "overrides" / "pagelight")
        _set_modes(root)
        size_kb = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
        control = {
            "Package": "pagelight",
            "Version": version(),
            "Architecture": architecture,
            "Maintainer": MAINTAINER,
            "Installed-Size": str(size_kb),
            "Depends": ", ".join([f"libc6 (>= {platform.libc_ver()[1]})", *sorted(theirs), *ALSO_NEEDS]),
            "Suggests": "tesseract-ocr",
            "Section": "text",
            "Priority": "optional",
            "Description": DESCRIPTION,
        }
        (root / "DEBIAN").mkdir()
        told = "".join(f"{name}: {value}\n" for name, value in control.items())
        (root / "DEBIAN" / "control").write_text(told, encoding="utf-8")
        sums = [
            f"{_md5(path)}  {path.relative_to(root).as_posix()}\n"
            for path in sorted(root.rglob("*"))
            if path.is_file() and not path.is_symlink() and "DEBIAN" not in path.parts
        ]
        (root / "DEBIAN" / "md5sums").write_text("".join(sums), encoding="utf-8")
        deb = out / f"pagelight_{version()}_{architecture}.deb"
        # One thread, so that the same files always give the same bytes.
        packing = [*(["-Zzstd", "-z1"] if is_quick else ["-Zxz", "-z9"]), "--threads-max=1", "--root-owner-group"]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit_time())}
        subprocess.run(["dpkg-deb", *packing, "--build", root, deb], check=True, env=environment, stdout=sys.stderr)
    return deb


def make_tar(program: Path, out: Path, is_quick: bool = False) -> Path:
    """Make the portable archive and return its path. is_quick: packed quickly and larger, to try it."""
    name = f"pagelight-{version()}-linux-{platform.machine()}"
    with tempfile.TemporaryDirectory(dir=out) as made:
        root = Path(made) / name
        shutil.copytree(program, root / "program", symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        put_shared(root / "share", program)
        readme = (LINUX / "README.txt").read_text(encoding="utf-8").replace("@VERSION@", version())
        (root / "README.txt").write_text(readme, encoding="utf-8")
        shutil.copy(LINUX / "launcher", root / "pagelight")
        shutil.copy(LINUX / "menu-entry", root / "menu-entry")
        _set_modes(root)
        tar = out / f"{name}.tar.xz"
        same = ["--sort=name", f"--mtime=@{commit_time()}", "--owner=0", "--group=0", "--numeric-owner"]
        # Told that these are programs, xz saves a twelfth. One thread, so that the same files give the same bytes.
        told = f"{'--x86 ' if platform.machine() == 'x86_64' else ''}--lzma2=preset={0 if is_quick else 9} -T1"
        packed = ["tar", *same, f"--use-compress-program=xz {told}", "-cf", str(tar), "-C", made, name]
        subprocess.run(packed, check=True)
    return tar


def leave_to_the_system(program: Path) -> set[str]:
    """Remove the system's libraries from a frozen folder, and from what it says of itself; returns their packages."""
    inside = program / "_internal"
    listed = inside / "sbom.cdx.json"
    document = json.loads(listed.read_text(encoding="utf-8"))
    theirs = {part["name"] for part in document["components"] if part.get("purl", "").startswith("pkg:deb/")}
    gone = set()
    for part in document["components"]:
        owner = [one["value"] for one in part.get("properties", ()) if one["name"] == "pagelight:owner"]
        if part["type"] == "file" and theirs.intersection(owner):
            (program / part["name"]).unlink()
            gone.add(part["bom-ref"])
        elif part.get("purl", "").startswith("pkg:deb/"):
            gone.add(part["bom-ref"])
    document["components"] = [part for part in document["components"] if part["bom-ref"] not in gone]
    for dependency in document["dependencies"]:
        dependency["dependsOn"] = [ref for ref in dependency["dependsOn"] if ref not in gone]
    listed.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(inside / "licenses" / "system", ignore_errors=True)
    (inside / "licenses" / "SYSTEM_LIBRARIES.md").unlink(missing_ok=True)
    for path in sorted(inside.iterdir()):
        if path.is_symlink() and not path.exists():
            path.unlink()
    return theirs


def put_shared(share: Path, program: Path) -> None:
    """Put the menu entry, the metadata, the icons and the manual page into a share folder."""
    for name in ("applications", "metainfo", "man/man1"):
        (share / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(LINUX / "pagelight.desktop", share / "applications")
    date = datetime.datetime.fromtimestamp(commit_time(), datetime.UTC).date()
    metainfo = (LINUX / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    metainfo = metainfo.replace("@VERSION@", version()).replace("@DATE@", str(date))
    (share / "metainfo" / f"{APP_ID}.metainfo.xml").write_text(metainfo, encoding="utf-8")
    icons = ROOT / "build" / "icons"
    for size in PNG_SIZES:
        folder = share / "icons" / "hicolor" / f"{size}x{size}" / "apps"
        folder.mkdir(parents=True)
        shutil.copy(icons / f"pagelight-{size}.png", folder / "pagelight.png")
    scalable = share / "icons" / "hicolor" / "scalable" / "apps"
    scalable.mkdir(parents=True)
    shutil.copy(icons / "pagelight.svg", scalable)
    _gzip(share / "man" / "man1" / "pagelight.1.gz", page())


def debian_changelog() -> str:
    """Compose Debian's changelog: where the real one is, and when this package was made."""
    made = format_datetime(datetime.datetime.fromtimestamp(commit_time(), datetime.UTC))
    return (
        f"pagelight ({version()}) stable; urgency=medium\n\n  * What is new is said in CHANGELOG.md of the source.\n\n"
        f" -- {MAINTAINER}  {made}\n"
    )


def _set_modes(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_symlink():
            continue
        # Libraries need not be executable; programs and scripts at the top do.
        is_program = path.is_dir() or (path.name in {"pagelight", "menu-entry"} and "overrides" not in path.parts)
        path.chmod(0o755 if is_program else 0o644)


def _gzip(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _md5(path: Path) -> str:
    import hashlib

    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def _told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
