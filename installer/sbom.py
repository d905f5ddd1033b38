"""Writes what a frozen program is made of, as a CycloneDX 1.6 document in JSON.

python installer/sbom.py TOC PROGRAM FILE

TOC is PyInstaller's working folder, PROGRAM the frozen folder. The document lists the Python packages, the libraries of
the system, the interpreter, and every library, model and sample with its SHA-256, which the program prints when asked
for `--version --verbose`.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import uuid
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer.contents import Contents, contents
from installer.notices import licence

Component: TypeAlias = dict[str, Any]


def sbom(inside: Contents, program: Path) -> dict[str, Any]:
    """Compose the document. Its serial number follows from what is in it, so that equal programs have equal ones."""
    about = json.loads((program / "_internal" / "build.json").read_text(encoding="utf-8"))
    parts = [
        *map(_of_distribution, inside.distributions),
        *(_of_system(one.name, one.version) for one in inside.system),
    ]
    parts.append(
        {
            "type": "platform",
            "bom-ref": "python",
            "name": "CPython",
            "version": platform.python_version(),
            "licenses": [{"license": {"id": "PSF-2.0"}}],
            "purl": f"pkg:generic/cpython@{platform.python_version()}",
        }
    )
    files = [_of_file(path, program, inside.owners) for path in sorted(program.rglob("*")) if _is_listed(path)]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([parts, files], sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "pagelight",
                "name": "Pagelight",
                "version": about["version"],
                "licenses": [{"license": {"id": "AGPL-3.0-or-later"}}],
                "properties": [
                    {"name": "pagelight:commit", "value": about["commit"]},
                    {"name": "pagelight:system", "value": f"{platform.system()} {platform.machine()}"},
                ],
            }
        },
        "components": parts + files,
        "dependencies": [{"ref": "pagelight", "dependsOn": sorted(part["bom-ref"] for part in parts)}],
    }


def _of_distribution(distribution: Distribution) -> Component:
    purl = f"pkg:pypi/{distribution.name.lower().replace('_', '-')}@{distribution.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": distribution.name,
        "version": distribution.version,
        # What a package says of its terms is not always an SPDX expression.
        "licenses": [{"license": {"name": licence(distribution)}}],
        "purl": purl,
    }


def _of_system(name: str, version: str) -> Component:
    purl = f"pkg:deb/debian/{name}@{version}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def _is_listed(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return (
        ".so" in path.name
        or path.suffix in {".dll", ".dylib", ".exe", ".onnx", ".npz", ".pyd"}
        or ("assets" in path.parts or path.stem in {"pagelight", "base_library"})
    )


def _of_file(path: Path, program: Path, owners: dict[str, str]) -> Component:
    name = path.relative_to(program).as_posix()
    component: Component = {
        "type": "file",
        "bom-ref": f"file:{name}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
    }
    if owner := owners.get(name.removeprefix("_internal/")):
        component["properties"] = [{"name": "pagelight:owner", "value": owner}]
    return component


if __name__ == "__main__":
    toc, program, file = map(Path, sys.argv[1:])
    document = sbom(contents(toc), program)
    file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
