"""What one written cell means: words, case numbers, counts, yes and no; None where nothing is meant, never an error."""

import re
import unicodedata

_FOLDED = (
    range(0x2F00, 0x2FD6),  # Kangxi radicals, which text copied out of a PDF holds in place of characters
    range(0xF900, 0xFB00),  # compatibility ideographs, from old Korean and Taiwanese encodings
    range(0xFE50, 0xFE70),  # small forms
    range(0xFF01, 0xFF5F),  # full-width letters, digits and punctuation
)
_INVISIBLE = (
    range(0xAD, 0xAE),  # a soft hyphen
    range(0x200B, 0x2010),  # of no width, and marks of direction
    range(0x202A, 0x202F),  # more of these: spreadsheets on Windows put them around copied numbers
    range(0x2060, 0x2070),
    range(0xFEFF, 0xFF00),  # a byte order mark
)
_FOLD = {code: unicodedata.normalize("NFKC", chr(code)) for block in _FOLDED for code in block}
_FOLD |= {code: "" for block in _INVISIBLE for code in block}
_TO_FOLD = re.compile("[" + "".join(f"{chr(one.start)}-{chr(one.stop - 1)}" for one in (*_FOLDED, *_INVISIBLE)) + "]")
_HAN = "[\u3001-\u303f\u3400-\u9fff\U00020000-\U0003ffff]"
_BLANKS_IN_CHINESE = re.compile(f"(?<={_HAN}) (?={_HAN})")

_AS_TEXT = re.compile(r"['‘’]+(.*)|=\"(.*)\"", re.DOTALL)
_WHOLE = re.compile(r"(0|[1-9][0-9]*)\.0+")
_SCIENTIFIC = re.compile(r"([1-9])(?:\.([0-9]+))?[eE]\+?0*([0-9]+)")
SPREADSHEET_DIGITS = 15
"""Digits of a number that a spreadsheet keeps; those behind them have become noughts."""

_COUNT = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.0+)? ?(?:[次个件起条通宗人]|人次)?")
_COUNT_DIGITS = 18
"""What certainly fits the 64 bits of an integer column."""

_YES = "是 有 对 真 已 y yes t true 1 1.0 √ ✓ ✔ ☑ 解决 已解决 涉企 涉及企业 保密 需保密 要求保密 不公开 剔除 已剔除"
_NO = (
    "否 无 没有 不是 错 假 未 n no f false 0 0.0 × ✗ ✘ 未解决 没解决 没有解决 不涉企 非涉企 未涉企 "
    "不保密 非保密 无需保密 不需保密 公开 不剔除 未剔除"
)
_ANSWERS = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)


def plain(text: str) -> str:
    """`text` as a key: half-width, without invisible characters and needless blanks, whatever an input method left.

    Full-width letters, digits and punctuation become half-width, as in NFKC. Other things that NFKC
    changes stay: ㎡ is not m2 and ① not 1, or 10² would be read as 102. A run of blanks or line breaks
    becomes one blank, and none between Chinese characters.

    >>> plain("　非 常　满意\ufeff "), plain("Ｎｏ．　１２（３）"), plain("10²  ㎡")
    ('非常满意', 'No. 12(3)', '10² ㎡')
    """
    if text.isascii():
        return " ".join(text.split())
    # Most texts need no folding, and a search is faster than a translation.
    folded = text.translate(_FOLD) if _TO_FOLD.search(text) else text
    spaced = " ".join(folded.split())
    return _BLANKS_IN_CHINESE.sub("", spaced) if " " in spaced else spaced


def bare(text: str) -> str:
    """`plain` without what tells a spreadsheet that a cell is text: a leading apostrophe, or ="…" around it.

    >>> bare("'0012"), bare('="0012"')
    ('0012', '0012')
    """
    written = plain(text)
    marked = _AS_TEXT.fullmatch(written) if written[:1] in "='‘’" else None
    return (marked[1] or marked[2] or "").strip() if marked else written


def identifier(text: str) -> str | None:
    """A case's or caller's number as the office meant it; None for a blank, or where a spreadsheet lost digits.

    A number that went through a spreadsheet comes back whole, as long as all its digits are there.
    Fewer digits than the number has, or more than a spreadsheet keeps, and two cases may have become one.

    >>> identifier("202004010001.0"), identifier("2.02004010001E+11"), identifier("'０１２")
    ('202004010001', '202004010001', '012')
    >>> identifier("2.02004E+11"), identifier("202004010001000017.0")
    (None, None)

    Anything else is a code and stays as it is written. So do 1E5 and 2E-11: only a point or a plus makes
    a number of them. Thousands separators are no part of a number here.

    >>> [identifier(text) for text in ("DH20200401001", "04-001", "1E5", "2E-11", "012.0", "1,234")]
    ['DH20200401001', '04-001', '1E5', '2E-11', '012.0', '1,234']
    """
    written = bare(text)
    if written.isalnum():
        return written
    if whole := _WHOLE.fullmatch(written):
        return whole[1] if len(whole[1]) <= SPREADSHEET_DIGITS else None
    if scientific := _SCIENTIFIC.fullmatch(written):
        return _all_digits(*scientific.groups(default=""))
    return written or None


def _all_digits(first: str, decimals: str, exponent: str) -> str | None:
    """The whole number that a mantissa with all of its digits writes out."""
    places = int(exponent) if len(exponent) <= 2 else SPREADSHEET_DIGITS
    number, beyond = first + decimals[:places], decimals[places:]
    complete = len(decimals) >= places and not beyond.strip("0")
    return number if complete and len(number) <= SPREADSHEET_DIGITS else None


def whole_number(text: str) -> int | None:
    """A count: 3, 3.0, 3次 or 1,234, in either width, also below 0; None for all else, 无 and 1.2E+3 among it.

    >>> whole_number("３ 次"), whole_number("1，234"), whole_number("-1.0")
    (3, 1234, -1)
    >>> whole_number("3.5"), whole_number("12,34"), whole_number("无"), whole_number("nan")
    (None, None, None, None)
    """
    found = _COUNT.fullmatch(bare(text))
    if not found:
        return None
    digits = found[2].replace(",", "")
    return int(found[1] + digits) if len(digits) <= _COUNT_DIGITS else None


def yes_or_no(text: str) -> bool | None:
    """A mark or word for yes or no, and the flags' own words (已解决, 非涉企, 保密); None for anything else.

    公开 and 不公开 answer whether a case is confidential. 部分解决 is neither, and X may be a cross or a
    tick: an office that uses them maps them in its profile.

    >>> yes_or_no("是"), yes_or_no("√"), yes_or_no("ＹＥＳ"), yes_or_no("未 解决"), yes_or_no("×"), yes_or_no("公开")
    (True, True, True, False, False, False)
    >>> yes_or_no("部分解决"), yes_or_no("X"), yes_or_no("")
    (None, None, None)
    """
    return _ANSWERS.get(bare(text).casefold())
