"""The first files of a county: a commented profile, and folders for its ledger and its notes."""

import re
from importlib.resources import files
from pathlib import Path

from hotline_analysis.errors import InputError


def begin_county(name: str, data: Path) -> Path:
    """Make `data`/`name` with a profile to fill in; returns that folder; InputError where it already has one."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        raise InputError(
            f"'{name}' cannot name a county's folder: use small Latin letters, digits, - and _, for example zhengning."
        )
    folder = data / name
    if (folder / "profile.toml").exists():
        raise InputError(f"{folder / 'profile.toml'} is already there. Edit it, or choose another name.")
    (folder / "notes").mkdir(parents=True, exist_ok=True)
    templates = files("hotline_analysis.ledger").joinpath("templates")
    for source, target in (("profile.toml", folder / "profile.toml"), ("notes.md", folder / "notes" / "YYYY-MM.md")):
        target.write_text(templates.joinpath(source).read_text(encoding="utf-8"), encoding="utf-8")
    return folder
