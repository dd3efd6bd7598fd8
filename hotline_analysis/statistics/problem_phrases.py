"""What a sentence complains of in a few words: without its opening, its places, its counts and its 问题.

The words of a caller (强烈请求政府尽快解决翠屏小区3号楼电梯停运的问题) become those of a list (电梯停运). A sign
stands for each place while the words around it are searched.
"""

import re
from collections.abc import Collection

from hotline_analysis.ledger.gazetteer import COMMUNITY, REGION, TOWNSHIP, VILLAGE
from hotline_analysis.statistics.places import Gazetteer

SHORTEST = 4
"""Characters of a problem: fewer do not tell it without a place."""

BRIEF = 2
"""So few do where a place of its own stands before them: 板桥镇望江路拆迁."""

_ENOUGH = 6
"""A problem takes further clauses of its sentence only until it is this long."""

_WIDE = frozenset((REGION, TOWNSHIP, VILLAGE, COMMUNITY))
"""Spots of an event rather than parties to it: those that only some cases name are not told."""

_FIRST = 0xE000
_PLACE = chr(_FIRST)
"""Stands for a place that the name says anyway; the signs after it, for one that may have to be told."""

_SIGNS = f"{_PLACE}-{chr(_FIRST + 0xFF)}"
_SIGN = f"[{_SIGNS}]"
_N = "一二三四五六七八九十"

_ASIDE = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]|[“”\"‘’《》「」×]|\s")
_WHO = "人民|来电人|留言人|诉求人|市民|群众|居民|村民|网友|业主|住户|家长|学生|商户|职工|员工|百姓|农户|本人|我们|我"
_OPENING = re.compile(
    rf"^(?:{_SIGN}|的)*(?:(?:广大|全体|部分|{_WHO})*"
    r"(?:实名|再次|再|多次|第?[二三两]次|强烈|坚决|真心|急切|恳切|紧急|一致|也|想|又)*(?:有人|有群众)?(?:网上|网络|电话|微信)?(?:来电|来信|来函|留言|致电)?"
    r"(?:反映|反应|咨询|询问|称|说|投诉|举报|建议|请问|请教|求助|了解|呼吁|希望|盼望|期盼|企盼|请求|恳请|要求|质疑|关于|有关|针对"
    r"|对于|盼|望|请|求|向)(?:一下|下|了)?[：:，,]?)+"
)
_AGAINST = re.compile(rf"^{_SIGN}*(?:{_WHO})*(?:强烈|坚决|一致)+(?=反对|抗议)")
_ADDRESSED = re.compile(
    rf"^(?:{_SIGN}?(?:各级|有关|相关|上级|职能|市|县|区)*(?:政府|部门|领导|书记|市长|县长|单位|局)+)*"
    r"(?:能够?|要|可以|帮助|协助|协调|督促|督办|尽快|尽早|早日|及时|切实|继续|加快|重视|关注|出面|予以|给予|着力|依法|彻底|目前|现在|近期|最近"
    r"|认真)*"
)
_ABOUT = re.compile(r"^(?:关于|有关|针对|对于|对(?!面|口|讲))+")
_AROUND = re.compile(
    rf"^(?:{_SIGN}[\u4e00-\u9fff\d]{{0,4}}?(?<!班)组(?![织建合长])"
    rf"|{_SIGN}(?:中(?![小学医考秋高年国心央])|[里上内段等区]|城(?=到|至)|人(?=[在请咨希反盼])"
    rf"|[^{_SIGNS}]{{0,3}}(?:{_WHO})们?(?=请|希|反|要|咨|诉|关于|的|盼|求)"
    r"|[\u4e00-\u9fff]{0,3}段|[\u4e00-\u9fff]{0,3}(?:周边|附近|一带|周围))?"
    rf"|(?:修建?|新建|在建)(?={_SIGN})|(?:顶层|高层)?(?:住户|业主)家(?:里|中)?|[东西南北][边侧面]单元"
    r"|的|附近|周边|周围|境内|一带|旁边?|对面|门口|路口处?|口处?(?![味岸腔头号])|前面?|后面?|路段|和|与|及|、|至|到|位于|地处"
    rf"|处于|在|被|将(?!军|来)|这[一两几]?[段条个些]|[东南西北]侧|[\d{_N}两]+(?:号楼|号|栋|幢|单元|期|组|层|楼|区)|之间|交[界汇]处|#)+"
)
_TAIL = re.compile(
    rf"(?<![遭受被获])(?:(?:第?[{_N}]+次)?(?:的|等|之)?(?:相关|有关|若干|几个|几点|几项|一些|遗留|多项|存在|这一)*(?:的)?"
    r"(?:问题|一事|之事|事宜|事项|情况|现象|方面|咨询|建议|投诉|举报|反映|请求|质疑|疑问|诉求|求助|报告|呼吁|看法|思考|意见|困扰)+"
    r"(?:的|及|和|与)?|的|存在|提(?:出|[一几]?[点些个])"
    r"|(?:请求|希望|盼望?|恳请|急需|急盼|亟待|亟需|何时能?)(?:得到|尽快|早日|政府|帮助|给予)*"
    r"(?:解决|处理|帮助|关注|支援|支持))+$"
)
_SETTLED = re.compile(r"^(?:解决|处理|化解|改善|落实|查处|取缔|整治|治理|整顿|制止|调查|严查|推进)(?:一?[下好])?")
_ANSWERED = re.compile(r"^(?:解决|处理|化解|改善|落实)(?:一?[下好])?")
_UNDERGOING = re.compile(r"^(.*?)(?:进行|实施|予以|加以)(.{2,4})$")
_DEMAND = re.compile(r"^(?:强烈|恳)?(?:要求|请求|恳请|请|希望|盼|望|想知道|询问|咨询|呼吁|求|还[我业居村])")
_INSIDE = re.compile(
    rf"(?:[回到往在从向给由为于]|(?<!反)对)?{_PLACE}(?:[\u4e00-\u9fff]{{1,3}}(?<!班)组(?![织建合长]))?"
    "(?:的|旁边?|附近|周边|对面|门口|路?口处?|城(?=[到至区]))?"
)
_STATED = re.compile("^(.{4,}?)的?问题(?:一直|长期|多次|仍|得不到|没有|始终|至今|反复).*$")
"""What is said of a problem and is not the problem: 路灯不亮的问题长期得不到解决."""

