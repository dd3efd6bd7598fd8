"""What was found out about a ledger -> the text of its profile, with a Chinese comment beside every guess."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from hotline_analysis.ledger.address import is_address
from hotline_analysis.ledger.columns import CALLS, CASES, VOCABULARIES, Column
from hotline_analysis.ledger.guesses import Guess, Guesses, Missing
from hotline_analysis.ledger.own_words import Word, Words
from hotline_analysis.ledger.table_guesses import TableGuess
from hotline_analysis.ledger.toml_text import beside, in_comment, listed, quoted
from hotline_analysis.ledger.unit_guesses import KindGuess
from hotline_analysis.ledger.unit_text import kind_text
from hotline_analysis.ledger.word_guesses import NO, YES

COUNTY = "某县"
FILL_IN = "请填写"
MOST_WORDS = 60
"""Words of a column that are written out; rarer ones are counted only."""


@dataclass(frozen=True, eq=False)
class Drafted:
    """What was found out; `cases` or `calls` may be missing, not both. Files are named as seen from the profile."""

    source: str
    cases: TableGuess | None
    calls: TableGuess | None
    case_files: tuple[str, ...]
    call_files: tuple[str, ...]
    aside: tuple[str, ...]
    county: str
    kinds: tuple[KindGuess, ...]
    words: Words

    @property
    def open_words(self) -> int:
        """Words that a person has to decide."""
        return sum(not word.meaning.sure for words in self.words.by_column.values() for word in words)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What would make every figure wrong, in words for the terminal."""
        tables = [table for table in (self.cases, self.calls) if table]
        orders = [f"{format} or {rival}" for table in tables for format, rival in table.formats.rivals]
        no_cases = [] if self.cases else ["the cases themselves; draft them from their own ledger"]
        return (*orders, *no_cases)


def draft_text(drafted: Drafted) -> str:
    """The whole profile."""
    parts = [
        _head(drafted),
        [_county(_template("[document]", "[ledger]"), drafted.county)],
        _ledger(drafted),
        _calls(drafted),
        [_limit(drafted)],
        *(kind_text(kind, drafted.county or COUNTY) for kind in drafted.kinds),
    ]
    return "\n\n".join("\n".join(part).strip() for part in parts if part) + "\n"


def _head(drafted: Drafted) -> list[str]:
    seen = drafted.cases or drafted.calls
    rows = f"前{seen.rows}行" if seen and not seen.whole else f"全部{seen.rows}行" if seen else ""
    known = "据单位名称、表名推测，请核对" if drafted.county else f"{FILL_IN}县区名称，下文的“{COUNTY}”一并改"
    lines = [
        f"# 由 hotline profile draft 据 {in_comment(drafted.source)} 的{rows}起草。每项后注明依据，请逐项核对；",
        "# “请填写”处须由人填写，以“# ”开头的行是没有把握的，核对后去掉“# ”即生效。",
        beside(f"county = {quoted(drafted.county or COUNTY)}", known),
    ]
    if not drafted.kinds:
        lines.append(beside("kinds = []", "没有找到承办单位，报告中不出现分单位的部分；补充时改为文末的 [[kinds]]"))
    return lines


def _template(begin: str, end: str) -> str:
    """A part of the profile that `hotline init` makes: its comments and defaults hold here too."""
    text = files("hotline_analysis.ledger").joinpath("templates/profile.toml").read_text(encoding="utf-8")
    return text[text.index(f"\n{begin}") : text.index(f"\n{end}")].strip()


def _county(text: str, county: str) -> str:
    """The template's text with the county's own name, and 市 or 区 in place of 县 where it is one.

    >>> _county("某县热线，县热线办", "西峰区"), _county("某县热线", "")
    ('西峰区热线，区热线办', '某县热线')
    """
    if not county:
        return text
    return county.join(part.replace("县", county[-1]) for part in text.split(COUNTY))


