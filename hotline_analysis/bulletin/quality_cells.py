"""Parts 二 and 五 of the notice: which cells are blank where a value is due, and how soon things are written down."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd

from hotline_analysis.bulletin import quality_charts
from hotline_analysis.bulletin.blocks import Block, Heading, Paragraph, Runs, Section, Table
from hotline_analysis.bulletin.quality_facts import Quality
from hotline_analysis.bulletin.quality_words import below_whole
from hotline_analysis.bulletin.wording import (
    NUMERALS,
    cell_percent,
    counted,
    joined,
    listed,
    month_day,
    percent,
    rounded,
)
from hotline_analysis.figure import Figure
from hotline_analysis.statistics.completeness import (
    DUE_OF,
    FEWEST_IN_BATCH,
    LABELS,
    SCOPES,
    batch_figure,
    batches,
    daily,
    lags,
    silent_days,
    without_hour,
)

TIMES = ("received_at", "dispatched_at", "signed_at", "closed_at", "called_back_at")
"""The times that an office writes down as they happen; a limit (应办结时间) has no hour of its own."""

LAGS = (("dispatch", "received_at", "dispatched_at", "转派"), ("sign", "dispatched_at", "signed_at", "签收"))
"""From which time to which, and what happens then."""

BATCHES = 3
"""Minutes of a batch that are named."""

DAYS = 10
"""Days that are named."""

MEANINGS = {
    "disposition": "处置方式填写“待转派”的视同空白",
    "caller": "诉求人匿名的可不填",
    "closed_at": "办结时间空白的，可能确未办结，也可能办结后未登记",
    "called_back_at": "回访时间空白的，可能尚未回访，也可能回访后未登记",
    "service_rating": "评价空白的，可能是诉求人未作评价",
}
"""What a blank may mean besides a slip."""


def completeness(quality: Quality) -> Section:
    """二: the month's columns with blank cells, worst first, beside the months before."""
    heading = Heading(1, "二、填写完整情况")
    shares = _shares(quality)
    if not shares:
        return Section((heading, Paragraph(("本月没有应当核对填写情况的栏目。",))))
    gaps = sorted((name for name in shares if shares[name] < 100), key=lambda name: shares[name])
    full = [LABELS[name] for name in shares if name not in gaps]
    basis = "填写率只计应当填写的工单：办结、回访和评价等栏，只对已到该环节的工单计算。空白以读取台账时为准。"
    told: list[Block] = [heading, Paragraph((basis,)), *((_gap_table(quality, gaps),) if gaps else ())]
    if full:
        whole, each = "其余" if gaps else "本月", "各" if len(full) > 1 else ""
        told.append(Paragraph((f"{whole}{listed(full)}{each}栏均填写完整。",)))
    return Section((*told, _note(gaps)))


def _shares(quality: Quality) -> dict[str, Decimal]:
    """The share filled, in percent, of each column that something was due of this month."""
    month = [str(quality.month)]
    found = {name: quality.filling.figures(month, column=name, key=name)[name] for name in quality.filling.due.index}
    return {name: figure.number for name, figure in found.items() if figure.value is not None}


def _gap_table(quality: Quality, gaps: list[str]) -> Table:
    earlier = len(quality.earlier)
    header = ("栏目", "应填范围", "应填", "空白", "填写率", *((f"此前{earlier}个月",) if earlier else ()))
    widths = (3.0, 3.3, 0.9, 0.9, 1.4, *((1.9,) if earlier else ()))
    return Table("本月有空白的栏目", header, tuple(_gap_row(quality, name) for name in gaps), widths=widths)


def _gap_row(quality: Quality, name: str) -> tuple[Runs, ...]:
    header, key = quality.profile.ledger.columns[name], f"filled.{name}"
    label = LABELS[name] if header in LABELS[name] else f"{LABELS[name]}（{header}）"
    now = quality.filling.figures([str(quality.month)], column=name, key=key)
    before = quality.filling.figures(quality.earlier, column=name, key=f"{key}.before")[f"{key}.before"]
    counts = (counted(now[f"{key}.due"], ""), counted(now[f"{key}.blank"], ""))
    rates = (now[key], before) if quality.earlier else (now[key],)
    return (
        (label,),
        (SCOPES[DUE_OF[name]],),
        *((one,) for one in counts),
        *((cell_percent(below_whole(one)),) for one in rates),
    )


def _note(gaps: list[str]) -> Paragraph:
    required = "工单编号、受理时间、诉求类型和转办工单的承办单位为必填，空白的已作剔除（见第三部分）"
    meanings = [words for name, words in MEANINGS.items() if name in gaps]
    return Paragraph((f"注：{'；'.join((required, *meanings))}。",), style="note")


def completeness_chart(quality: Quality) -> Section:
    """The share of filled cells by column and month; none where there is one month alone or nothing due."""
    shares = quality.filling.shares()
    if not quality.earlier or quality.filling.due.empty:
        return Section(())
    return Section((quality_charts.completeness(shares.rename(index={"all": "全部栏目"} | LABELS)),))


