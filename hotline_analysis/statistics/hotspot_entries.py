"""The entries of hotspots.toml: what an analyst decided on hotspots, each checked, read and written."""

import re
import tomllib
import unicodedata
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from hotline_analysis.errors import NotesError
from hotline_analysis.ledger.toml_text import in_comment, listed, quoted
from hotline_analysis.ledger.values import identifier, plain

MOST = {"name": 40, "by": 40, "reason": 100}
"""Characters of a text at most: a name stands in a cell of a table."""
_ENTRY = re.compile(r"^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\]", re.MULTILINE)
_BREAKS = {"Cc", "Cs", "Zl", "Zp"}
"""Kinds of characters that break a line, steer a device, or cannot be saved."""

HEAD = """\
# 热点人工核定记录
#
# 在热点分析笔记本中所作的更名、合并、拆分、隐藏都追加在本文件末尾，也可以手工填写，以后各月自动套用。
# 热点一律用工单编号指明，即“该工单所在的热点”，重新聚类后仍然有效。写法如下（去掉行首的“# ”即可使用）：
#
# [[rename]]                          # 更名，也是确认：之后不再标“暂名”
# case = "工单编号"                   # 该热点中的任一工单
# name = "热点名称"                   # 不超过40字，不换行
# by = "核定人"                       # 可不填
# on = 2020-05-06                     # 核定日期，可不填，不加引号
#
# [[merge]]                           # 合并：所列工单所在的各热点合为一个
# cases = ["工单编号甲", "工单编号乙"]
#
# [[split]]                           # 拆分：所列工单及原热点中与之更相近的工单，另成一个热点
# cases = ["工单编号"]
#
# [[hide]]                            # 隐藏：不列入热点
# case = "工单编号"
# reason = "原因"                     # 不超过100字，不换行
#
# 合并、拆分按先后顺序逐条套用；同一热点多次更名的，以最后一次为准。撤销某一条，删去该条各行即可。
# 引号用英文半角引号，文件存为 UTF-8 编码。手工修改时，请勿同时在笔记本中操作。
"""
"""What a new file begins with: for the analyst, and true of what the functions below do."""


@dataclass(frozen=True)
class Rename:
    """The name that a person gave to the hotspot that holds `case`, which is thereby confirmed."""

    case: str
    name: str
    by: str = ""
    on: date | None = None
    line: int = field(default=0, compare=False)
    """Where it stands in hotspots.toml; 0 for a change that was not read from there."""


@dataclass(frozen=True)
class Merge:
    """The hotspots that hold `cases` are one."""

    cases: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Split:
    """`cases`, and what is more like them than like the rest of their hotspot, are a hotspot of their own."""

    cases: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Hide:
    """The hotspot that holds `case` is not to be listed, and why."""

    case: str
    reason: str
    line: int = field(default=0, compare=False)


Change = Rename | Merge | Split | Hide
KINDS: dict[str, type[Change]] = {"rename": Rename, "merge": Merge, "split": Split, "hide": Hide}


@dataclass(frozen=True)
class Memory:
    """All that was decided, each kind in the order of the file."""

    renames: tuple[Rename, ...] = ()
    merges: tuple[Merge, ...] = ()
    splits: tuple[Split, ...] = ()
    hides: tuple[Hide, ...] = ()


NOTHING = Memory()


