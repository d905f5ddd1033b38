"""The recipes for packages, as far as they can be checked without making one."""

from __future__ import annotations

import configparser
import plistlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from app.cli.parser import COMMANDS, parse
from indexer.files import SUFFIXES
from installer import man, release
from installer.freeze import constraints, version
from installer.windows.version_info import version_info

ROOT = Path(__file__).parents[2]
INSTALLER = ROOT / "installer"
MEDIA_TYPES = {
    "application/pdf": {".pdf"},
    "image/png": {".png"},
    "image/jpeg": {".jpg", ".jpeg", ".jpe"},
    "image/webp": {".webp"},
    "image/tiff": {".tif", ".tiff"},
    "image/bmp": {".bmp"},
    "image/gif": {".gif"},
}


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not here.")


def suffixes_of(types: Iterable[str]) -> set[str]:
    return {suffix for name in types if name != "inode/directory" for suffix in MEDIA_TYPES[name]}


@pytest.fixture
def desktop() -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(INSTALLER / "linux" / "pagelight.desktop", encoding="utf-8")
    return read


@pytest.fixture
def metainfo(tmp_path: Path) -> Path:
    template = INSTALLER / "linux" / "org.pagelight.Pagelight.metainfo.xml"
    filled = template.read_text(encoding="utf-8").replace("@VERSION@", "1.2.3").replace("@DATE@", "2026-11-21")
    (tmp_path / template.name).write_text(filled, encoding="utf-8")
    return tmp_path / template.name


def test_the_menu_entry_offers_what_the_program_reads_and_folders(desktop: configparser.ConfigParser) -> None:
    types = desktop["Desktop Entry"]["MimeType"].rstrip(";").split(";")
    assert "inode/directory" in types
    assert suffixes_of(types) == SUFFIXES
    assert all(parse(desktop[part]["Exec"].replace("%F", "").split()[1:]) for part in desktop.sections())


def test_the_metadata_offer_the_same_and_name_the_menu_entry(
    desktop: configparser.ConfigParser, metainfo: Path
) -> None:
    read = ElementTree.parse(metainfo).getroot()
    types = {element.text or "" for element in read.iter("mediatype")}
    assert types == set(desktop["Desktop Entry"]["MimeType"].rstrip(";").split(";"))
    assert [element.text for element in read.iter("launchable")] == ["pagelight.desktop"]
    assert read.findtext("id") == metainfo.name.removesuffix(".metainfo.xml")


@needs("desktop-file-validate")
def test_the_menu_entry_is_valid() -> None:
    subprocess.run(["desktop-file-validate", INSTALLER / "linux" / "pagelight.desktop"], check=True)


@needs("appstreamcli")
def test_the_metadata_are_valid(metainfo: Path) -> None:
    subprocess.run(["appstreamcli", "validate", "--no-net", metainfo], check=True)


def test_the_manual_page_tells_every_command() -> None:
    page = man.page()
    assert all(f".SS pagelight {command}" in page for command in COMMANDS)
    assert not re.search(r"(?m)^'", page)


@needs("man")
def test_the_manual_page_is_shown_without_complaint(tmp_path: Path) -> None:
    (tmp_path / "pagelight.1").write_text(man.page(), encoding="utf-8")
    command = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(tmp_path / "pagelight.1")]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="These are for a shell.")
