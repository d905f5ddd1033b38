"""What Windows shows of the program under "Details"."""

from __future__ import annotations


def version_info(version: str) -> str:
    """Compose PyInstaller's description of a version such as "0.1.0"."""
    numbers = tuple(int(part) for part in [*version.split("."), "0"][:4])
    numbers += (0,) * (4 - len(numbers))
    told = {
        "CompanyName": "The Pagelight authors",
        "FileDescription": "Pagelight",
        "FileVersion": version,
        "InternalName": "pagelight",
        "LegalCopyright": "AGPL 3.0 or later",
        "OriginalFilename": "pagelight.exe",
        "ProductName": "Pagelight",
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in told.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004,"
        " fileType=1, subtype=0, date=(0, 0)),\n"
        f"    kids=[StringFileInfo([StringTable('040904B0', [{strings}])]),\n"
        "    VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )
