"""How places are written that no gazetteer lists: a word for the kind at the end, and where the name begins before it.

The end is easy, the beginning is not: 反映板桥镇锦坪村 has no blank between the verb and the name. A name begins behind
the last word of `BEFORE`, the last sign, or the last place. (A word cutter's tags are no help: it cuts 西华池镇 into
西华 and 池镇.)
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hotline_analysis.ledger.gazetteer import (
    COMMUNITY,
    COMPOUND,
    OTHER,
    PARTY,
    PROJECT,
    REGION,
    ROAD,
    TOWNSHIP,
    VILLAGE,
)
from hotline_analysis.statistics.place_signs import BEFORE, NO_NAME, PUBLIC, TRADES

REACH = 12
"""How many characters before the word for its kind a name may begin."""

_N = "一二三四五六七八九十"

_LAST = (
    (
        REGION,
        r"[A-Z]\d{0,2} ?(?:县[县市](?![直场里内])|区县|[县区]|市(?!民[^办政工营主生众]))"
        r"|县(?![城委长级直里内域道人区处乡政])",
    ),
    (REGION, "市(?![场镇民政委长区内容级直里外面])"),
    (TOWNSHIP, "镇(?![定静压痛区村])|乡(?![下村亲里土音间邻镇])|街道(?:办事处)?"),
    (VILLAGE, "(?:行政|自然)?村(?![庄容规官医镇级小花社]|上(?!.{1,3}组)|部落|银行|.{1,2}[乡镇](?![政道的]))"),
    (PARTY, "物业(?:管理|服务)?(?:公司|处)?(?![费管服税])"),
    (PROJECT, "工程(?![师量质款])|项目(?![经部款])|工地"),
)
"""What ends a name for good, by the kind of place that it tells."""

_CHAINED = (
    (
        ROAD,
        "大道|大街|步行街|商业街|胡同|立交桥|人行桥|大桥|高架桥|隧道|街(?![道上边头坊区镇访拍舞])|巷(?![道子])"
        rf"|[东南西北中]?[{_N}]?(?<!路)路(?![灯障由途过程费基网人政线径子数局牌面边旁怒况])"
        rf"|[东南西北][{_N}]线|[二三四]环线?"
        r"|\d+[国省县]道|[GSX]\d{3}(?:国道|省道|一级公路|公路)?",
    ),
    (COMMUNITY, "社区"),
    (
        COMPOUND,
        "小区|花园|家园|[佳嘉雅名馨]园|苑|公馆|官邸|[华御名]府|名邸|[豪华名雅]庭|庭院|山庄|庄园|[华新名]城|国际城|世[纪界]城|欧洲城"
        "|城邦|新都市|[名新花]都|广场|大厦|公寓(?!房)|新村|家属[院楼]|宿舍|安置(?:[区点]|小区)|[廉公]租房|经济适用房|经适房|半岛|水岸|香堤"
        r"|公园里|别墅|大院|[一二三四五\d]期(?![间限待望末中货])|国际(?=小区|业主|广场|城|花|[物的开交楼二三一，。、]|$)",
    ),
    (
        PARTY,
        "(?:集团)?(?:股份)?有限(?:责任)?公司|公司|集团|幼儿园|小学|中学|学校|学院|大学(?!生)|驾校"
        rf"|第[{_N}]+中学|[{_N}]中(?![间心旬午秋年期国等学型小层部央华东西南北外介全])|[{_N}]中(?=学[校生])"
        "|医院|卫生[院室]|诊所|门诊部|网吧|KTV|酒吧|酒店|宾馆|饭店|酒楼|餐馆|超市|市场|商城|商贸城|汽[配贸]城|夜宵城|美食城|购物城|建材城|健身[馆房]"
        "|门市(?![场政])|茶座|会所|[砖沙砂石材料药纸电瓷化塑机器具件品械水肥炭漆]+厂|工厂|屠宰场"
        "|[采砂沙碎]?石[料材子]?[场厂]|[沙砂]场|养[殖猪鸡牛羊]+场|[煤石铁锰锡]矿|矿业|煤业|加[油气]站|收费站|气站"
        "|[垃圾中转]+站|填埋场|焚烧厂|污水处理厂|(?:汽车|火车|高铁)[东西南北]?站|客运站|地铁站|[农林茶渔]场|派出所|敬老院"
        "|养老院|福利院|殡仪馆|火葬场|图书馆|体育馆|银行|信用社|看守所|合作社",
    ),
    (PROJECT, "高速(?:公路)?|铁路|高铁|安置房|污水管网|管网|水库|水电站|变电站|拌合站"),
    (
        OTHER,
        "森林公园|湿地公园|公园|风?景区|工业园区?|产业园区?|物流园|科技城|开发区|工业区|新区(?!域)|片区|湖(?![南北湾])"
        r"|大坝|[A-Z]?\d+路(?=公交|车|调整|线|班|或|和|、)|\d+(?=公交)",
    ),
)
"""What may stand behind another end; the last one says what the place is: 花园路小学 is a school."""

_FOLLOWED = "(?![镇乡]|村(?!民))"
"""An end before one of these is part of a longer name: 大桥镇."""

_MARKS = frozenset("的了在是于把被从给至到及与称说要住去跟找打过旁我你他她您它们这那该某各每吗呢吧啊没还就也且却组局请")
_MARKS_UNLESS = {"向": "阳日荣前", "内": "蒙"}
"""Characters of which the same is true, except before some others: 向阳."""

_LONGEST = max(map(len, BEFORE))
_ZONES = frozenset(_N + "东南西北")
"""What stands before 区 in a part's name (望江四区); behind any other 区 a name begins."""

