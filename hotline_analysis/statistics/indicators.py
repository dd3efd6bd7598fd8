"""The month's figures for the county as a whole, and by kind of unit, type, channel and topic."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from hotline_analysis.figure import Figure
from hotline_analysis.ledger.columns import DISPATCHED, ONLINE, REQUEST_TYPES, TRANSFERRED
from hotline_analysis.ledger.profile import Profile
from hotline_analysis.statistics.cube import OUTCOMES, rated
from hotline_analysis.statistics.rates import share

Figures = dict[str, Figure]


def county_figures(rows: pd.DataFrame, profile: Profile) -> Figures:
    """受理 and 办理 of one month from its rows of the cube; shares are of what was kept (受理 less 转接).

    Where the ledger lacks the column that a figure needs its value is None.
    """
    return {figure.key: figure for figure in (*_intake(rows, profile), *_handling(rows, profile))}


def kept_label(profile: Profile) -> str:
    """What shares are of, in words; a ledger without dispositions does not tell who was passed on."""
    return profile.document.kept_label if "disposition" in profile.ledger.columns else "受理总量"


def _intake(rows: pd.DataFrame, profile: Profile) -> Iterator[Figure]:
    received, transferred = _sum(rows, "received"), _sum(_sent(rows, TRANSFERRED), "received")
    online, dispatched = _sum(_sent(rows, ONLINE), "received"), _sum(_sent(rows, DISPATCHED), "received")
    kept, label = received - transferred, kept_label(profile)
    known = "disposition" in profile.ledger.columns
    sent = known or "unit" in profile.ledger.columns
    rule = f"受理总量{received}件 − 转接{transferred}件" if known else "台账无处置方式，以受理总量计"
    yield Figure("received", "受理总量", received, rule="当月受理的全部诉求")
    yield Figure("kept", label, kept, rule=rule)
    yield Figure("dispatched", "工单转办", dispatched if sent else None, rule="处置方式为工单转办的诉求")
    told = (
        Figure("transferred", profile.document.transferred_label, transferred, rule="处置方式为转接的诉求"),
        Figure("online", "在线答复", online, rule="处置方式为在线答复的诉求"),
        ratio("online.share", "在线答复占比", online, kept, f"在线答复 ÷ {label}"),
        ratio("dispatched.share", "工单转办占比", dispatched, kept, f"工单转办 ÷ {label}"),
        Figure("waiting", "待转派", kept - online - dispatched, rule=f"{label} − 在线答复 − 工单转办"),
        ratio("dispatch_rate", "工单转办率", dispatched, kept - online, "工单转办 ÷ 需要转办的诉求"),
    )
    yield from (_known(figure, profile, "disposition") for figure in told)
    orders = _sent(rows, DISPATCHED)
    for kind in profile.kinds:
        count = _sum(orders[orders["unit_kind"] == kind.name], "received")
        figure = Figure(f"dispatched.{kind.key}", f"{kind.text}工单", count, rule=f"转办{kind.text}的工单")
        yield _known(figure, profile, "unit")


def _handling(rows: pd.DataFrame, profile: Profile) -> Iterator[Figure]:
    """What became of the orders: counts of all of them, rates without those kept out of assessment."""
    label = profile.document.on_time_label
    on_time, closed_late, open_late, open_not_due = (_sum(rows, name) for name in OUTCOMES)
    told = (
        Figure("closed", "已办结", on_time + closed_late, rule="截至统计日已办结的转办工单"),
        _close_rate(rated(rows)),
        Figure("on_time", label, on_time, rule="在办理时限内办结的转办工单"),
        Figure("closed_late", "逾期办结", closed_late, rule="超过办理时限办结的转办工单"),
        Figure("open_late", "逾期未办结", open_late, rule="超过办理时限、截至统计日仍未办结的转办工单"),
        Figure("open_not_due", "在办未到期", open_not_due, rule="未办结但未超过办理时限的转办工单，不计入各项比率"),
    )
    yield from (_known(figure, profile, "closed_at") for figure in told)
    yield from _callbacks(rated(rows), profile)
    left_out = rows[(rows["excluded"] == 1) & (rows["disposition"] == DISPATCHED)]
    late = _sum(left_out, "closed_late") + _sum(left_out, "open_late")
    yield Figure("excluded", "剔除考核工单", _sum(left_out, "received"), rule="计入各项件数、不计入各项比率的转办工单")
    yield _known(Figure("excluded.late", "剔除考核的逾期工单", late, rule="剔除考核工单中逾期的"), profile, "closed_at")


def _close_rate(rows: pd.DataFrame) -> Figure:
    closed = _sum(rows, "on_time") + _sum(rows, "closed_late")
    return ratio("closed.share", "办结率", closed, closed + _sum(rows, "open_late"), "已办结 ÷ （已办结 + 逾期未办结）")


def _callbacks(rows: pd.DataFrame, profile: Profile) -> Iterator[Figure]:
    columns = profile.ledger.columns
    if "called_back_at" not in columns:
        return
    called_back, satisfied = _sum(rows, "called_back"), _sum(rows, "service_satisfied")
    if "closed_at" in columns:
        closed = _sum(rows, "on_time") + _sum(rows, "closed_late")
        yield ratio("callback_rate", "转办回访率", called_back, closed, "已回访 ÷ 已办结")
    if "service_rating" in columns:
        # Without a single answer there is nothing to tell; 0% would be a claim.
        whole = called_back if _sum(rows, "service_answered") else 0
        yield ratio("callback_satisfaction", "回访满意率", satisfied, whole, "对热线服务满意 ÷ 已回访")


def split_figures(rows: pd.DataFrame, profile: Profile) -> Figures:
    """What was kept, by kind of unit (`kind.*`) and type (`type.*`), and all by channel and level, with shares.

    Kinds and types that the ledger has no column for are None.
    """
    kept = rows[rows["disposition"] != TRANSFERRED]
    label = kept_label(profile)
    kinds = [(f"kind.{kind.key}", f"{kind.text}诉求", kind.name) for kind in profile.kinds]
    types = [(f"type.{key}", f"{word}类", word) for key, word in REQUEST_TYPES.items()]
    whole = [
        *(_known(figure, profile, "unit") for figure in _parts(kept, "unit_kind", kinds, label)),
        *(_known(figure, profile, "request_type") for figure in _parts(kept, "request_type", types, label)),
    ]
    for column in ("channel", "level"):
        names = [(f"{column}.{name}", name, name) for name in ranking(rows, column).index]
        whole += _parts(rows, column, names, "受理总量")
    return {figure.key: figure for figure in whole}


def _known(figure: Figure, profile: Profile, column: str) -> Figure:
    """The figure, or one without a value where the ledger has no such column."""
    if column in profile.ledger.columns:
        return figure
    return replace(figure, value=None, numerator=None, denominator=None)


def _parts(rows: pd.DataFrame, column: str, parts: list[tuple[str, str, str]], whole: str) -> Iterator[Figure]:
    total = _sum(rows, "received")
    for key, label, value in parts:
        count = _sum(rows[rows[column] == value], "received")
        yield Figure(key, label, count, rule=f"{whole}中的{label}")
        yield ratio(f"{key}.share", f"{label}占比", count, total, f"{label} ÷ {whole}")


def call_figures(calls: pd.DataFrame) -> Figures:
    """接通率 of the given days' calls; None where no call came in."""
    offered, answered = int(calls["offered"].sum()), int(calls["answered"].sum())
    rule = f"接通量 ÷ 来电量（{len(calls)}天的话务统计）"
    return {"answer_rate": ratio("answer_rate", "电话接通率", answered, offered, rule)}


