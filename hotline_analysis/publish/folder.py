"""A month's output folder: written beside, swapped in whole, so that a reader never sees half a report."""

import ctypes
import errno
import os
import shutil
import sys
import time
from pathlib import Path

EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
AT_FDCWD = -100


def scratch_beside(folder: Path) -> Path:
    """A new, empty, hidden folder beside `folder`, on the same file system, for the run to write into."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    recover(folder)
    _sweep(folder)
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    return scratch


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed left beside `folder`; a day old, so that no running one is meant."""
    for left in folder.parent.glob(f".{folder.name}.[0-9]*"):
        if left.stat().st_mtime < time.time() - 86_400:
            shutil.rmtree(left, ignore_errors=True)


def recover(folder: Path) -> None:
    """Put back the last good output where a swap without an atomic exchange was interrupted."""
    aside = _aside(folder)
    if aside.exists():
        if folder.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(folder)


def swap_in(scratch: Path, folder: Path) -> None:
    """Make `scratch` the content of `folder`; what was there before is removed afterwards."""
    if not folder.exists():
        scratch.rename(folder)
        return
    if _exchange(scratch, folder):
        shutil.rmtree(scratch)
        return
    aside = _aside(folder)
    folder.rename(aside)
    scratch.rename(folder)
    shutil.rmtree(aside)


def carry_over(folder: Path, scratch: Path, *, except_for: set[str]) -> None:
    """Bring the other notebooks' files of `folder` along; what `scratch` already holds wins."""
    if not folder.exists():
        return
    for old in folder.iterdir():
        new = scratch / old.name
        if old.name not in except_for and not new.exists():
            (shutil.copytree if old.is_dir() else shutil.copy2)(old, new)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.last")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system has no such call or the file system refuses it."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(one))
