"""Private businesses: the name goes, its kind and the place before it stay."""

import re

from hotline_analysis.ledger.business_signs import BEFORE, BEFORE_CHARACTERS, GENERIC, KINDS, PUBLIC, REGIONS, TRADES

_REACH = 16
"""How many characters before its kind a business's name may begin."""

_COMPANY = (
    "集团有限责任公司|集团股份有限公司|集团有限公司|集团公司|集团"
    "|股份有限公司|股份公司|有限责任公司|有限公司|责任公司|公司"
)
_PLANT = "厂(?![长区房家商里内规址门矿村镇乡街路组社])"
_STORE = "店(?![村镇乡街路组社里内]|子[镇乡村街]|行政|社区)"
# Every alternative begins with a letter of its own, or the search would try each of them at each character.
_KIND = re.compile("|".join((_COMPANY, *KINDS, _PLANT, _STORE)))

_TRADE = "|".join(sorted(TRADES, key=len, reverse=True))
_TRADES_AT_END = re.compile(rf"(?:{_TRADE})+$")
_PUBLIC_AT_END = re.compile(rf"(?:{'|'.join(PUBLIC)})(?:{_TRADE})*$")
_BOUNDARY = re.compile(
    rf".*(?:{'|'.join(BEFORE)}|[东西南北]街|[一二三四五六\d号商大公宿学宅居]楼|[一二两三几数多这那该某各][家个间]"
    rf"|\d[年月日号元点时楼层家个]|了(?!解)|[{BEFORE_CHARACTERS}]|[^\u4e00-\u9fffA-Za-z0-9&·])",
    re.DOTALL,
)
_REGION = re.compile(rf"^(?:{'|'.join(REGIONS)})")
_LEAD = re.compile(r"^[种个处贵该其此些各每时但且]+")
_SMALL = frozenset("一二两三几做进来去有家间所为原请大小老新旧好黑")
_COMPOUND_AT_END = re.compile(
    r"(?:[苑园府邸郡城湾庭居轩]|小区|花园|家园|广场|新村|公寓|国际|世纪|安置|廉租|公租|商品)$"
)


def hide_businesses(text: str) -> str:
    """`text` with 某 for the name of a shop, a restaurant or a company; public utilities and compounds keep theirs.

    >>> hide_businesses("三里店村旺达超市、老王饭店、合水县鑫源商贸有限公司、锦程物业公司")
    '三里店村某超市、某饭店、合水县某公司、某物业公司'
    >>> hide_businesses("自来水公司停水，和谐家园物业公司和小区超市没有通知，供电公司已答复")
    '自来水公司停水，和谐家园物业公司和小区超市没有通知，供电公司已答复'
    """
    parts, last = [], 0
    for found in _KIND.finditer(text):
        kind, start = found.group(), found.start()
        if name := _own_name(text[max(last, start - _REACH) : start], kind):
            parts += [text[last : start - len(name)], "某", _shown(name, kind)]
            last = found.end()
    return "".join((*parts, text[last:]))


def _shown(name: str, kind: str) -> str:
    """What is still said of a business: its kind, of a company no more than that and 物业."""
    if kind.endswith(("公司", "集团")):
        return "物业公司" if "物业" in name else "公司"
    return kind


def _own_name(before: str, kind: str) -> str:
    """The end of `before` that is the business's name, empty where it has none of its own."""
    boundary = _BOUNDARY.match(before)
    piece = _REGION.sub("", before[boundary.end() :] if boundary else before)
    piece = _LEAD.sub("", piece)
    core = _TRADES_AT_END.sub("", piece)
    if not core or core in GENERIC or _PUBLIC_AT_END.search(piece):
        return ""
    if len(core) == 1 and (core == piece or core in _SMALL):
        return ""
    named_after_place = "物业" in before + kind and _COMPOUND_AT_END.search(core)
    return "" if named_after_place else piece
