"""Scene 6: time and memory of one step up to a million parameters, and memory traded for time."""

from collections.abc import Sequence
from math import log

import streamlit as st

from backprop.explain.numbers import text
from pages.shared.formulas import picture
from pages.shared.layout import colours, prose
from pages.why_backprop import measure
from pages.why_backprop.figures.large import memory_for_time, time_and_memory
from pages.why_backprop.numbers.large import (
    BATCH,
    DEEP,
    DEEP_WIDTH,
    HIDDEN_LAYERS,
    Timed,
    Trade,
    growth_of_time,
    growth_of_work,
)
from pages.why_backprop.state import LONGER, MILLION, NOT_AT_ALL, THOUSAND
from pages.why_backprop.words import (
    duration_text,
    every_text,
    in_proportion,
    power_text,
    seconds_text,
    steps_alt,
    trades_alt,
)

PAGE = __file__


def show(asked: bool) -> None:
    """No fragment: a press of Stop does not interrupt one."""
    if asked and not _ask():
        return
    st.markdown(prose(PAGE, "large", batch=str(BATCH), layers=str(HIDDEN_LAYERS)))
    timed = measure.gradients()
    if timed is None:
        return
    picture(time_and_memory(timed, colours()), "steps", steps_alt(timed))
    _result(timed)
    st.markdown(prose(PAGE, "large memory"))
    trades = measure.trades()
    if trades is not None:
        _trade(trades)
        picture(memory_for_time(trades, colours()), "trades", trades_alt(trades))
        measure.again(measure.GRADIENTS, measure.TRADES)


def _ask() -> bool:
    parameters, work = growth_of_work()
    right = min(
        (NOT_AT_ALL, 1), (THOUSAND, parameters), (MILLION, parameters**2), key=lambda one: abs(log(one[1] / work))
    )
    return LONGER.ask(PAGE, right[0], parameters=f"{parameters:,.0f}", work=f"{work:,.0f}")


def _result(timed: Sequence[Timed]) -> None:
    first, last = timed[0], timed[-1]
    passes = 2 * last.parameters
    said = {"first": f"{first.parameters:,}", "last": f"{last.parameters:,}"}
    said |= {"fast": seconds_text(first.seconds), "slow": seconds_text(last.seconds)}
    power = growth_of_time(timed)
    said |= {"power": power_text(power), "passes": f"{passes:,}", "long": duration_text(passes * last.forward_seconds)}
    about = prose(PAGE, "large in proportion") if in_proportion(power) else prose(PAGE, "large disturbed")
    st.markdown(prose(PAGE, "large result", about=about, **said))


def _trade(trades: Sequence[Trade]) -> None:
    whole, best = trades[0], min(trades, key=lambda trade: trade.kept)
    st.markdown(
        prose(
            PAGE,
            "trade",
            layers=str(DEEP),
            width=str(DEEP_WIDTH),
            batch=str(BATCH),
            every=every_text(best.every),
            share=f"{best.kept / whole.kept:.0%}",
            work=text(best.work, 3),
            time=text(best.seconds / whole.seconds, 2),
            same=prose(PAGE, "trade same")
            if best.difference == 0
            else prose(PAGE, "trade apart", by=text(best.difference, 2)),
        )
    )


def _same(trade: Trade) -> str:
    """How far the gradient is from that with everything kept."""
    return prose(PAGE, "trade apart", by=text(trade.difference, 2)) if trade.difference else prose(PAGE, "trade same")
