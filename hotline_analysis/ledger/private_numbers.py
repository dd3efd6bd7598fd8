"""Numbers and signs that lead to a person: telephones, identity papers, cards, accounts, plates, e-mail."""

import re
from collections.abc import Callable, Iterable

from stdnum import luhn
from stdnum.cn import ric

HIDDEN = "×××"
"""What stands where something private stood."""

_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width signs and their usual forms, one for one, so that places in a text stay the same."""

_GAP = r"[ .·/_\-‐‑–—~]{0,2}"
_SPOKEN = "〇零○一二三四五六七八九幺两"
_TO = r"(?:号码|账号|帐号|账户|编号|[号是为叫系加:=)( \"“'])*"
"""What may stand between the name of a number and the number."""

_MESSENGER = (
    r"(?<![a-z])(?:微信|威信|薇信|微\s?x|v信|vx|wx|weixin|wechat|qq|扣扣|企鹅|支付宝|抖音|快手|钉钉|加[微v])(?:群|同)?"
)
_PAPER = (
    r"(?:身份证|护照|通行证|军官证|士兵证|驾驶证|驾照|行驶证|残疾证|证件|社会?保障?卡|医保卡|银行卡|信用卡|储蓄卡|"
    r"存折|工资卡|一卡通|卡号"
    r"|[账帐]号|[账帐]户|户号|学籍|证号|车架|发动机)"
)
_PHONE = r"(?:电话|手机|座机|固话|传真|短号|联系方式|联系号码|号码|[拨打]打?|致电|回电|尾号|tel|phone)"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_EXTENSION = r"(?:\s?(?:转|分机|ext\.?|[-—])\s?号?[: ]?\d{1,6}(?!\d))?"
_AMOUNT = re.compile(
    r"(?:\.\d+)?\s?(?:[多余来]?\s?(?:[元块万亿吨亩]|平方|平米|公里|公斤|[%％‰㎡])|[角斤克升度株棵只辆件份台袋箱页米]|"
    r"公顷|千瓦|立方"
    r"|[人户](?![主家称说反])|kwh?|km|mm?\b)"
)
_CASE = re.compile(
    r"(?:(?<!证件)(?<![证户生员])编号|单号|案号|工单|文号|流水号|受理号|查询码)[号是为:( "
    r"]*$|(?<![a-z])[a-z]{1,8}[-_ ]?$",
    re.I,
)
_DATED = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{0,6}")
"""A date, a moment, or the number of a case that begins with its date."""
_HOTLINE = re.compile(r"(?:\(?0\d{2,3}\)?[- ]?)?[19]\d{2,4}(?: \d)?")
_DATE = re.compile(r"(?:19|20)\d\d[-./ ][01]?\d[-./ ][0-3]?\d")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ -]?)+")

_CODE = re.compile(
    rf"[\da-zA-Zａ-ｚＡ-Ｚ](?:[^\w，。；：、]{{0,3}}[\da-zA-Zａ-ｚＡ-Ｚ*●•]){{3}}|[{_SPOKEN}](?:[ "
    rf"-]?[{_SPOKEN}\d]){{4}}|网名|昵称|微信名|[Qq]名"
)
"""What a text must hold to be worth a closer look; most texts hold nothing of the kind."""

_Accept = Callable[[str, int, int], bool]


def _always(text: str, start: int, end: int) -> bool:
    return True


def _no_amount(text: str, start: int, end: int) -> bool:
    """Not a sum, a count or a date, and not a hotline's own short number such as 12345 or 96889."""
    sign = text[start:end].strip()
    return not (_AMOUNT.match(text, end) or _HOTLINE.fullmatch(sign) or _DATE.match(sign))


def _is_identity(text: str, start: int, end: int) -> bool:
    """A plausible birth date is enough, but for the number of a case, which may hold a date too: there the checksum."""
    return not _names_case(text, start) or ric.is_valid(text[start:end])


def _is_card(text: str, start: int, end: int) -> bool:
    digits = re.sub(r"\D", "", text[start:end])
    return luhn.is_valid(digits) and not _DATE.search(text, start, end)


def _four_by_four(text: str, start: int, end: int) -> bool:
    return not _YEARS.fullmatch(text[start:end])


def _long(text: str, start: int, end: int) -> bool:
    """Whether a run of seven digits or more is private: not a sum, a date, or the number of a case."""
    digits = text[start:end]
    if _AMOUNT.match(text, end) or _DATED.fullmatch(digits):
        return False
    return not _names_case(text, start) or (len(digits) >= 16 and luhn.is_valid(digits))


