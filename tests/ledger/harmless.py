"""Numbers, places and words that are nobody's secret, as they stand in a hotline's texts."""

import random

NUMBERS = (
    "拖欠工资{amount}元。", "要求赔偿{wan}万元。", "项目投资{decimal}亿元。", "共计{comma}元未付。",
    "{year}年{month}月{day}日受理。", "{year}-{month:02d}-{day:02d}到账。", "{year}.{month}.{day}日报修。",
    "{year}/{month}/{day} {hour}:{minute:02d}停水。", "早上{hour}点{minute}分停电。",
    "{hour}:{minute:02d}开始施工。", "满意率{decimal}%。", "占比{decimal}％。", "离路口{metres}米。",
    "长{decimal}公里。", "占地{decimal}亩。", "面积{metres}平方米。", "面积{decimal}㎡。", "沿G{road}线行驶。",
    "S{road}线塌方。", "国道{road}线修路。", "省道S{road}。",
    "工单编号DH{year}{month:02d}{day:02d}{serial:04d}超期。", "工单编号{year}{month:02d}{day:02d}{serial:04d}。",
    "编号：{year}{month:02d}{day:02d}{serial:06d}，请查询。", "受理编号为{long}，请催办。",
    "甘政发〔{year}〕{small}号。", "合政办发[{year}]{small}号文件。", "坐{bus}路公交车。", "{bus}路车不按时发车。",
    "政务大厅{floor}楼办理。", "县医院{floor}楼缴费处。", "门诊{floor}层。", "有{small}户受影响。",
    "买了{small}袋化肥。", "{metres}人签名。", "拨打{hotline}无人接听。", "向{hotline}热线反映。",
    "转{hotline}处理。", "电话{hotline}打不通。", "水表型号DN{small}。", "变压器型号S11-M-{metres}。",
    "手机型号P{small}0。", "邮编7454{small:02d}。", "每度{decimal}元。", "年龄{small}岁。", "第{small}中学。",
    "甜永高速K{metres}+{hundreds}处。", "{year}年至{year2}年未发。", "{month}月{day}日至{month2}月{day2}日停课。",
    "{small}号窗口排队。", "水压{decimal}兆帕。", "{floor}号桥下积水。", "欠费{amount}元{small}角。",
    "粮食{metres}公斤。", "贷款{wan}万，利率{decimal}%。", "{wan}万余元工程款。", "{amount}余元医药费。",
    "第{small}期公告。", "{floor}组{small}户村民。", "载重{metres}吨。", "{floor}个月工资。",
    "{year}年度第{floor}季度。", "限速{small}公里。", "PM2.5为{metres}。", "5G信号差，网速{small}M。",
    "户均{amount}元。", "种植玉米{decimal}亩，减产{small}%。", "约{comma}元，其中{amount}元已付。",
    "{year}年{month}月至今共{metres}天。", "退耕还林补助每亩{metres}元。", "高血压{metres}/{small}。",
    "票号为{small}的{wan}万元。",
)  # fmt: skip
"""Each holds one number or more; the public hotlines are those that everybody may ring."""

HOTLINES = [
    "12345",
    "12315",
    "12320",
    "110",
    "120",
    "119",
    "122",
    "114",
    "96889",
    "95598",
    "12333",
    "12366",
    "10086",
    "10010",
    "10000",
    "12123",
    "12328",
    "12350",
    "12369",
]

WORDS = (
    "合水县西华池镇", "王家庄村", "李家湾", "张掖", "马莲河", "高速公路", "黄河路", "白马社区", "江南小区",
    "田园都市", "任村", "陇东学院", "高中", "马上", "方便", "安装", "于是", "白天", "黄色", "石头", "金额", "常见",
    "温度", "严重", "张贴", "毛坯房", "康复", "马路", "江水", "水管", "任何", "何时", "路灯", "万元", "时间",
    "曾经", "向阳", "东西", "成本", "段家集乡", "何家畔镇", "肖咀镇", "吉岘镇", "店子乡", "太莪乡", "蒿咀铺乡",
    "固城镇", "板桥镇", "老城镇", "太白镇", "黎家庄村", "王咀村", "曹家塬村", "米家川村", "柳沟村", "严沟圈村",
    "孙寨沟村", "赵楼子村", "显头村", "庙庄村", "南城六号小区", "万象花园小区", "福晟财富广场", "康泰家园",
    "供电公司", "自来水公司", "电信公司", "公交公司", "燃气公司", "热力公司", "县医院", "县一中", "卫健局",
    "住建局", "市场监管局", "公安局", "板桥派出所", "农业银行", "信用社", "县政府", "村委会", "甜永高速", "陇东",
    "庆阳市",
)  # fmt: skip
"""Places, units, public utilities, and words that begin like a surname."""

SENTENCES = (
    "来电人反映{word}的问题。", "{word}需要尽快处理，群众意见很大。", "关于{word}，来电人咨询了三次。",
    "村民反映{word}长期无人管理。", "市民来电咨询{word}有关情况。", "来电人住在县城，说{word}不合适。",
)  # fmt: skip


def numbers(count: int) -> list[str]:
    """`count` short sentences with harmless numbers in them, no two of one wording alike but by chance."""
    chance = random.Random("harmless")
    return [NUMBERS[place % len(NUMBERS)].format(**_values(chance)) for place in range(count)]


def words() -> list[tuple[str, str]]:
    """Every word in every sentence: the word and the text."""
    return [(word, sentence.format(word=word)) for word in WORDS for sentence in SENTENCES]


def _values(chance: random.Random) -> dict[str, str | int]:
    pick = chance.randint
    return {
        "amount": chance.choice([pick(10**size, 10 ** (size + 1) - 1) for size in (2, 3, 4, 5, 6, 7)]),
        "wan": chance.choice((str(pick(1, 900)), f"{pick(1, 90)}.{pick(1, 99)}")),
        "decimal": f"{pick(0, 99)}.{pick(1, 99)}",
        "comma": f"{pick(1000, 9999999):,}",
        "year": pick(2005, 2024),
        "year2": pick(2005, 2024),
        "month": pick(1, 12),
        "month2": pick(1, 12),
        "day": pick(1, 28),
        "day2": pick(1, 28),
        "hour": pick(0, 23),
        "minute": pick(0, 59),
        "metres": pick(30, 2500),
        "road": pick(1, 399),
        "serial": pick(1, 999),
        "long": str(pick(10**11, 10**14 - 1)),
        "small": pick(1, 99),
        "bus": pick(1, 30),
        "floor": pick(1, 9),
        "hundreds": pick(100, 999),
        "hotline": chance.choice(HOTLINES),
    }
