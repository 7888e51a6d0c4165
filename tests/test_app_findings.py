"""What the page says beside its figures: money under the verdict, what "lively" asks, on what base a share rests."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from app.charts.activity import PLOT, ROW, activity_chart, highest
from app.charts.cash import cash_chart
from app.charts.difference import Asked, difference_chart
from app.charts.field import field_html
from app.charts.figures import figures_table
from app.charts.hidden import PARTS, hidden_chart
from app.money_line import makes_no_offer, money_line
from app.verdict_card import lively_means
from app.view import View
from app.wording import Words
from experiments.comparison import Comparison
from experiments.definitions import DEFAULT, KINDS, all_definitions
from experiments.outcome_rows import POSITION
from experiments.talk_of_lively import talk_of_lively
from scenarios.texts import LOCALE_FOLDER
from tests.fabricated import fabricated

EN, ZH = Words("en"), Words("zh")


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return fabricated(View(launches=30, days=90))


def paying(comparison: Comparison, **yuan: float) -> Comparison:
    """The same with other revenues and no costs; a strategy that is not named has neither."""
    rows = comparison.ensemble.rows.copy()
    for name in ("revenue_fen", "buyers", "goods_fen", "packet_fen", "fee_fen", "minutes"):
        rows[:, :, POSITION[name]] = 0.0
    spread = np.linspace(-50.0, 50.0, rows.shape[0])
    for position, name in enumerate(comparison.strategies):
        if name in yuan:
            # Every strategy has its own order of launches, so differences vary.
            rows[:, position, POSITION["revenue_fen"]] = 100 * (yuan[name] + np.roll(spread, 7 * position))
            rows[:, position, POSITION["buyers"]] = 1.0
    return replace(comparison, ensemble=replace(comparison.ensemble, rows=rows))


def test_the_verdict_says_what_pays_most(comparison: Comparison) -> None:
    rich = paying(comparison, hard_ads=8000, trust_playbook=2500)
    said = money_line(rich, rich.verdict(), DEFAULT, EN)
    count = rich.lively("hard_ads", rich.judged_day).count
    assert f"Five hard ads a day brings most money, ¥8,000 a launch, and has {count} of 30" in said
    assert "Trust playbook brings ¥2,500" in said
    assert "not clearly" not in said
    assert "¥8,000" in money_line(rich, rich.verdict(), DEFAULT, ZH)


def test_profits_that_overlap_are_not_ranked(comparison: Comparison) -> None:
    close = paying(comparison, hard_ads=1001, trust_playbook=1000)
    said = money_line(close, close.verdict(), DEFAULT, EN)
    assert "not clearly more than Trust playbook (¥1,000)" in said


def test_a_strategy_left_out_of_the_ranking_does_not_lead_the_money(comparison: Comparison) -> None:
    shills = paying(comparison, hard_ads=1000, shills=9000)
    said = money_line(shills, shills.verdict(), DEFAULT, EN)
    assert "among the ranked strategies, Five hard ads a day" in said


def test_who_sells_nothing_is_said_to(comparison: Comparison) -> None:
    rich = paying(comparison, hard_ads=8000)
    assert makes_no_offer(rich, "kol_sharing")
    # It offers, and nobody bought.
    assert not makes_no_offer(rich, "trust_playbook")
    chart = cash_chart(rich, EN)
    said = {row["Strategy"]: row["Revenue"] for row in chart.table.shown()}
    sharing = EN("strategy.kol_sharing")
    assert said[sharing] == "¥0 (makes no offer)"
    assert said[EN("strategy.trust_playbook")] == "¥0"
    labels = [one.text for one in chart.figure().layout.annotations]
    assert ["makes no offer" in one for one in labels if sharing in one] == [True]


@pytest.mark.parametrize("words", [EN, ZH], ids=lambda words: words.language)
def test_lively_is_explained_for_every_definition(words: Words) -> None:
    said = {lively_means(definition, words) for definition in all_definitions()}
    assert len(said) == len(all_definitions())
    assert len({one.kind for one in all_definitions()}) == len(KINDS)
    assert not any("{" in one or one.startswith("lively.") for one in said)


def test_the_field_says_how_much_the_lively_talk(comparison: Comparison) -> None:
    day = comparison.judged_day
    alive = comparison.deaths("trust_playbook") > day
    weeks = comparison.ensemble.talk_paths[
        alive, comparison.strategies.index("trust_playbook"), day - 7 : day
    ]
    expected = float(np.median(weeks.mean(axis=1)))
    assert talk_of_lively(comparison, "trust_playbook", day, DEFAULT) == pytest.approx(expected)
    assert np.isnan(talk_of_lively(comparison, "hard_ads", day, DEFAULT))
    page = field_html(comparison, day, DEFAULT, (), EN)
    assert page.count('ql-talk" title') == sum(
        comparison.lively(n, day).count > 0 for n in comparison.strategies
    )


def test_shares_state_their_base(comparison: Comparison) -> None:
    for part in PARTS:
        made = hidden_chart(comparison, part, EN).figure()
        assert tuple(made.layout.yaxis.range) == (0, 100)
        assert EN(f"axis.{part}") in [one.text for one in made.layout.annotations]
        assert "100" in EN(f"axis.{part}")
    assert "100 who ever joined" in EN("hidden.muted_share")
    names = [row[EN("column.figure")] for row in figures_table(comparison, DEFAULT, EN).shown()]
    assert any("of members still present" in name for name in names)


def test_the_two_fates_are_named() -> None:
    assert "two stable fates" in EN("card.activity.caption")


def test_fans_are_of_one_size_and_labels_clear_the_lane_above(comparison: Comparison) -> None:
    top, sizes = highest(comparison, 1), set()
    for name in comparison.strategies:
        layout = activity_chart(comparison, name, 1, top, EN).figure().layout
        low, high = layout.yaxis.domain
        sizes.add(round((high - low) * (layout.height - layout.margin.t - layout.margin.b)))
    assert sizes == {PLOT}
    # A label of 11 pixels, a tick of 9, and air between them.
    assert ROW >= 34


def test_one_zone_and_the_largest_difference_on_top(comparison: Comparison) -> None:
    chart = difference_chart(comparison, Asked(comparison.measure("lively_days"), "shills", 90, DEFAULT), EN)
    shapes = chart.figure().layout.shapes
    assert [(one.type, one.yref, one.y0, one.y1) for one in shapes] == [
        ("rect", "paper", 0, 1),
        ("line", "paper", 0, 1),
    ]
    sizes = [abs(row[1]) for row in chart.table.rows]
    assert sizes == sorted(sizes, reverse=True)
    assert "shills" not in [row[0] for row in chart.table.rows]


def test_one_chinese_word_for_one_thing() -> None:
    text = (LOCALE_FOLDER / "zh" / "LC_MESSAGES" / "lab.po").read_text(encoding="utf-8")
    # Strategy, owner of the group, vitality, alive, silent as of a place.
    assert (
        re.findall("\u7b56\u7565|\u7fa4\u4e3b|\u6d3b\u529b|\u6d3b\u7740|\u6c89\u5bc2|\u79cd\u5b50", text)
        == []
    )
    assert "seed" not in EN("settings.seed").lower()