def _names_case(text: str, start: int) -> bool:
    return _CASE.search(text, max(0, start - 12), start) is not None


_RULES: tuple[tuple[re.Pattern[str], _Accept], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), accept)
    for pattern, accept in (
        (r"(?<![a-z\d._%+-])[a-z\d._%+-]+ ?(?:@|\[at\]|\(at\)) ?[a-z\d-]+(?: ?\. ?[a-z\d-]+)+", _always),
        (rf"{_MESSENGER}{_TO}((?!号|群)[a-z\d][a-z\d_-]{{4,29}})", _no_amount),
        (r"(?:网名|昵称|微信名|qq名)[叫是为: ]*([“\"「][^”\"」￼]{1,16}[”\"」]|[^，。；、\s×￼]{1,8})", _always),
        (
            rf"(?:车牌|号牌)(?:号码|号)?[是为: ]*([{_PROVINCES}]?[a-z\d][a-z\d·. ]{{3,6}}[a-z\d](?:{_GAP}[挂学警])?)",
            _no_amount,
        ),
        (rf"[{_PROVINCES}][a-z][·•.\- ]{{0,2}}(?:[a-z\d]|[{_SPOKEN}]){{5,6}}(?![a-z\d])", _always),
        (rf"[{_PROVINCES}][a-z][·•.\- ]{{0,2}}[a-z\d]{{4}}[挂学警港澳领使]", _always),
        (rf"{_PAPER}{_TO}([a-z]{{0,3}}\d[a-z\d -]{{3,28}}[a-z\d])", _no_amount),
        (r"(?<![a-z\d])(?:[eg]\d{8}|e[a-z]\d{7})(?![a-z\d])", _always),
        (r"(?<!\d)[1-9]\d{5}[ -]?(?:18|19|20)\d\d[ -]?[01]\d[ -]?[0-3]\d[ -]?\d{3}[ -]?[\dx](?!\d)", _is_identity),
        (
            rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?[1一幺][3-9三四五六七八九](?:{_GAP}[\d{_SPOKEN}]){{9}}(?!\d){_EXTENSION}",
            _always,
        ),
        (rf"(?<!\d)\(?0\d{{2,3}}\)?[ \-–—]{{0,3}}[2-9]\d{{2,3}}[ -]?\d{{4}}(?!\d){_EXTENSION}", _always),
        (r"(?<![\d.])\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)", _four_by_four),
        (r"(?<![\d.])\d(?:[ -]?\d){15,18}(?!\d)", _is_card),
        (rf"{_PHONE}{_TO}(\(?\d(?:[ .\-–—)]{{0,2}}\d){{4,}}{_EXTENSION})", _no_amount),
        (r"\d{2,6}[*●•x]{2,}\d{2,6}|\d{3}[*●•x]{3,}", _always),
        (rf"(?<!\d)\d{{7,}}(?!\d){_EXTENSION}", _long),
        (rf"[{_SPOKEN}](?:[ -]?[{_SPOKEN}]){{6,}}", _always),
    )
)
"""Each kind, the surest first; a group is the part to hide where the words before it stay."""


def hide_numbers(text: str) -> str:
    """`text` with every number that leads to a person hidden; sums, dates and numbers of cases are kept.

    >>> hide_numbers("电话１６０-1234-5678，微信同号；卡号6222 0200 0000 0000 000，邮箱wang.3@example.com")
    '电话×××，微信同号；卡号×××，邮箱×××'
    >>> hide_numbers("欠工资1280000元，工单编号202004010001，2020-04-16来电，转12345")
    '欠工资1280000元，工单编号202004010001，2020-04-16来电，转12345'
    """
    if not _CODE.search(text):
        return text
    plain = text.translate(_HALF_WIDTH)
    for pattern, accept in _RULES:
        spans = [found.span(pattern.groups) for found in pattern.finditer(plain)]
        if hidden := [span for span in spans if accept(plain, *span)]:
            text, plain = cut(text, hidden), cut(plain, hidden)
    return text


def cut(text: str, spans: Iterable[tuple[int, int]], instead: str = HIDDEN) -> str:
    """`text` with `instead` at each of `spans`, which are in order and do not overlap."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], instead]
        last = end
    return "".join((*parts, text[last:]))