_COUNTED = re.compile(
    rf"[\d{_N}]+(?:号楼|栋|幢|单元)的?|\d+(?:楼层|层|户|室|名|[余多]?人)的?|[{_N}百两几数]+[余多](?:户|名|人)的?|\d+#"
)
_BROKEN = re.compile(f"(?:{_SIGN}|{_PLACE}的?.)$|(?<!^)[至与和]{_PLACE}")
"""A clause that says nothing once a place is taken out of it: it ends with one, or tells a way to it."""


def problem_in(sentence: str, *, gazetteer: Gazetteer, shared: Collection[str]) -> str:
    """What the sentence complains of; empty where little else is in it. The `shared` places are said elsewhere.

    >>> words = "强烈请求政府尽快解决翠屏小区3号楼电梯停运的问题，还业主安宁"
    >>> problem_in(words, gazetteer=Gazetteer(), shared={"翠屏小区"})
    '电梯停运'
    """
    signed, kept = _signed(_ASIDE.sub("", sentence), gazetteer, shared)
    words = ""
    for clause in re.split("[，,；;：:—~～。！？!?]", signed):
        if words and (len(words) >= _ENOUGH or _DEMAND.match(clause)):
            break
        bare = _bare(clause)
        if bare and not _BROKEN.search(bare):
            words = f"{words}，{bare}" if words else bare
    words = _COUNTED.sub("", _INSIDE.sub("", words))
    return "".join(kept.get(char, char) for char in words).strip("-—、·. ")


def _signed(sentence: str, gazetteer: Gazetteer, shared: Collection[str]) -> tuple[str, dict[str, str]]:
    """The sentence with a sign for each place, and what the signs stand for that may have to be told."""
    parts: list[str] = []
    kept: dict[str, str] = {}
    last = 0
    for number, one in enumerate(gazetteer.mentions(sentence), 1):
        told = one.place.name not in shared and one.place.kind not in _WIDE
        sign = chr(_FIRST + number) if told else _PLACE
        kept |= {sign: sentence[one.start : one.end]} if told else {}
        parts += [sentence[last : one.start], sign]
        last = one.end
    return "".join((*parts, sentence[last:])), kept


def _bare(clause: str) -> str:
    """One clause without what stands before and behind the matter itself."""
    before = ""
    while clause != before:
        before = clause
        for words in (_AGAINST, _OPENING, _ADDRESSED, _ABOUT, _AROUND, _TAIL):
            clause = words.sub("", clause)
        clause = _unsettled(clause)
    return _STATED.sub(r"\1", _UNDERGOING.sub(r"\1\2", clause))


def _unsettled(clause: str) -> str:
    """The matter that is to be settled; what is to be closed or stopped keeps its verb where it is short."""
    for words, least in ((_SETTLED, SHORTEST), (_ANSWERED, BRIEF)):
        matter = words.sub("", clause)
        if len(re.sub(f"{_SIGN}的?", "", matter)) >= least:
            return matter
    return clause
