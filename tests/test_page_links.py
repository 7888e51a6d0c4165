"""Addresses: each part of a view is in the address and comes back from it, and none that is wrong breaks a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.my_group.state import MyGroupState, description_of
from app.pages import PAGES
from app.view import View
from experiments import jobs
from experiments.my_group.description import Description
from experiments.plans.expansion import Expansion
from experiments.plans.kept import store_for
from experiments.runs.conduct import conduct
from experiments.runs.executors import Threads
from experiments.sweeps import shelf
from experiments.sweeps.checking import checked
from tests.fabricated import keep_answer
from tests.made_autopsies import keep_autopsy

PAGE = """
from app.pages import PAGES
from app.session import current
from app.wording import Words

session = current()
next(one for one in PAGES if one.code == "{code}").show(session, Words(session.language))
"""
SMALL = View(strategies=("hard_ads", "trust_playbook"), launches=4, days=14)
NAMES = {
    "compare": (
        "world strategies launches days seed edit death day baseline measure job smooth group tables"
    ),
    "replay": "world strategy beside seed days day fork tables",
    "autopsy": "world strategy seed days death depth causes rescues job tables",
    "lessons": "lesson step guess launch knob done tables",
    "experiments": "tab sweep measure factor world shown study strategies numbers tables",
    "library": "shelf entry edit mode part search",
    "about": "part grade",
}
"""What each page reads from its address."""
HELD = [
    *((code, {}) for code in NAMES),
    ("lessons", {"lesson": "attention"}),
    ("lessons", {"lesson": "attention", "guess": "40~sharing", "step": "knob"}),
    ("experiments", {"tab": "stores"}),
    ("experiments", {"tab": "explore"}),
    ("experiments", {"tab": "judge", "study": "race"}),
    ("library", {"shelf": "worlds"}),
    ("library", {"shelf": "plans"}),
    ("library", {"entry": "neglect"}),
    ("library", {"shelf": "worlds", "entry": "strangers_60", "edit": "copy"}),
    ("about", {"part": "evidence"}),
]
"""Parts of addresses that are right while all others are wrong."""
HOSTILE: tuple[str | list[str], ...] = (
    "a" * 5000, "<script>alert(1)</script>", "-1", ["nan", "inf", "nan"], "../../etc/passwd", "\x00", "\u0663",
    "own_gone", "9" * 400, "", "~~,~.-..",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: Any) -> jobs.Job:
        raise jobs.TooManyJobsError

    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(jobs, "_start", refuse)


def page_of(code: str, link: Mapping[str, str | list[str]]) -> AppTest:
    """A page of the lab, opened by a link."""
    page = AppTest.from_string(PAGE.format(code=code), default_timeout=60)
    for name, value in link.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def address(page: AppTest) -> dict[str, Any]:
    """The address, with what stands in it once as a text."""
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in page.query_params.items()
    }


def texts_of(page: AppTest) -> str:
    """What one reads on a page."""
    kinds = (
        page.title,
        page.header,
        page.markdown,
        page.caption,
        page.error,
        page.warning,
        page.info,
        page.text,
    )
    said = [one.value for kind in kinds for one in kind]
    said += [one.label for kind in (page.button, page.selectbox, page.number_input) for one in kind]
    return "\n".join(str(one) for one in said)


def test_every_page_is_tried() -> None:
    assert set(NAMES) == {one.code for one in PAGES}


@pytest.mark.parametrize(("code", "held"), HELD, ids=lambda one: str(one)[:30])
def test_a_hostile_address_ends_in_a_page(code: str, held: dict[str, str]) -> None:
    names = NAMES[code].split()
    for turned in range(0, len(HOSTILE), 3):
        wrong = {name: HOSTILE[(turned + place) % len(HOSTILE)] for place, name in enumerate(names)}
        page = page_of(code, {**wrong, **held, "lang": "en"})
        drawn = [str(one.proto.body) for one in page.get("html")]
        assert not any("<script>" in one for one in [texts_of(page), *drawn])
        assert page.warning
    # What the page then says of itself opens the same page again, without complaint.
    found = address(page)
    assert len(json.dumps(found)) < 1500
    again = page_of(code, found)
    assert address(again) == found
    assert not [one for one in again.warning if "link" in str(one.value)]


GROUP = MyGroupState(Description(members=80), opened=True).in_link()
LINKS: list[tuple[str, dict[str, str | list[str]]]] = [
    (
        "compare",
        {
            **SMALL.params(), "day": "7", "death": "cold", "baseline": "trust_playbook", "measure": "profit",
            "smooth": "week", "tables": "life.cash", "group": GROUP,
        },
    ),
    ("replay", {
        "world": "strangers_60", "strategy": "hard_ads", "seed": "2", "days": "14", "day": "3",
        "fork": "5.neglect",
    }),
    ("autopsy", {"world": "community_150", "strategy": "hard_ads", "tables": "autopsy_probe"}),
    ("lessons", {
        "lesson": "attention", "guess": "40~sharing", "step": "knob", "knob": "1", "tables": "lesson_knob",
        "done": "opening~12~red_packets",
    }),
    ("lessons", {"done": "opening~12~red_packets,attention~3~40~sharing"}),
    ("experiments", {
        "tab": "judge", "study": "race", "world": "strangers_60", "strategies": "hard_ads.light_care",
        "measure": "lively_days", "numbers": "60.5.100",
    }),
    ("library", {"shelf": "worlds", "search": "60"}),
    ("library", {"shelf": "strategies", "entry": "hard_ads", "edit": "copy", "part": "settings"}),
    ("library", {"shelf": "worlds", "entry": "strangers_60", "edit": "copy", "mode": "yaml"}),
    ("library", {"shelf": "worlds", "edit": "new", "part": "psychology"}),
    ("about", {"part": "evidence", "grade": "assumed"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "link"), LINKS, ids=lambda one: str(one)[:40])
def test_an_address_brings_the_view_back_and_stays(code: str, link: dict[str, Any]) -> None:
    keep_answer(SMALL)
    keep_autopsy_of_the_first_page()
    page = page_of(code, {**link, "lang": "en"})
    assert address(page) == {**link, "lang": "en"}
    assert not [one for one in page.warning if "link" in str(one.value)]
    page.run()
    assert not page.exception
    assert address(page) == {**link, "lang": "en"}


def keep_autopsy_of_the_first_page() -> None:
    from app.autopsy.case import Case

    keep_autopsy(Case())


def test_what_is_changed_on_the_page_goes_into_the_address() -> None:
    keep_answer(SMALL)
    page = page_of("compare", {**SMALL.params(), "lang": "en"})
    page.button_group(key="form-life@en").set_value("table").run()
    page.button_group(key="smooth@en").set_value("week").run()
    assert (address(page)["tables"], address(page)["smooth"]) == ("life", "week")
    page.button_group(key="form-life@en").set_value("chart").run()
    assert "tables" not in address(page)
    page = page_of("about", {"part": "evidence", "lang": "en"})
    page.button_group(key="about-grade@en").set_value("expert").run()
    assert address(page)["grade"] == "expert"
    page = page_of("lessons", {"lesson": "attention", "guess": "40~sharing", "step": "knob", "lang": "en"})
    page.select_slider[0].set_value(0).run()
    assert address(page)["knob"] == "1"


def test_a_link_turns_cards_to_their_tables() -> None:
    keep_answer(SMALL)
    charts = len(page_of("compare", {**SMALL.params(), "lang": "en"}).get("plotly_chart"))
    page = page_of("compare", {**SMALL.params(), "tables": "life.cash.nothing", "lang": "en"})
    assert len(page.get("plotly_chart")) == charts - 2
    assert page.button_group(key="form-life@en").value == "table"


@pytest.mark.parametrize(
    "description",
    [
        Description(),
        Description(members=5, messages=None, speakers=None, exits=None, age_days=0, answers=False),
        Description(price_yuan=19.9, newcomers=0.5, ads=0.142857, channel="paid_ads", known="strangers"),
    ],
)
def test_a_description_of_a_group_survives_the_address(description: Description) -> None:
    assert description_of(MyGroupState(description, opened=True).in_link()) == description


@pytest.mark.parametrize("given", ["", "1~2", "~" * 12, "5~60~1e999~20~4~1~friends~some~199~60~180~0.3~1"])
def test_a_description_that_cannot_be_is_none(given: str) -> None:
    assert description_of(given) is None


def test_a_tab_opened_on_another_page_compares_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replay's seed and days are not those of a comparison."""
    import app.session

    monkeypatch.setattr(app.session, "_opened_elsewhere", lambda: True)
    link = {"world": "strangers_60", "strategy": "hard_ads", "seed": "2", "days": "14", "day": "400"}
    session = page_of("replay", link).session_state["session"]
    assert (session.view, session.ignored) == (View(), 0)


def test_what_is_explored_comes_back() -> None:
    text = (
        "worlds: [strangers_60]\nstrategies: [hard_ads, light_care]\ndays: 14\nseeds: {count: 2}\n"
        "factors:\n  - {parameter: ad_fatigue, values: [0.03, 0.12]}\n"
    )
    found = checked(text, "plan")
    name = shelf.keep_plan(text, found.plan, found.runs)
    expansion = Expansion(found.plan)
    with closing(store_for(shelf.store_folder(name), expansion, name)) as store:
        conduct(store, expansion, Threads(1))
    link = {
        "tab": "explore", "sweep": name, "measure": "profit", "factor": "world.psychology.ad_fatigue",
        "world": "strangers_60", "shown": "light_care", "tables": "ex_means", "lang": "en",
    }  # fmt: skip
    page = page_of("experiments", link)
    assert address(page) == link
    assert page.selectbox(key="ex_measure@en").value == "profit"
    page.button_group(key="ex_shown@en").set_value(["hard_ads", "light_care"]).run()
    assert not page.exception
    assert "shown" not in address(page)