def test_a_portable_folder_starts_where_it_lies_and_keeps_its_data_if_asked(tmp_path: Path) -> None:
    folder = tmp_path / "a folder's $name"
    (folder / "program").mkdir(parents=True)
    shutil.copy(INSTALLER / "linux" / "launcher", folder / "pagelight")
    program = folder / "program" / "pagelight"
    program.write_text('#!/bin/sh\necho "$PAGELIGHT_HOME" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "link").symlink_to(folder / "pagelight")

    def started() -> str:
        command, environment = [str(tmp_path / "link"), "search", "two words"], {"PATH": "/usr/bin:/bin"}
        return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    assert started() == "search two words"
    (folder / "data").mkdir()
    assert started() == f"{folder}/data search two words"


@pytest.mark.skipif(sys.platform == "win32", reason="These are for a shell.")
def test_a_portable_folder_is_put_into_the_menu_and_taken_out(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    (folder / "share" / "applications").mkdir(parents=True)
    (folder / "share" / "icons" / "hicolor" / "16x16" / "apps").mkdir(parents=True)
    (folder / "share" / "icons" / "hicolor" / "16x16" / "apps" / "pagelight.png").touch()
    shutil.copy(INSTALLER / "linux" / "pagelight.desktop", folder / "share" / "applications")
    shutil.copy(INSTALLER / "linux" / "menu-entry", folder)
    home = tmp_path / "home"
    environment = {"PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(home)}
    subprocess.run([folder / "menu-entry"], env=environment, check=True)
    entry = (home / "applications" / "pagelight.desktop").read_text(encoding="utf-8")
    assert f'Exec="{folder}/pagelight" gui %F\n' in entry
    assert "TryExec" not in entry
    if checker := shutil.which("desktop-file-validate"):
        subprocess.run([checker, home / "applications" / "pagelight.desktop"], check=True)
    subprocess.run([folder / "menu-entry", "--remove"], env=environment, check=True)
    assert not list(home.rglob("pagelight*"))


def test_the_property_lists_parse_and_offer_what_the_program_reads() -> None:
    with (INSTALLER / "macos" / "Info.plist").open("rb") as file:
        info = plistlib.load(file)
    kinds = [kind for types in info["CFBundleDocumentTypes"] for kind in types["LSItemContentTypes"]]
    # One for each kind of file, and folders.
    assert len(kinds) == len(set(kinds)) == len(MEDIA_TYPES) + 1
    assert all(types["LSHandlerRank"] == "Alternate" for types in info["CFBundleDocumentTypes"])
    with (INSTALLER / "macos" / "entitlements.plist").open("rb") as file:
        assert all(value is True for value in plistlib.load(file).values())


def test_the_windows_manifest_parses_and_allows_long_paths() -> None:
    read = ElementTree.parse(INSTALLER / "windows" / "pagelight.manifest").getroot()
    told = {element.tag.rpartition("}")[2]: element.text for element in read.iter()}
    assert (told["longPathAware"], told["activeCodePage"], told["dpiAwareness"]) == ("true", "UTF-8", "PerMonitorV2")
    assert "(1, 2, 3, 0)" in version_info("1.2.3")


def test_windows_is_offered_what_the_program_reads() -> None:
    script = (INSTALLER / "windows" / "pagelight.nsi").read_text(encoding="utf-8")
    assert set(re.findall(r'(?m)^  !insertmacro SUPPORTS "([.]\w+)"$', script)) == SUFFIXES


def test_windows_deletes_nothing_but_what_was_installed_there() -> None:
    script = (INSTALLER / "windows" / "pagelight.nsi").read_text(encoding="utf-8")
    deleted = re.findall(r'(?m)^  RMDir /r "([^"]+)"$', script)
    ours = {r"$INSTDIR\_internal", r"$LOCALAPPDATA\Pagelight\addons", r"$LOCALAPPDATA\Pagelight"}
    assert set(deleted) == ours
    # The library goes last, after the question, and not when nobody can answer it.
    assert script.index("/SD IDNO IDNO keep") < script.index(r'RMDir /r "$LOCALAPPDATA\Pagelight"' + "\n")


@needs("makensis")
def test_the_installer_for_windows_compiles(tmp_path: Path) -> None:
    program = tmp_path / "a program"
    (program / "_internal").mkdir(parents=True)
    for name in ("pagelight.exe", "_internal/library.dll"):
        (program / name).write_bytes(b"stand-in")
    out = tmp_path / "pagelight-1.2.3-setup.exe"
    given = {"VERSION": "1.2.3", "PROGRAM": program, "OUT": out, "LICENCE": ROOT / "LICENSE"}
    defined = [f"-D{name}={value}" for name, value in given.items()]
    subprocess.run(["makensis", "-V1", "-WX", *defined, INSTALLER / "windows" / "pagelight.nsi"], check=True)
    assert out.read_bytes()[:2] == b"MZ"


@pytest.mark.parametrize("script", ["linux/launcher", "linux/menu-entry", "macos/make_dmg.sh", "try_linux.sh"])
@needs("bash")
def test_the_shell_scripts_parse_and_may_be_run(script: str) -> None:
    subprocess.run(["bash", "-n", INSTALLER / script], check=True)
    assert sys.platform == "win32" or (INSTALLER / script).stat().st_mode & 0o100


def test_the_release_workflow_parses_and_builds_on_all_three_systems() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    jobs = workflow["jobs"]
    assert set(jobs) == {"linux", "windows", "macos", "draft"}
    for system in ("linux", "windows", "macos"):
        assert any("installer/release.py build" in step.get("run", "") for step in jobs[system]["steps"])
    assert jobs["draft"]["needs"] == ["linux", "windows", "macos"]


def test_names_do_not_differ_by_case_alone() -> None:
    # Where a system takes them for one, a checkout or a package would lack a file.
    folders = [ROOT / name for name in ("app", "assets", "indexer", "installer", "tests", "ui")]
    names = [path.relative_to(ROOT).as_posix() for folder in folders for path in folder.rglob("*")]
    names = [name for name in names if "__pycache__" not in name]
    assert len({name.casefold() for name in names}) == len(names)
    reserved = re.compile(r'(^|/)(con|prn|aux|nul|com\d|lpt\d)([.][^/]*)?(/|$)|[<>:"|?*\\]|[ .](/|$)', re.IGNORECASE)
    assert not [name for name in names if reserved.search(name)]


CHANGELOG = "# Changelog\n\n## 0.2.0, unreleased\n\n- New.\n\n## 0.1.0, 2026-01-01\n\n- First.\n"


def test_a_release_needs_a_part_of_the_changelog() -> None:
    assert release.dated(CHANGELOG, "0.2.0", "2026-11-21").count("## 0.2.0, 2026-11-21\n") == 1
    assert release.notes(CHANGELOG, "0.2.0") == "- New."
    assert release.notes(CHANGELOG, "0.1.0") == "- First."
    for changelog, wanted in ((CHANGELOG, "0.3.0"), (CHANGELOG, "0.1.0"), (CHANGELOG.replace("- New.\n", ""), "0.2.0")):
        with pytest.raises(release.NotReleasable):
            release.dated(changelog, wanted, "2026-11-21")


def test_the_changelog_says_something_of_this_version() -> None:
    assert release.notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version())


def test_add_ons_are_kept_to_the_versions_that_were_tested() -> None:
    names = {line.partition("==")[0] for line in constraints()}
    assert {"torch", "transformers", "colpali-engine", "open-clip-torch", "numpy"} <= names
