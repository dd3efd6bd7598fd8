"""Personal data in free text, made unreadable before the text may leave the office."""

import re

HIDDEN = "×××"

_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤赖樊齐安左路辛温包柴阎"
)
_SURNAME = f"(?:欧阳|上官|司徒|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|夏侯|[{_SINGLE}])"
"""The surnames of some nine in ten people; a name is masked only behind one, so that places stay."""

_HAN = "[\u4e00-\u9fff]"
_AFTER_NAME = (
    r"(?=[，。、；,;：:（(）)\s]|$|反映|来电|称|说|家|住|系|的|与|和|因|打|占|把|将|在|未|不|已|多次|电话|手机|身份证)"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_PATTERNS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", HIDDEN),
        (r"(?<!\d)\d{17}[\dXxＸｘ](?!\d)", HIDDEN),
        (r"(?<!\d)(?:\d{4}[ -]){2,4}\d{2,7}(?!\d)", HIDDEN),
        (r"(?<!\d)(?:\+?86[- ]?)?[1１][3-9３-９]\d[- ]?\d{4}[- ]?\d{4}(?!\d)", HIDDEN),
        (r"(?<!\d)[0０]\d{2,3}[- ]?\d{7,8}(?!\d)", HIDDEN),
        # Bank cards, old identity numbers, local telephone numbers; not a case number (DH2020…) nor a sum of money.
        (r"(?<![\dA-Za-z.])\d{7,}(?![\d元万亿])", HIDDEN),
        (r"((?:微信号?|QQ号?)(?:是|为|：|:)?\s*)[A-Za-z0-9_-]{5,20}", rf"\1{HIDDEN}"),
        (rf"[{_PROVINCES}][A-HJ-NP-Z][·\s]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Z0-9])", HIDDEN),
        (rf"(我叫|本人叫|本人姓名|名叫|姓名[：:])(?!{HIDDEN}){_HAN}{{2,3}}?{_AFTER_NAME}", rf"\1{HIDDEN}"),
        (
            rf"(本人|我是|来电人|诉求人|联系人|当事人|经办人|负责人|举报人|户主|邻居|村民|业主|老板|司机|家长|工头|老师|村主任|组长|队长|经理)"
            rf"{_SURNAME}{_HAN}{{1,2}}{_AFTER_NAME}",
            rf"\1{HIDDEN}",
        ),
        (rf"{_SURNAME}{_HAN}{{0,2}}(?=先生|女士|大爷|大妈|阿姨|师傅)", "某"),
        # ×, not 某: a text that is masked a second time must not lose the character before 某某.
        (rf"(?!某){_HAN}(?=某某|某(?=[，。、；\s]|反映|称|家))", "×"),
        (r"((?:住在?|住址[为是：:]?|地址[为是：:]?)[^，。；\d]{0,15})\d+号[^，。；）)]{0,12}", rf"\1{HIDDEN}"),
        (r"\d+\s*(?:号楼|栋|幢|单元|室)(?:\s*\d+\s*(?:号楼|单元|室|号|户)?)*", HIDDEN),
    )
)
"""Each kind of personal data with what stands in its place; the names of places and units are kept."""


def mask(text: str) -> str:
    """`text` with numbers and names of persons, addresses and accounts made unreadable.

    >>> mask("李女士（电话16012345678）反映三里店村道路损坏")
    '某女士（电话×××）反映三里店村道路损坏'
    >>> mask("来电人张建国反映，家住新民东路503号，小区2号楼301室漏水")
    '来电人×××反映，家住新民东路×××，小区×××漏水'
    >>> mask("赔偿款30000元，2020年4月16日前应到账，17户受影响，本人很着急")
    '赔偿款30000元，2020年4月16日前应到账，17户受影响，本人很着急'
    """
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text
