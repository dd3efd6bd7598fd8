"""A bulletin that holds every kind of block, with the numbers of 合水县 in April 2020, and a notebook of it."""

import struct
import zlib
from base64 import b64encode
from decimal import Decimal

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from hotline_analysis.bulletin.blocks import (
    Annex,
    AttachmentList,
    Block,
    Box,
    Chart,
    Distribution,
    Heading,
    Masthead,
    Paragraph,
    Runs,
    Section,
    Signature,
    Strong,
    Table,
    Title,
)
from hotline_analysis.figure import Figure

OFFICE = "合水县“12345”政务服务热线（县长热线）办公室"
HOSTILE = "<script>alert('来电人原话')</script> & <b>请尽快处理</b>"
"""What a caller may have said: it must reach every format as these very characters."""

TOWNSHIPS = (
    ("西华池镇", 3, 3, 0, 0, "100", "100", "已回访"),
    ("固城镇", 2, 1, 1, 0, "50", "75", "工单编号：DH202004160010\n超期5天办结"),
    ("板桥镇", 5, 4, 1, 0, "50", "75", "工单编号：DH202004080005\n超期15天办结"),
    ("何家畔镇", 1, 1, 0, 0, "100", "100", "已回访"),
    ("吉岘镇", 4, 4, 0, 0, "100", "100", "已回访"),
    ("段家集乡", 1, 1, 0, 0, "100", "100", "已回访"),
    ("太莪乡", 2, 2, 0, 0, "100", "100", "已回访"),
)
DEPARTMENTS = (
    *((name, 1, 1, 0, 0, "100", "100", "已回访") for name in ("卫健局", "供电公司")),
    ("房管局", 3, 3, 0, 0, "100", "100", "已回访"),
    *(
        (name, 1, 1, 0, 0, "100", "100", "已回访")
        for name in ("城管局", "电信局", "拆迁办", "医保局", "住建局", "水务局", "公安局")
    ),
    ("市场监管局", 2, 1, 1, 0, "50", "100", "工单编号：DH202004210002\n超期5天办结"),
    ("自然资源局", 1, 0, 1, 0, "50", "100", "工单编号：DH202004080011\n超期4天办结"),
    (
        "交通局", 2, 0, 2, 0, "0", "100",
        "工单编号：DH202004110007\n超期5天办结\n工单编号：DH202004140006\n超期3天办结",
    ),
)  # fmt: skip
COLUMNS = ("受理量（件）", "限时办结量（件）", "逾期办结量（件）", "逾期未办结量（件）")
RATES = ("限时办结率（%）", "群众对处理结果满意率（%）")
WIDTHS = (14.0, 9.0, 10.0, 10.0, 10.0, 12.0, 13.0, 22.0)


def count(key: str, label: str, value: int, *, unit: str = "件", rule: str = "") -> Figure:
    """A counted figure."""
    return Figure(key, label, value, f"{value}{unit}", rule=rule)


def rate(key: str, label: str, part: int, whole: int, *, rule: str = "") -> Figure:
    """A share of two decimals, with its two numbers."""
    value = (Decimal(100 * part) / whole).quantize(Decimal("0.01"))
    return Figure(key, label, value, f"{value}%", part, whole, rule)


def example_blocks() -> tuple[Block, ...]:
    """Every kind of block once or more, in the order of a bulletin."""
    return (*_opening(), *_analysis(), *_handling(), *_closing())


def example_notebook() -> NotebookNode:
    """An executed notebook: the sections of `example_blocks`, between them an analyst's own cells."""
    cells = [
        new_code_cell("month = '2020-04'", metadata={"tags": ["parameters"]}),
        new_markdown_cell("本单元说明如何运行，不印发。", metadata={"tags": ["remove-cell"]}),
        _section("bulletin.opening()", _opening()),
        _section("bulletin.analysis()", _analysis()),
        new_markdown_cell(OWN_WORDS),
        new_code_cell("# 高频诉求单位\ntop", outputs=[_result({"text/html": FRAME, "text/plain": "件数"})]),
        new_code_cell("# 近三月受理量\nplot(series)", outputs=[_picture(_png(240, 90))]),
        new_code_cell("print(total)", outputs=[_stream("stdout", "合计 209 件\n"), _stream("stderr", "警告\n")]),
        _section("bulletin.handling()", _handling()),
        _section("bulletin.closing()", _closing()),
    ]
    return nbformat.from_dict(new_notebook(cells=cells, metadata={"language_info": {"name": "python"}}))