def timeliness(quality: Quality) -> Section:
    """五: how long sending and signing took, times without an hour, closings in batches, days without a case.

    Each item says what it shows and what it cannot; one whose columns are not in the ledger falls away.
    """
    heading = Heading(1, "五、登记及时情况")
    parts = {
        "转派和签收用时": _lags(quality),
        "时刻登记": _hours(quality),
        "集中登记": _batches(quality),
        "逐日登记": _days(quality),
    }
    told = [(name, runs) for name, runs in parts.items() if runs]
    if not told:
        return Section((heading, Paragraph(("本月没有可供核对登记及时情况的记录。",))))
    leads = (f"（{NUMERALS[place]}）{name}。" for place, (name, _) in enumerate(told))
    return Section((heading, *(Paragraph(runs, lead=lead) for lead, (_, runs) in zip(leads, told, strict=True))))


def _lags(quality: Quality) -> Runs:
    clauses: list[Runs] = []
    for key, first, second, name in LAGS:
        if not quality.has(second):
            continue
        start = first if quality.has(first) else "received_at"
        found = lags(quality.orders, start, second, key=key)
        hours, share = found[f"{key}.hours"], found[f"{key}.day"]
        if isinstance(hours.value, Decimal):
            value = rounded(hours.value, 1)
            median = replace(hours, value=value, display=f"{value}小时")
            clauses.append((f"自{LABELS[start]}至{name}，半数工单在", median, "以内，一天之内的占", percent(share)))
    if not clauses:
        return ()
    meaning = "该项可看出转派、签收是否积压；受理在夜间和节假日的用时自然较长，不宜据此排名。"
    return (*joined(clauses, "；"), "。", meaning)


def _hours(quality: Quality) -> Runs:
    """The times of which some stand at 0:00."""
    shares = [
        without_hour(quality.of_month[name], key=f"without_hour.{name}", label=LABELS[name])
        for name in TIMES
        if quality.has(name)
    ]
    known = [one for one in shares if one.denominator]
    if not known:
        return ()
    bare = [one for one in known if one.numerator]
    meaning = "只有日期、没有时刻的记录，无法计算当日的办理用时，也看不出先后；恰在零时发生的极少，可以忽略。"
    if not bare:
        return ("各时间栏均登记到时、分。",)
    clauses: list[Runs] = []
    for one in bare:
        count = Figure(f"{one.key}.count", one.label.removesuffix("的占比"), one.numerator, rule="时刻恰为0时0分的")
        clauses.append((count.label, counted(count), "，占", percent(one)))
    return (*joined(clauses, "；"), f"。{meaning}")


def _batches(quality: Quality) -> Runs:
    """Closings that were written down many at a time."""
    share = batch_figure(quality.orders)
    if not share.denominator:
        return ()
    rule = f"同一分钟内登记办结{FEWEST_IN_BATCH}件及以上"
    if not share.numerator:
        return (f"没有{rule}的情况。",)
    total = Figure("batch", "集中登记工单", share.numerator, rule=share.rule)
    meaning = "集中登记多为事后补录，办结时间未必是实际办结的时间；系统批量导入也会如此，请予说明。"
    named = joined(list(_minutes(quality, rule)), "、")
    return (
        f"{rule}的工单", counted(total), "，占已办结的", percent(share), "，如", *named, f"。{meaning}"
    )  # fmt: skip


def _minutes(quality: Quality, rule: str) -> Iterator[Runs]:
    found = batches(quality.orders).head(BATCHES)
    for place, (minute, count) in enumerate(zip(pd.DatetimeIndex(found.index), found, strict=True), 1):
        figure = Figure(f"batch.{place}", "该分钟办结", int(count), rule=rule)
        yield (f"{month_day(minute)}{minute:%H:%M}的", counted(figure))


def _days(quality: Quality) -> Runs:
    """Days on which calls were answered and nothing was written down."""
    if quality.calls is None or quality.calls.empty:
        return ()
    silent, known = silent_days(daily(quality.of_month, quality.calls)), quality.calls["day"].nunique()
    days = (min(quality.as_of, quality.month.last) - quality.month.first).days + 1
    lack = "" if known == days else f"话务统计只有本月{known}天的数。"
    if not silent:
        return (f"有电话接通的各日均有诉求登记。{lack}",)
    rule = f"{known}天话务统计中，接通量大于零而没有受理诉求的天数"
    total = counted(Figure("silent_days", "有接通而无登记", len(silent), rule=rule), "天")
    meaning = "该项可提示漏登或漏导；当日来电均无需登记的，也会如此，请核对后说明。"
    return ("有电话接通而没有诉求登记的", total, f"：{day_list(silent)}。{meaning}{lack}")


def day_list(days: list[date]) -> str:
    """The days in words, DAYS at most.

    >>> day_list([date(2020, 4, 4), date(2020, 4, 19)])
    '4月4日、4月19日'
    """
    return listed(map(month_day, days[:DAYS])) + ("等" if len(days) > DAYS else "")


def days_chart(quality: Quality) -> Section:
    """Cases and answered calls by day; none without call counts."""
    if quality.calls is None or quality.calls.empty:
        return Section(())
    days = daily(quality.of_month, quality.calls)
    return Section((quality_charts.days(days),)) if days["answered"].sum() else Section(())
