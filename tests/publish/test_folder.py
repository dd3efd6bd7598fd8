"""The month's folder: swapped in whole, whatever the system can do, and put right after an interruption."""

import errno
import os
from pathlib import Path

import pytest

from hotline_analysis.publish import folder as folders
from hotline_analysis.publish.folder import carry_over, recover, scratch_beside, swap_in


@pytest.fixture(params=["with renameat2", "without"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system with an atomic exchange of folders, and one without."""
    if request.param == "without":
        monkeypatch.setattr(folders, "_exchange", lambda one, other: False)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """The last good output: two files and a folder."""
    made = tmp_path / "outputs" / "2020-04"
    (made / "deep").mkdir(parents=True)
    (made / "old.txt").write_text("old")
    (made / "same.txt").write_text("old")
    (made / "deep" / "file.txt").write_text("deep")
    return made


def content(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_scratch_is_empty_hidden_and_beside(output: Path) -> None:
    scratch = scratch_beside(output)
    assert scratch.parent == output.parent and scratch.name.startswith(".2020-04.")
    (scratch / "left").write_text("over")
    assert list(scratch_beside(output).iterdir()) == []


def test_scratch_makes_the_folders_above(tmp_path: Path) -> None:
    assert scratch_beside(tmp_path / "a" / "b" / "2020-04").is_dir()


@pytest.mark.usefixtures("either")
def test_the_new_takes_the_place_of_the_old(output: Path) -> None:
    scratch = scratch_beside(output)
    (scratch / "new.txt").write_text("new")
    swap_in(scratch, output)
    assert content(output) == {"new.txt": "new"}
    assert names(output.parent) == ["2020-04"]


@pytest.mark.usefixtures("either")
def test_a_first_output_is_put_in_its_place(tmp_path: Path) -> None:
    target = tmp_path / "outputs" / "2020-04"
    scratch = scratch_beside(target)
    (scratch / "new.txt").write_text("new")
    swap_in(scratch, target)
    assert content(target) == {"new.txt": "new"} and names(target.parent) == ["2020-04"]


@pytest.mark.skipif(os.uname().sysname != "Linux" if hasattr(os, "uname") else True, reason="renameat2 is Linux's")
def test_linux_exchanges_in_one_step(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = scratch_beside(output)
    (scratch / "new.txt").write_text("new")
    renamed: list[Path] = []
    monkeypatch.setattr(Path, "rename", lambda self, target: renamed.append(self))
    swap_in(scratch, output)
    assert renamed == [] and content(output) == {"new.txt": "new"}


def test_another_system_does_not_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders.sys, "platform", "darwin")
    assert folders._exchange(tmp_path / "one", tmp_path / "other") is False


@pytest.mark.parametrize(("code", "refused"), [(errno.EINVAL, True), (errno.ENOSYS, True), (errno.EACCES, False)])
def test_a_file_system_may_refuse_to_exchange(
    code: int, refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Library:
        renameat2 = staticmethod(lambda *arguments: -1)

    monkeypatch.setattr(folders.sys, "platform", "linux")
    monkeypatch.setattr(folders.ctypes, "CDLL", lambda *arguments, **options: Library)
    monkeypatch.setattr(folders.ctypes, "get_errno", lambda: code)
    if refused:
        assert folders._exchange(tmp_path / "one", tmp_path / "other") is False
    else:
        with pytest.raises(PermissionError):
            folders._exchange(tmp_path / "one", tmp_path / "other")


def test_a_swap_interrupted_before_the_new_was_there_brings_back_the_old(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(output)
    monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    scratch = scratch_beside(output)
    rename = Path.rename

    def stopped(self: Path, target: Path) -> Path:
        if self == scratch:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", stopped)
        with pytest.raises(KeyboardInterrupt):
            swap_in(scratch, output)
    assert not output.exists()
    recover(output)
    assert content(output) == before
    recover(output)
    assert content(output) == before


def test_a_swap_interrupted_afterwards_keeps_the_new(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    scratch = scratch_beside(output)
    (scratch / "new.txt").write_text("new")
    with monkeypatch.context() as patch:
        patch.setattr(folders.shutil, "rmtree", lambda path, **options: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            swap_in(scratch, output)
    scratch_beside(output)
    assert content(output) == {"new.txt": "new"}
    assert [name for name in names(output.parent) if name.endswith(".last")] == []


def test_what_is_not_ones_own_is_carried_over(output: Path) -> None:
    scratch = scratch_beside(output)
    (scratch / "same.txt").write_text("new")
    carry_over(output, scratch, except_for={"old.txt"})
    assert content(scratch) == {"same.txt": "new", "deep/file.txt": "deep"}
    assert content(output)["same.txt"] == "old"


def test_nothing_is_carried_over_from_nowhere(tmp_path: Path) -> None:
    carry_over(tmp_path / "none", tmp_path, except_for=set())
    assert list(tmp_path.iterdir()) == []