OWN_WORDS = """## （四）分析员补充

甜永高速施工扰民**连续三个月**居首，详见[台账](https://example.org/ledger)。
本月新增扬尘类诉求。

1. 先办道路下陷
2. 再办扬尘

| 事项 | 件数 |
|------|------|
| 扬尘 | **6** |
| 噪音 | 4 |

<marquee>原样显示</marquee>
"""

FRAME = """<div><style scoped>.dataframe tbody tr th {vertical-align: top;}</style>
<table border="1" class="dataframe"><thead>
<tr style="text-align: right;"><th></th><th>件数</th><th>占比</th></tr>
<tr><th>单位</th><th></th><th></th></tr></thead>
<tbody><tr><th>县房管局</th><td>21</td><td>10.05%</td></tr>
<tr><th>县交通局</th><td>17</td><td>8.13%</td></tr></tbody></table></div>"""


def _opening() -> tuple[Block, ...]:
    return (
        Masthead("合水政务热线动态", "第17期", OFFICE, "2020年5月6日"),
        Title(("2020年4月份县“12345”政务服务热线", "（县长热线）运行受理情况分析报告")),
        Paragraph(("现将4月份县“12345”政务服务热线（县长热线）运行情况报告如下。",)),
        Heading(1, "一、受理数据"),
        Paragraph(_received()),
        Paragraph(("注：占比以本县受理量（受理总量减转接件）为分母；满意率为各单位平均数的平均数。",), style="note"),
    )


def _received() -> Runs:
    whole = "占本县受理量的比重"
    change = Figure("mom", "环比", Decimal("-2.1"), "2.1%", -5, 237, "本月减上月，除以上月")
    mean = "乡镇、部门两个平均数的算术平均"
    satisfied = Figure("result", "群众对诉求处理结果满意率", Decimal("96.43"), "96.43%", rule=mean)
    return (
        "4月份，共受理各类诉求", count("received", "受理总量", 232, rule="当月受理的全部诉求"), "（转接",
        count("transferred", "转接市热线办及其他县区热线办", 23), "），环比下降", change, "；在线答复",
        count("online", "在线答复", 174), "，占", rate("online.share", "在线答复占比", 174, 209, rule=whole),
        "；工单转办", count("dispatched", "工单转办", 35), "，占",
        rate("dispatched.share", "工单转办占比", 35, 209, rule=whole), "，已办结",
        count("closed", "已办结", 35), "，办结率", rate("closed.share", "办结率", 35, 35),
        "。回访满意率", rate("callback", "回访满意率", 35, 35), "，群众对处理结果满意率", satisfied, "。",
    )  # fmt: skip


def _analysis() -> tuple[Block, ...]:
    return (
        Heading(1, "二、数据分析"),
        Heading(2, "（一）从乡镇诉求看"),
        Paragraph(
            (
                "涉及乡镇工作的诉求",
                count("kind.township", "乡镇诉求", 84),
                "，占",
                rate("kind.township.share", "乡镇诉求占比", 84, 209),
                "，",
                Strong("板桥镇"),
                "转办量居首。",
            ),
            lead="总的情况。",
        ),
        Chart("各乡镇转办量", "条形图：板桥镇5件最多，吉岘镇4件，西华池镇3件", svg=_svg()),
        Heading(2, "（二）从受理类型看"),
        Table(
            "诉求类型构成",
            ("类型", "件数", "占比"),
            tuple(_type_row(*row) for row in (("咨询", 174), ("求助", 32), ("投诉", 3))),
        ),
        Heading(3, "1.典型诉求"),
        Paragraph((f"来电人原话：{HOSTILE}",)),
        Chart("近三月受理量", "折线图：三个月受理量大致持平", png=_png(240, 90)),
    )


def _type_row(name: str, cases: int) -> tuple[Runs, ...]:
    key = f"type.{name}"
    share = rate(f"{key}.share", f"{name}类占比", cases, 209, rule="占本县受理量的比重")
    return (name,), (count(key, f"{name}类", cases, unit=""),), (share,)


def _handling() -> tuple[Block, ...]:
    late = Figure("overdue.DH202004080005", "板桥镇道路下陷工单", 15, "超期15天", rule="办结日期与应办结日期相差的天数")
    names = ("县房管局", "县市场监管局", "县交通局", "县卫健局", "县自然资源局")
    top = Figure("top_departments", "受理量较多的部门", names, "、".join(names), rule="按件数由多到少")
    return (
        Heading(1, "三、办理情况"),
        Paragraph(("板桥镇承办的道路毁损工单", late, "办结。受理量较多的部门有", top, "。")),
        Paragraph(("工单编号        超期天数\nDH202004080005        15\nDH202004160010         5",), style="verbatim"),
        Box("工作建议（拟稿，待审定）", (Paragraph(("督促板桥镇限期修复村组道路。",), lead="（一）压实责任。"),
                                   Paragraph(("每周通报一次超期工单。",), lead="（二）定期通报。"))),
    )  # fmt: skip