def ranking(rows: pd.DataFrame, column: str) -> pd.Series:
    """Cases by the values of a column, most first; values with equal counts in the order of their names."""
    counts = rows.groupby(column)["received"].sum().astype(int)
    return counts[counts > 0].sort_index().sort_values(ascending=False, kind="stable")


def busiest_units(rows: pd.DataFrame, profile: Profile, *, kind: str, top: int) -> Figure:
    """The units of a kind with most cases, most first, in the official order where equal; `kind` is its key."""
    chosen = next(one for one in profile.kinds if one.key == kind)
    counts = ranking(rows[rows["disposition"] != TRANSFERRED], "unit").to_dict()
    units = [unit for unit in chosen.units if counts.get(unit.name, 0) > 0]
    units.sort(key=lambda unit: -counts[unit.name])
    names = tuple(unit.in_text for unit in units[:top])
    return Figure(f"top_{kind}s", f"受理量较多的{chosen.text}", names, rule=f"按受理量由多到少的前{len(names)}个")


def ratio(key: str, label: str, part: int, whole: int, rule: str) -> Figure:
    """A plain share as a figure; its value is None where `whole` is 0."""
    return Figure(key, label, share(part, whole), numerator=part, denominator=whole, rule=rule)


def _sent(rows: pd.DataFrame, disposition: str) -> pd.DataFrame:
    return rows[rows["disposition"] == disposition]


def _sum(rows: pd.DataFrame, column: str) -> int:
    return int(rows[column].sum())