def _ledger(drafted: Drafted) -> list[str]:
    if drafted.cases is None:
        return [
            f"[ledger]  # 给出的是话务量，没有工单台账：{FILL_IN}台账文件和表头",
            f"file = {quoted('ledger.csv')}",
            "",
            "[ledger.columns]",
            *(f"{column.name} = {quoted(column.label)}" for column in CASES if not column.may_be_absent),
        ]
    lines = ["[ledger]", *_file(drafted.case_files)]
    lines += [f"# 表头不同、未采用的表：{'、'.join(map(in_comment, drafted.aside))}"] if drafted.aside else []
    lines += _formats(drafted.cases)
    lines += ["", "[ledger.columns]  # 左：本软件的列名；右：台账表头；其后：含义、依据和把握"]
    lines += _columns(drafted.cases.guesses, CASES)
    for name, words in drafted.words.by_column.items():
        lines += ["", f"[ledger.words.{name}]  # 左：台账用词；右：本软件用词，空为未填", *_words(name, words)]
    for name, words in drafted.words.candidates.items():
        header = in_comment(drafted.cases.guesses.missing[name].header)
        lines += ["", f"# [ledger.words.{name}]  # 采用“{header}”一列时填写"]
        lines += [f"# {line.removeprefix('# ')}" for line in _words(name, words)]
    return lines


def _calls(drafted: Drafted) -> list[str]:
    if drafted.calls is None:
        return []
    return [
        "[calls]  # 话务量，一天一行",
        *_file(drafted.call_files),
        *_formats(drafted.calls),
        "",
        "[calls.columns]",
        *_columns(drafted.calls.guesses, CALLS),
    ]


def _file(names: Sequence[str]) -> Iterator[str]:
    if any(map(is_address, names)):
        yield "# 用户名和口令不写在这里：运行前设为同名的环境变量，用到时自动代入 ${…}"
    yield f"file = {quoted(names[0]) if len(names) == 1 else listed(names)}"


def _formats(table: TableGuess) -> Iterator[str]:
    formats = table.formats
    if not formats.chosen:
        return
    for format, rival in formats.rivals:
        yield f"# 日、月的先后数据里看不出来，请核对：现按 {format}；若应为 {rival}，换用下面一行"
        swapped = [rival if one == format else one for one in formats.chosen]
        yield f"# time_formats = {listed(swapped)}"
    yield beside(f"time_formats = {listed(formats.chosen)}", "据各时间列的值推定")


def _columns(guesses: Guesses, columns: tuple[Column, ...]) -> Iterator[str]:
    for column in columns:
        guess = guesses.found.get(column.name)
        yield _guessed(column, guess) if guess else _missing(column, guesses.missing[column.name])
    if guesses.unused:
        yield f"# 没有用到的表头：{'、'.join(map(in_comment, guesses.unused))}"


def _guessed(column: Column, guess: Guess) -> str:
    rows = guess.values.blanks
    blanks = f"；必填，{rows}行空白，将被拒收" if rows and not column.may_be_blank else ""
    why = f"{column.label}：{in_comment(guess.reason)}，{guess.confidence}{blanks}"
    return beside(f"{column.name} = {quoted(guess.header)}", why)


def _missing(column: Column, missing: Missing) -> str:
    why = f"{column.label}：{'；'.join(map(in_comment, missing.reasons)) or '没有找到'}"
    if column.may_be_absent:
        return beside(f"# {column.name} = {quoted(missing.header)}", why)
    return beside(f"{column.name} = {quoted(FILL_IN + column.label)}", f"{why}；必填，请在台账里补上此列")


def _words(name: str, words: Sequence[Word]) -> Iterator[str]:
    for word in words[:MOST_WORDS]:
        entry, rows = f"{quoted(word.text)} = {quoted(word.meaning.word or '')}", f"{word.rows}行"
        if word.meaning.sure:
            yield beside(entry, rows)
        elif word.meaning.word:
            yield beside(f"# {entry}", f"{rows}；是“{word.meaning.word}”吗？")
        else:
            yield beside(f"# {entry}", f"{rows}；对应哪一个？{' '.join(VOCABULARIES.get(name, (YES, NO)))}")
    if len(words) > MOST_WORDS:
        yield f"# 还有{len(words) - MOST_WORDS}种写法，运行 hotline check 可见"


def _limit(drafted: Drafted) -> str:
    text = _template("[limit]", "[[kinds]]")
    days = drafted.cases.usual_days if drafted.cases else None
    if drafted.cases and "due_at" in drafted.cases.guesses.found:
        usual = f"，多为受理后第{days}天" if days is not None else ""
        return f"# 台账有应办结时间{usual}；空白的才按下面的时限推算，{FILL_IN}\n{text}"
    return f"# 台账没有应办结时间，按下面的时限推算，{FILL_IN}\n{text}"