_LEAD = re.compile(
    r"^(?:对(?!面)|往|由|因|为(?!民)|按|让|使|等|交(?!通)|其|此|以|已|又|再|将(?!军)|有(?!色)|修|买|办|读|叫|查|拆|占|借"
    r"|建(?![设国华新军平安宁])|开(?![元发福县化])|想|会|可(?!园)|不|个|家(?!和)|之|问|见|像|口(?![子头岸])|原(?=[\u4e00-\u9fff]{3})"
    rf"|[但而则若并乃均皆仅只才刚曾正]|第?[{_N}\d]+[次年月日号个家所座条名户辆天点栋期楼])+"
)
"""What may stand between such a word and the name."""

_JOINING = re.compile("^[和同](?![平谐顺睦苑泰美馨心仁])")
_WHOLE = re.compile(
    rf"\d+[国省县]道|第[{_N}]+中学|[GSX]\d{{3}}.*|[东南西北中][{_N}][路线]|[二三四]环线?|\d+路|[{_N}]中"
    r"|[A-Z]\d{0,2} ?[县市区]+"
)
"""Names that need nothing before the word for their kind."""

_TELLING = re.compile("(?!小区|社区|学校|公司|超市|市场|工地|医院|银行|管网).{5,}")
"""Several ends in a row are a name if they are so long: 新城国际广场, 花园路小学."""

_BEGINNING = re.compile("[^区街巷]|[佳嘉雅名馨]园|[华新名]城|[新花]都|半岛|水岸|大桥|公园|花园|广场|新村")
"""Ends that a name may begin with: 镇川镇, 佳园新月小区."""

_NUMBERED = re.compile(r"\d+(?:[国省县路]|$)|[GSX]\d{3}|[A-Z]\d*(?:路| ?[县市区])")
"""Ends that begin a name themselves."""

_NO_CITY = re.compile("[超城上门夜股楼都菜早集花全我本该外地各们人]$")
_NO_TOWNSHIP = re.compile("[城下返家老回同离还故异]$")
_NO_ROAD = re.compile("(?:[线电网道走远堵绕修]|水泥|柏油|沥青|砂石)$")


