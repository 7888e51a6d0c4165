"""The advice in four sentences: which strategy, why, how sure that is, and what it costs."""

from __future__ import annotations

from experiments.advice import Advice, advise
from experiments.comparison import Comparison
from experiments.definitions import Definition
from experiments.pattern_results import stored
from experiments.verdict import Verdict
from experiments.wording import (
    counted,
    ending_sentences,
    frequency_sentence,
    listed,
    risk_sentences,
    strategy_name,
    verdict_sentence,
)
from scenarios.formats import money, number, signed
from scenarios.texts import text

PARTS = ("which", "why", "sure", "cost")
"""In the order in which a reader asks; each has its label, the text ``advice.<part>``."""


def advice_sentences(
    comparison: Comparison, verdict: Verdict, advice: Advice | None, language: str
) -> dict[str, str]:
    """Part → what is said; parts of which nothing can be said are missing."""
    if advice is None:
        return {"sure": verdict_sentence(comparison, verdict, language)}
    said = {"which": _which(comparison, advice, language)}
    if advice.choice:
        said["why"] = _why(comparison, verdict, advice, language)
    said["sure"] = _sure(comparison, verdict, advice, language)
    if advice.choice:
        said["cost"] = _cost(comparison, advice, language)
    return said


def sentences(
    comparison: Comparison, verdict: Verdict, definition: Definition, baseline: str, language: str
) -> list[str]:
    """All that is to be said on top of a comparison that is read from top to bottom."""
    advice = advise(comparison, verdict, definition, baseline)
    told = advice_sentences(comparison, verdict, advice, language)
    labelled = {
        part: text("advice.labelled", language, label=text(f"advice.{part}", language), sentence=sentence)
        for part, sentence in told.items()
    }
    return [
        frequency_sentence(comparison, verdict, language),
        *labelled.values(),
        *ending_sentences(comparison, verdict, language),
        *risk_sentences(comparison, verdict, language),
    ]


def _which(comparison: Comparison, advice: Advice, language: str) -> str:
    names = _names(comparison, advice.between, language)
    if not advice.choice:
        code = "none" if not names else "trade" if advice.basis == "trade" else "two"
        return text(f"advice.which.{code}", language, between=names)
    others = tuple(name for name in advice.between if name != advice.choice)
    return text(
        f"advice.which.{advice.basis}",
        language,
        choice=strategy_name(comparison, advice.choice, language),
        others=_names(comparison, others, language),
    )


def _why(comparison: Comparison, verdict: Verdict, advice: Advice, language: str) -> str:
    against = strategy_name(comparison, advice.against, language)
    parts = [
        text(
            "advice.why.lively",
            language,
            mine=number(verdict.lively[advice.choice], language),
            theirs=number(verdict.lively[advice.against], language),
            of=counted("launches", verdict.launches[advice.choice], language),
            against=against,
        )
    ]
    for sign in advice.signs:
        scale, digits = (1.0, 1) if sign.code == "messages" else (100.0, 0)
        parts.append(
            text(
                f"advice.why.{sign.code}",
                language,
                mine=number(scale * sign.mine, language, digits),
                theirs=number(scale * sign.theirs, language, digits),
            )
        )
    return text("advice.why.all", language, parts=_joined(parts, language))


def _sure(comparison: Comparison, verdict: Verdict, advice: Advice, language: str) -> str:
    said = [verdict_sentence(comparison, verdict, language)]
    if advice.more_money is not None:
        said.append(
            text(
                "advice.sure.money",
                language,
                low=_yuan(advice.more_money.low, language),
                high=_yuan(advice.more_money.high, language),
            )
        )
    if advice.gain is not None:
        said.append(
            text(
                "advice.sure.gain",
                language,
                against=strategy_name(comparison, advice.against, language),
                mean=signed(advice.gain.mean, language),
                low=signed(advice.gain.low, language),
                high=signed(advice.gain.high, language),
            )
        )
    patterns = stored()
    if patterns is not None and patterns.current:
        passed, judged = (sum(column) for column in zip(*patterns.counts().values(), strict=True))
        said.append(text("advice.sure.model", language, passed=passed, judged=judged))
    return _joined(said, language)


def _cost(comparison: Comparison, advice: Advice, language: str) -> str:
    spent = advice.money
    if spent is None:
        return ""
    bills = {"staff": spent.staff, "packets": spent.packets, "fees": spent.fees, "rewards": spent.rewards}
    told = [
        text(f"advice.cost.{name}", language, amount=_yuan(amount, language))
        for name, amount in bills.items()
        if amount >= 50.0
    ]
    values = {
        "days": counted("days", comparison.days, language),
        "total": _yuan(sum(bills.values()), language),
        "bills": listed(told, language),
        "hours": number(advice.hours_a_week, language, 1),
        "profit": _yuan(spent.profit, language),
        "low": _yuan(spent.profit_low, language),
        "high": _yuan(spent.profit_high, language),
        "revenue": _yuan(spent.revenue, language),
        "goods": _yuan(spent.goods, language),
    }
    said = [text("advice.cost.bills" if told else "advice.cost.nothing", language, **values)]
    said.append(
        text("advice.cost.earned" if spent.revenue > 0 else "advice.cost.no_sales", language, **values)
    )
    return _joined(said, language)


def _names(comparison: Comparison, strategies: tuple[str, ...], language: str) -> str:
    names = [
        text("advice.name", language, name=strategy_name(comparison, one, language)) for one in strategies
    ]
    return listed(names, language)


def _joined(sentences: list[str], language: str) -> str:
    return ("" if language.startswith("zh") else " ").join(sentences)


def _yuan(fen: float, language: str) -> str:
    """Whole yuan, never a minus before nothing, and a minus that no line break parts from its amount."""
    shown = money(fen, language)
    return shown.removeprefix("-") if shown == "-¥0" else shown.replace("-", "\u2212\u2060")