def _closing() -> tuple[Block, ...]:
    title = "合水县“12345”政务服务热线{}转办情况统计表"
    period = "统计日期：04月01日至04月30日"
    return (
        AttachmentList((title.format("乡镇"), title.format("部门"))),
        Signature(f"{OFFICE}（代章）", "2020年5月6日"),
        Annex("附件1", title.format("乡镇"), period),
        _scorecard("township", TOWNSHIPS, (18, 16, 2, 0), ("85.71", "92.86")),
        Paragraph(("注：限时办结率每逾期一件扣50分；合计为各单位比率的算术平均。",), style="note"),
        Annex("附件2", title.format("部门"), period),
        _scorecard("department", DEPARTMENTS, (17, 13, 4, 0), ("84.62", "100.00")),
        Distribution(
            "共印30份",
            "市“12345”政务服务热线（市长热线）办公室。",
            "县委办，县人大办，县政府办，县政协办，各乡镇人民政府，县直有关部门，省市驻合有关单位。",
            OFFICE,
            "2020年5月6日印发",
        ),
    )


def _scorecard(
    kind: str, units: tuple[tuple[str, int, int, int, int, str, str, str], ...],
    sums: tuple[int, ...], means: tuple[str, str],
) -> Table:  # fmt: skip
    rows = [_unit_row(kind, "合计", sums, means, "", "各单位比率的算术平均")]
    rows += [_unit_row(kind, unit[0], unit[1:5], unit[5:7], unit[7], "100减去每逾期一件50") for unit in units]
    return Table("", ("单位名称", *COLUMNS, *RATES, "备注"), tuple(rows), WIDTHS, total=True)


def _unit_row(
    kind: str, name: str, counts: tuple[int, ...], rates: tuple[str, ...], remark: str, rule: str
) -> tuple[Runs, ...]:
    key = f"{kind}.{name}"
    cells = [
        (count(f"{key}.{label}", f"{name}{label}", value, unit=""),)
        for label, value in zip(COLUMNS, counts, strict=True)
    ]
    for label, text in zip(RATES, rates, strict=True):
        value = Decimal(text)
        cells.append((Figure(f"{key}.{label}", f"{name}{label}", value, f"{value:.2f}%", rule=rule),))
    return ((name,), *cells, (remark,))


def _section(source: str, blocks: tuple[Block, ...]) -> NotebookNode:
    return new_code_cell(source, outputs=[_result(Section(blocks)._repr_mimebundle_())])


def _result(data: dict[str, object]) -> NotebookNode:
    return new_output("execute_result", data=data, execution_count=1)


def _picture(png: str) -> NotebookNode:
    return new_output("display_data", data={"image/png": png, "text/plain": "<Figure size 240x90>"})


def _stream(name: str, text: str) -> NotebookNode:
    return new_output("stream", name=name, text=text)


def _svg() -> str:
    """A bar chart with what matplotlib writes around one: prolog, doctype, metadata, a style, ids."""
    bars = "".join(
        f'<rect x="{20 + 60 * place}" y="{150 - 24 * cases}" width="40" height="{24 * cases}" fill="#b3121d" '
        f'clip-path="url(#p1)"/>'
        for place, cases in enumerate(unit[1] for unit in TOWNSHIPS)
    )
    return (
        '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        '<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="450pt" height="160pt" viewBox="0 0 450 160" '
        'xmlns="http://www.w3.org/2000/svg" version="1.1"><metadata><a xmlns="http://www.w3.org/1999/xhtml" '
        'href="https://matplotlib.org/">made by</a></metadata>'
        '<defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style>'
        '<path id="tick" d="M 0 0 L 0 4" stroke="#000000"/></defs>'
        f'<g id="axes_1">{bars}<path d="M 10 150 L 440 150" stroke="#000000" fill="none"/>'
        '<use xlink:href="#tick" x="40" y="150"/></g>'
        '<defs><clipPath id="p1"><rect x="0" y="0" width="450" height="160"/></clipPath></defs></svg>'
    )


def _png(width: int, height: int) -> str:
    """A small grey picture with a red bar, as base64."""
    line = b"\x00" + b"\xe8\xe8\xe8" * (width // 2) + b"\xb3\x12\x1d" * (width - width // 2)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(line * height)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode()
