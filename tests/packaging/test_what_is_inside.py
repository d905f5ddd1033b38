"""What a package says of itself: who wrote what is in it, and with which checksum it was made."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from app import versions
from installer import linux_packages
from installer.contents import Contents, SystemPackage, contents
from installer.freeze import ROOT
from installer.notices import notices_of_package
from installer.sbom import sbom
from installer.sizes import sizes

NUMPY = importlib.metadata.distribution("numpy")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a frozen folder of a few files."""
    folder = tmp_path / "pagelight"
    files = {
        "pagelight": "the program",
        "_internal/build.json": json.dumps({"version": "1.2.3", "commit": "abc", "time": 0}),
        "_internal/assets/builtin/page.onnx": "a model",
        "_internal/numpy/core.so": "a library",
        "_internal/libX11.so.6": "the system's",
        "_internal/source/app/main.py": "code",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def inside() -> Contents:
    owners = {"numpy/core.so": "numpy", "libX11.so.6": "libx11-6"}
    return Contents((NUMPY,), (SystemPackage("libx11-6", "2:1.8"),), owners)


def written(inside: Contents, program: Path) -> dict[str, Any]:
    document = sbom(inside, program)
    (program / "_internal" / versions.LIST).write_text(json.dumps(document), encoding="utf-8")
    return document


def test_the_list_names_each_part_once_and_its_terms(inside: Contents, program: Path) -> None:
    document = sbom(inside, program)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", document["serialNumber"])
    parts = {part["bom-ref"]: part for part in document["components"]}
    assert len(parts) == len(document["components"])
    assert parts[f"pkg:pypi/numpy@{NUMPY.version}"]["licenses"]
    assert set(document["dependencies"][0]["dependsOn"]) <= parts.keys()
    assert document == sbom(inside, program)


def test_the_list_holds_the_checksum_of_every_library_and_model(inside: Contents, program: Path) -> None:
    files = {part["name"]: part for part in sbom(inside, program)["components"] if part["type"] == "file"}
    names = {"pagelight", "_internal/assets/builtin/page.onnx", "_internal/numpy/core.so", "_internal/libX11.so.6"}
    assert files.keys() == names
    for name, part in files.items():
        expected = hashlib.sha256((program / name).read_bytes()).hexdigest()
        assert part["hashes"] == [{"alg": "SHA-256", "content": expected}]


def test_the_program_says_which_of_its_files_are_not_as_they_were_made(
    inside: Contents, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(inside, program)
    monkeypatch.setattr(sys, "_MEIPASS", str(program / "_internal"), raising=False)
    said = list(versions.lines())
    assert "commit abc" in said and f"numpy {NUMPY.version}" in said
    assert not [line for line in said if line.endswith(")") and "/" in line]
    (program / "_internal" / "numpy" / "core.so").write_text("another", encoding="utf-8")
    (program / "_internal" / "assets" / "builtin" / "page.onnx").unlink()
    harmed = [line.split("  ")[1:] for line in versions.lines() if "(" in line and "/" in line]
    assert ["_internal/numpy/core.so", "(not as it was made)"] in harmed
    assert any(line.startswith("(missing)  _internal/assets/builtin/page.onnx") for line in versions.lines())


def test_what_is_left_to_the_system_leaves_the_list_too(inside: Contents, program: Path) -> None:
    written(inside, program)
    assert linux_packages.leave_to_the_system(program) == {"libx11-6"}
    assert not (program / "_internal" / "libX11.so.6").exists()
    document = json.loads((program / "_internal" / versions.LIST).read_text(encoding="utf-8"))
    assert not [part for part in document["components"] if "X11" in part["name"] or "libx11" in part["name"]]
    assert document["dependencies"][0]["dependsOn"] == [f"pkg:pypi/numpy@{NUMPY.version}", "python"]
    assert (program / "_internal" / "numpy" / "core.so").exists()


def test_what_pyinstaller_took_is_told_by_whom_it_is(tmp_path: Path) -> None:
    library = next(file for file in NUMPY.files or () if file.name.startswith("_multiarray_umath"))
    module = next(file for file in importlib.metadata.distribution("rich").files or () if file.name == "table.py")
    terms = next(file for file in importlib.metadata.distribution("psutil").files or () if file.name == "METADATA")
    (tmp_path / "PYZ-00.toc").write_text(
        repr(("PYZ", [("rich.table", str(module.locate()), "PYMODULE"), ("app", str(ROOT / "app"), "PYMODULE")]))
    )
    collected = [("numpy/x.so", str(library.locate()), "EXTENSION"), ("psutil/METADATA", str(terms.locate()), "DATA")]
    (tmp_path / "COLLECT-00.toc").write_text(repr((collected,)))
    inside = contents(tmp_path)
    assert [one.name for one in inside.distributions] == ["numpy", "rich"]
    assert inside.owners == {"numpy/x.so": "numpy", "psutil/METADATA": "psutil"}
    notices_of_package(tmp_path, tmp_path / "licenses" / "NOTICES.md")
    told = (tmp_path / "licenses" / "NOTICES.md").read_text(encoding="utf-8")
    assert "| numpy |" in told and "| psutil |" not in told


def test_every_byte_is_somebodys(program: Path, tmp_path: Path) -> None:
    (tmp_path / "x.tar.xz").write_bytes(b"packed")
    told = sizes(program, [tmp_path / "x.tar.xz"])
    assert "| **all** | **0.0** |" in told
    assert "`x.tar.xz`: 0.0 MB, 160.0 MB below" in told
