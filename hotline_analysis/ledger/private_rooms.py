"""House and room numbers below a named community, village or street."""

import re

from hotline_analysis.ledger.private_numbers import HIDDEN

_COUNT = r"(?:[A-Za-zＡ-Ｚ]?\d{1,4}[A-Za-z]?|[一二三四五六七八九十零〇]{1,4})"
_SIDE = r"[东西南北中左右]"
_GAP = r"[ 　\-－—–,，、]?"
_COMMUNITY = r"苑|园|小区|[府邸郡]|家属[院楼]|公寓|新村|新居|雅居|名居|庄园|华庭|豪庭|花城|新城|名城|广场|[^\d\W]湾|轩"

_BUILDING = (
    rf"{_COUNT} ?(?:号楼|号院|号房|排(?=\d{{1,3}}号)|[#＃] "
    rf"?楼?|单元|(?<![共有建盖拆][\d一二三四五六七八九])(?<![共有建盖拆]\d\d)[栋幢]"
    r"(?!楼?房|住宅|别墅|建筑|危房|小?高层|多层|民房|平房|宿舍|办公|教学|厂房)楼?)"
    r"|(?<![A-Za-z])[A-Za-z] ?[座栋幢]"
)
_ROOM = r"(?<!\d)(?:[A-Za-z]?\d{3,4}|[一二三四五六七八九十零〇]{3,4}) ?(?:号房|室(?!内)|房(?![贷款租价源产屋间子地]))"
_STREET = (
    rf"(?<=[路街巷弄道村组社队屯庄坊里同]) ?{_COUNT}(?:[-之]\d{{1,4}})? ?号"
    r"(?![线路桥井站口窗文令车灯杆变矿坝渠泵机隧墩标工地大棚台支闸阀沟塔库信公\d]|小区|厂|电|项|上午|下午|晚|早|凌晨|"
    r"中午"
    r"|开始|当天|那天|左右|以?[前后](?![院墙门面边])|起|至今)(?:[院楼]|附 ?\d{1,3} ?号)?"
)
_HYPHENED = (
    r"(?<=[住苑园府邸郡区庭轩城]) ?\d{1,3}(?:[-－—]\d{1,4}){1,2}(?![\d年月日元万亿米个-])"
    r"|(?<![\d-])\d{1,2}[-－]\d{1,2}[-－](?!19|20)\d{3,4}(?![\d-])"
)
_FURTHER = (
    rf"(?:{_GAP}(?:{_BUILDING}|{_COUNT} ?(?:[室户层]|楼(?!房)|号(?![线车])|房(?![贷款租价源产屋间子地]))"
    rf"|(?<=[楼元栋幢座室#-－— ])\d{{2,4}}(?![\d年月日元万亿人多余个户次时点分米%％.:：])"
    rf"|{_SIDE}(?:[户门]|边户|单元)))*"
)
_PLACES = re.compile(rf"(?:{_BUILDING}|{_ROOM}|{_STREET}|{_HYPHENED}){_FURTHER}")
_AFTER_LIVING = re.compile(
    rf"((?:住在?|住址|地址|户籍|租住|居住)[^，。；、\n\d×]{{0,20}}?)({_COUNT} "
    rf"?号(?!线)[楼院]?|\d{{3,4}}(?=[，。；、,;)）\s]|$)){_FURTHER}"
)
_AFTER_COMMUNITY = re.compile(
    rf"((?:{_COMMUNITY}) ?)(?:{_COUNT} "
    rf"?号(?![线路桥窗车井灯杆])[楼院]?|\d{{3,4}}(?=[，。；、,;)）\s]|$|业主|住户|家|漏|反映|室)){_FURTHER}"
)
_SIGN = re.compile(
    r"[\dA-Za-z一二三四五六七八九十零〇] ?(?:[号栋幢室房座排#＃]|单元|[-－—]\d)|[园区苑住城] "
    r"?\d\d\d|[住址][^，。；]{0,20}\d\d\d|门牌"
)
"""What a text must hold to be worth a closer look."""
_DOOR_PLATE = re.compile(rf"(门牌号?码?[是为:： ]*){_COUNT}(?:-\d{{1,4}})*号?")


def hide_rooms(text: str) -> str:
    """`text` without the numbers of buildings, units, rooms and houses; the community, street or village stays.

    >>> hide_rooms("家住和谐家园3号楼2单元501室，老家在三里店村二组45号")
    '家住和谐家园×××，老家在三里店村二组×××'
    >>> hide_rooms("政务大厅二楼3号窗口，5路公交，G244线，南城六号小区，17户、3层楼房")
    '政务大厅二楼3号窗口，5路公交，G244线，南城六号小区，17户、3层楼房'
    """
    if not _SIGN.search(text):
        return text
    for pattern in (_DOOR_PLATE, _AFTER_LIVING, _AFTER_COMMUNITY):
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return _PLACES.sub(HIDDEN, text)