def understood(data: bytes, path: Path) -> Memory:
    """What the content of hotspots.toml says; NotesError names `path` and the line of the first wrong entry."""
    try:
        text = data.decode("utf-8-sig")
        tables = tomllib.loads(text)
    except UnicodeDecodeError:
        raise NotesError(f"{path}: not UTF-8. Save it again with the encoding UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise NotesError(f"{path}: not TOML: {error}. Texts stand in straight quotes. Mend that line.") from None
    lines: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for entry in _ENTRY.finditer(text):
        lines.setdefault(entry[1], []).append(text.count("\n", 0, entry.start()) + 1)
    for kind, found in tables.items():
        if kind not in KINDS or not isinstance(found, list) or len(found) != len(lines[kind]):
            known = "]], [[".join(KINDS)
            raise NotesError(f"{path}: '{in_comment(kind)}' is no entry. Begin each with a line [[{known}]].")
    return Memory(*(tuple(_checked(kind, one, path, line) for one, line in
                          zip(tables.get(kind, ()), lines[kind], strict=True)) for kind in KINDS))  # fmt: skip


def normal(change: Change, path: Path) -> Change:
    """`change` as it will be read from `path`: numbers as in the ledger, no blanks around texts; else NotesError."""
    kind = next(kind for kind, of in KINDS.items() if isinstance(change, of))
    values = {name: getattr(change, name) for name in _keys(kind)}
    entry = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    found: Change = _checked(kind, entry, path)
    return found


def _keys(kind: str) -> dict[str, bool]:
    """The keys of an entry, and whether each must be there."""
    return {one.name: one.default is MISSING for one in fields(KINDS[kind]) if one.name != "line"}


def _checked(kind: str, entry: dict[str, Any], path: Path, line: int = 0) -> Any:
    """The change that an entry tells; an optional key may be left blank."""
    where, known = f"{path}, {f'line {line}' if line else 'new'}, [[{kind}]]", _keys(kind)
    if strange := [key for key in entry if key not in known]:
        raise NotesError(f"{where}: unknown key '{in_comment(strange[0])}'. Use {', '.join(known)}.")
    if lacking := [key for key, is_needed in known.items() if is_needed and key not in entry]:
        raise NotesError(f"{where}: it lacks {lacking[0]}. Add a line {lacking[0]} = … to it.")
    filled = {key: value for key, value in entry.items() if known[key] or value not in ("", None)}
    values = {key: _value(key, value, f"{where}, {key}: '{in_comment(str(value))}'") for key, value in filled.items()}
    if kind == "merge" and len(values["cases"]) == 1:
        raise NotesError(f"{where}, cases: '{values['cases'][0]}' is one case. Name one of each hotspot to be joined.")
    return KINDS[kind](**values, line=line)


def _value(key: str, value: Any, where: str) -> Any:
    if key == "on":
        if type(value) is not date:
            raise NotesError(f"{where} is no date. Write it like 2020-05-06, without quotation marks.")
        return value
    if key != "cases":
        return _text(key, value, where)
    if not isinstance(value, list) or not value:
        raise NotesError(f'{where} is no list of cases. Write their numbers like ["A1", "A2"].')
    numbers = tuple(_text("case", one, where) for one in value)
    if len(set(numbers)) < len(numbers):
        raise NotesError(f"{where} names a case twice. Name each case once.")
    return numbers


def _text(key: str, value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise NotesError(f'{where} is no text. Write it in quotation marks, {key} = "…".')
    whole = not _BREAKS & set(map(unicodedata.category, value))
    if key == "case":
        if not whole or not (number := identifier(value)):
            raise NotesError(f"{where} is no case number. Copy it from the ledger.")
        return number
    if not whole or not plain(value) or len(value.strip()) > MOST[key]:
        raise NotesError(f"{where} is blank, too long or not in one line. Write 1 to {MOST[key]} characters.")
    return value.strip()


def written(change: Change) -> str:
    r"""The entry that `change` is in the file.

    >>> print(written(Rename("A1", '甲镇"断头路"问题', on=date(2020, 5, 6))), end="")
    [[rename]]
    case = "A1"
    name = "甲镇\"断头路\"问题"
    on = 2020-05-06
    """
    kind = next(kind for kind, of in KINDS.items() if isinstance(change, of))
    values = {name: value for name in _keys(kind) if (value := getattr(change, name))}
    return f"[[{kind}]]\n" + "".join(f"{name} = {_toml(value)}\n" for name, value in values.items())


def _toml(value: str | tuple[str, ...] | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return quoted(value) if isinstance(value, str) else listed(value)