def _compiled() -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of all ends, and the kind that each of its groups tells.

    No end begins with a character that the pattern does not hold, so others are passed over: three times as fast.
    """
    groups = {f"_{place}": pair for place, pair in enumerate((*_LAST, *_CHAINED))}
    parts = [f"(?P<{group}>{words})" for group, (_, words) in groups.items()]
    last, chained = "|".join(parts[: len(_LAST)]), "|".join(parts[len(_LAST) :])
    ends = rf"(?:{chained})+{_FOLLOWED}|{last}"
    first = "".join(sorted(set(re.findall("[\u4e00-\u9fff]", re.sub(r"\(\?<?[=!][^()]*\)", "", ends)))))
    return re.compile(f"(?=[A-Z0-9{first}])(?:{ends})"), {group: kind for group, (kind, _) in groups.items()}


_ENDS, _KINDS = _compiled()


class Span(NamedTuple):
    """A place in a text: where it begins and ends, its name, its kind."""

    start: int
    end: int
    name: str
    kind: str


def spans(text: str, start: int, end: int) -> Iterator[Span]:
    """The places that patterns tell between `start` and `end` of a text, in order.

    >>> [span.name for span in spans("投诉A7县望江路福晟财富广场小区施工扰民", 0, 20)]
    ['A7县', '望江路', '福晟财富广场小区']
    """
    last, joined = start, start > 0
    for found in _ENDS.finditer(text, start, end):
        kind, ending = _KINDS[str(found.lastgroup)], found.group()
        before = text[max(last, found.start() - REACH) : found.start()]
        length = _length(before, ending, kind, joined)
        if length is None and _BEGINNING.fullmatch(ending) and _boundary(before) == len(before):
            continue
        last, joined = found.end(), kind != REGION
        if length is not None:
            first = found.start() - length
            yield Span(first, last, _name(text[first:last], kind), kind)


def _length(before: str, ending: str, kind: str, joined: bool) -> int | None:
    """How many of the characters before the ending belong to the name; None where they are no name."""
    if _NUMBERED.match(ending):
        return 0
    core = before[_boundary(before) :]
    if joined and core == before:
        core = _JOINING.sub("", core)
    core = _LEAD.sub("", core)
    if core + ending in PUBLIC or (ending == "新村" and len(core) == 1):
        return len(core)
    bare = core.lstrip("新老旧")
    if not bare or bare in NO_NAME or (bare in TRADES and kind in (PARTY, PROJECT, OTHER)):
        return 0 if _WHOLE.fullmatch(ending) or (kind != TOWNSHIP and _TELLING.fullmatch(ending)) else None
    return len(core) if _is_name(core, kind, ending) else None


def _boundary(before: str) -> int:
    """Where the last word or sign ends that no name holds; 0 where there is none."""
    for end in range(len(before), 0, -1):
        if _is_sign(before, end - 1) or any(before[end - length : end] in BEFORE for length in range(2, _LONGEST + 1)):
            return end
    return 0


def _is_sign(text: str, place: int) -> bool:
    char, following = text[place], text[place + 1 : place + 2]
    if char in _MARKS:
        return True
    if char in _MARKS_UNLESS:
        return not following or following not in _MARKS_UNLESS[char]
    if char == "区":
        return text[place - 1 : place] not in _ZONES
    return not ("\u4e00" <= char <= "\u9fff" or char == "·" or (char.isascii() and char.isalnum()))


def _is_name(core: str, kind: str, ending: str) -> bool:
    if core.isdigit():
        return False
    if kind == REGION:
        return len(core) <= 3 and (ending == "县" or (len(core) == 2 and not _NO_CITY.search(core)))
    if kind in (TOWNSHIP, VILLAGE):
        strange = core[-1] in "农乡" or (ending == "乡" and _NO_TOWNSHIP.search(core))
        return not strange and len(core) <= 5 and (len(core) > 1 or kind == VILLAGE)
    return len(core) + len(ending) > 2 and not (ending == "路" and _NO_ROAD.search(core))


def _name(written: str, kind: str) -> str:
    """The name in its usual form: 锦坪行政村 is 锦坪村, 清溪街道办事处 is 清溪街道, 204公交 is 204路."""
    if kind == REGION:
        return re.sub(r"^([A-Z]\d*) ?([县市区]).*", r"\1\2", written)
    if kind == VILLAGE:
        return re.sub("(?:行政|自然)村$", "村", written)
    if kind == COMPOUND:
        return re.sub(rf"(?<=..)[{_N}\d]期$", "", written)
    if kind == OTHER and written.isdigit():
        return f"{written}路"
    return written.removesuffix("办事处") if kind == TOWNSHIP else written
