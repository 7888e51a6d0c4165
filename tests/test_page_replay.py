"""The Replay page in every state it can be in, and what it sends to its player, without a browser."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from app.replay.packing import packed
from app.replay.state import USUAL
from app.replay.tables import act_table, day_table
from app.wording import Words
from experiments import own_scenarios
from experiments.replay import lives as making
from experiments.replay.lines import CODES
from experiments.replay.lives import Asked, lives
from scenarios import own
from scenarios.library import strategies, worlds
from scenarios.texts import LANGUAGES
from sim.outcome import EVENT_KINDS
from sim.population import PopulationTooLargeError

PAGE = """
from app.replay.page import show_replay
from app.session import current
from app.wording import Words

session = current()
show_replay(session, Words(session.language))
"""
SMALL = {"world": "strangers_60", "seed": "2", "days": "14"}
HAN = re.compile("[一-鿿]")


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


def open_page(language: str = "en", **params: str) -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=60)
    for name, value in {**SMALL, **params, "lang": language}.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def link(page: AppTest) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else value[0] for name, value in dict(page.query_params).items()
    }


def words_of(page: AppTest) -> str:
    said = [one.value for kind in (page.title, page.markdown, page.caption) for one in kind]
    said += [one.value for kind in (page.error, page.warning) for one in kind]
    said += [one.label for kind in (page.button, page.selectbox, page.number_input) for one in kind]
    return "\n".join(str(one) for one in said)


def sent(page: AppTest) -> dict:
    """What the player was given."""
    (player,) = page.get("bidi_component")
    return json.loads(player.proto.json)


def choose(page: AppTest, label: str, code: str, language: str = "en") -> AppTest:
    box = next(one for one in page.selectbox if one.label == Words(language)(label))
    box.set_value(Words(language)(code)).run()
    assert not page.exception, page.exception
    return page


def test_first_use() -> None:
    page = AppTest.from_string(PAGE, default_timeout=60)
    page.run()
    assert not page.exception
    data = sent(page)
    assert (data["days"], len(data["worlds"]), data["day"]) == (USUAL.days, 1, 0)
    assert not page.warning
    assert link(page) == {
        "world": USUAL.world, "strategy": USUAL.strategy, "seed": "1", "days": "90", "day": "1",
    }  # fmt: skip


def test_it_is_a_page_of_the_lab() -> None:
    from app.pages import PAGES

    (entry,) = [one for one in PAGES if one.code == "replay"]
    assert entry.place == "app.replay.page:show_replay"
    assert entry.icon == ":material/play_circle:"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_group(language: str) -> None:
    page = open_page(language, strategy="hard_ads", day="3")
    said = words_of(page)
    assert bool(HAN.search(said)) == (language == "zh")
    assert "{" not in said
    data = sent(page)
    assert len(data["worlds"]) == 1
    assert data["day"] == 2
    assert data["jumps"] == []
    assert data["parting"] == -1
    assert "qunlab replay strangers_60 hard_ads --seed 2 --days 14" in page.code[0].value
    assert bool(HAN.search(json.dumps(data["texts"], ensure_ascii=False))) == (language == "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_worlds(language: str) -> None:
    page = open_page(language, strategy="hard_ads", beside="neglect")
    data = sent(page)
    assert [one["name"] for one in data["worlds"]] == [
        Words(language)(f"strategy.{one}") for one in ("hard_ads", "neglect")
    ]
    found = lives(Asked("strangers_60", "hard_ads", 2, 14, "neglect")).parting
    assert found is not None
    assert data["parting"] == found.day
    assert data["jumps"][0][0] == found.day
    said = words_of(page)
    assert Words(language)("strategy.neglect") in said
    assert Words(language)("replay.parting", said="").strip() in said
    assert "--beside neglect" in page.code[0].value
    assert link(page)["beside"] == "neglect"


def test_a_link_opens_a_fork_again() -> None:
    page = open_page(strategy="hard_ads", fork="6.trust_playbook", day="9")
    data = sent(page)
    assert (data["day"], len(data["worlds"]), data["jumps"][0][0]) == (8, 2, 5)
    assert "From day 6 on" in words_of(page)
    assert link(page)["fork"] == "6.trust_playbook"
    assert "beside" not in link(page)
    page.button(key="replay-unfork").click().run()
    assert len(sent(page)["worlds"]) == 1
    assert "fork" not in link(page)


def test_going_another_way_from_a_day() -> None:
    page = open_page(strategy="neglect", beside="hard_ads", day="4")
    before = sent(page)["go"]
    field = next(one for one in page.number_input if one.label == Words("en")("replay.turn.day"))
    assert field.value == 4
    field.set_value(5)
    choose(page, "replay.turn.strategy", "strategy.kol_sharing")
    page.button(key="replay-turn-go").click().run()
    assert not page.exception
    data = sent(page)
    assert data["go"] > before
    assert data["day"] == 4
    assert data["worlds"][1]["name"] == Words("en")(
        "player.forked", strategy=Words("en")("strategy.kol_sharing"), day=5
    )
    assert link(page)["fork"] == "5.kol_sharing"
    assert link(page)["day"] == "5"
    choose(page, "replay.beside", "strategy.shills")
    assert link(page)["beside"] == "shills"
    assert "fork" not in link(page)


def test_another_group_another_strategy_fewer_days() -> None:
    page = open_page(strategy="hard_ads", day="14")
    choose(page, "replay.strategy", "strategy.shills")
    choose(page, "replay.world", "world.community_150")
    page.number_input(key="replay-days").set_value(8).run()
    page.number_input(key="replay-seed").set_value(7).run()
    assert not page.exception
    assert link(page) == {
        "world": "community_150", "strategy": "shills", "seed": "7", "days": "8", "day": "8", "lang": "en",
    }  # fmt: skip
    data = sent(page)
    assert data["days"] == 8
    assert data["day"] == 7
    assert data["worlds"][0]["shills"]


def test_a_fork_of_what_is_chosen_now_is_none() -> None:
    page = open_page(strategy="hard_ads", fork="6.shills")
    choose(page, "replay.strategy", "strategy.shills")
    assert len(sent(page)["worlds"]) == 1


@pytest.mark.parametrize(
    ("params", "ignored"),
    [
        ({"world": "../etc/passwd"}, 1),
        ({"strategy": "<script>", "days": "100000"}, 2),
        ({"day": "15"}, 1),
        ({"day": "-1", "seed": "１"}, 2),
        ({"fork": "99.neglect"}, 1),
        ({"fork": "5.hard_ads"}, 1),
        ({"fork": "0.neglect"}, 1),
        ({"beside": "hard_ads"}, 1),
        ({"beside": "shills", "fork": "5.neglect"}, 1),
    ],
)
def test_a_link_that_is_wrong_is_said_and_passed_over(params: dict[str, str], ignored: int) -> None:
    page = open_page(**params)
    assert page.warning[0].value == Words("en")("notice.ignored", n=ignored)
    assert sent(page)["worlds"]


def test_a_group_that_would_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    import app.replay.page

    def refuse(_asked: Asked, _digest: str, _whose: object) -> None:
        raise PopulationTooLargeError(5000, 3000)

    monkeypatch.setattr(app.replay.page, "_lives", refuse)
    page = open_page()
    assert page.error[0].value == Words("en")("replay.too_many")
    assert not page.get("bidi_component")


def test_worlds_that_never_part_and_groups_that_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(world="giveaway_300", strategy="fission", seed="1", days="12", fork="12.neglect")
    assert Words("en")("replay.too_late") in words_of(page)
    assert [day for day, _ in sent(page)["jumps"]] == [11, 6]
    assert sent(page)["worlds"][0]["ended"] == 7
    monkeypatch.setattr(making, "parting", lambda *_args, **_more: None)
    page = open_page(strategy="neglect", beside="hard_ads", seed="77")
    assert Words("en")("replay.never_part") in words_of(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_player_gets_is_the_life(language: str) -> None:
    asked = Asked("community_150", "trust_playbook", 3, 12, "neglect")
    found = lives(asked)
    data = packed(asked, found, "x", Words(language))
    json.dumps(data, allow_nan=False)
    assert len(data["lines"]) == len(CODES)
    assert all(data["lines"])
    assert len(data["names"]) == len(data["tiers"]) == len(data["places"]) / 2
    for world, life in zip(data["worlds"], found.worlds, strict=True):
        columns = {name: base64.b64decode(column) for name, column in world["rows"].items()}
        minutes = np.frombuffer(columns["minute"], "<i4")
        assert minutes.tolist() == (life.rows["t"] * 1440).astype(int).tolist()
        for name, kind in (
            ("member", "<i2"),
            ("target", "<i2"),
            ("about", "<i4"),
            ("code", "u1"),
            ("move", "<i2"),
        ):
            assert np.frombuffer(columns[name], kind).tolist() == life.rows[name].tolist()
        assert np.frombuffer(columns["value"], "<i4").tolist() == life.rows["value"].astype(int).tolist()
        gauges = life.gauges()
        assert world["gauges"]["messages"] == gauges["messages"].tolist()
        posts = life.rows["kind"] == EVENT_KINDS.index("owner_post")
        assert world["marks"] == sorted(set(life.rows["t"][posts].astype(int).tolist()))
    moves = {str(int(move)) for life in found.worlds for move in life.rows["move"] if move >= 0}
    assert moves <= data["moves"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables(language: str) -> None:
    life = lives(Asked("strangers_60", "hard_ads", 2, 14)).worlds[0]
    days = day_table(life, Words(language))
    assert [row[0] for row in days.rows] == list(range(1, 15))
    assert len(days.shown()) == 3
    assert "nan" not in days.csv().decode("utf-8-sig")
    acts = act_table(life, Words(language)).csv().decode("utf-8-sig").splitlines()
    assert len(acts) == 1 + len(life.rows)
    assert acts[0] == "t,kind,line,member,name,target,text"


def test_every_strategy_can_be_replayed() -> None:
    for strategy in strategies():
        asked = Asked("strangers_60", strategy, 4, 10)
        data = packed(asked, lives(asked), "x", Words("en"))
        assert data["worlds"][0]["rows"]["code"]


# Links, levers and the reader's own


def links_of(page: AppTest) -> list[tuple[str, dict[str, list[str]]]]:
    return [(one.proto.page, parse_qs(one.proto.query_string)) for one in page.get("page_link")]


EDIT = "hard_ads.moves.0.when.per_day:3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_changed_levers_of_a_link_are_lived_told_and_kept(language: str) -> None:
    page = open_page(language, strategy="neglect", beside="hard_ads", edit=EDIT)
    data = sent(page)
    shipped = sent(open_page(language, strategy="neglect", beside="hard_ads"))
    assert data["worlds"][0]["rows"] == shipped["worlds"][0]["rows"]
    assert data["worlds"][1]["rows"] != shipped["worlds"][1]["rows"]
    assert data["worlds"][1]["name"] == Words(language)(
        "edited.name", strategy=Words(language)("strategy.hard_ads")
    )
    assert Words(language)("field.per_day") in words_of(page)
    assert link(page)["edit"] == EDIT
    file = re.search(r"--beside (\S+\.yaml)", page.code[0].value)
    assert file is not None
    assert "per_day: 3" in Path(file[1]).read_text(encoding="utf-8")
    choose(page, "replay.beside", "strategy.shills", language)
    assert "edit" not in link(page)


@pytest.mark.parametrize("edit", ["hard_ads.moves.0.when.per_day:900", "hard_ads.moves.7.x:1"])
def test_levers_that_cannot_be_are_dropped_and_said(edit: str) -> None:
    page = open_page(strategy="hard_ads", edit=edit)
    assert page.warning[0].value == Words("en")("notice.edits_dropped")
    assert "edit" not in link(page)
    assert sent(page)["worlds"][0]["name"] == Words("en")("strategy.hard_ads")


def test_levers_of_a_strategy_that_is_not_shown_are_left_out() -> None:
    page = open_page(strategy="neglect", edit=EDIT)
    assert page.warning[0].value == Words("en")("notice.ignored", n=1)


def test_on_to_the_autopsy_of_each_group_that_died() -> None:
    page = open_page(strategy="hard_ads", beside="trust_playbook", days="60", edit=EDIT)
    found = lives(Asked("strangers_60", "trust_playbook", 2, 60)).worlds[0]
    assert found.death() == float("inf")
    ((code, params),) = links_of(page)
    assert code == "autopsy"
    assert params == {
        "world": ["strangers_60"], "strategy": ["hard_ads"], "seed": ["2"], "days": ["60"], "edit": [EDIT],
        "lang": ["en"],
    }  # fmt: skip
    assert not links_of(open_page(strategy="trust_playbook", days="60"))


def test_a_link_that_is_followed_in_an_open_tab_replaces_what_was_there() -> None:
    page = open_page(strategy="hard_ads", day="9")
    choose(page, "replay.world", "world.community_150")
    page.query_params = {**SMALL, "strategy": "neglect", "day": "3", "lang": "en"}
    page.run()
    assert not page.exception
    assert (link(page)["world"], link(page)["strategy"], sent(page)["day"]) == ("strangers_60", "neglect", 2)


def test_a_group_and_a_strategy_of_ones_own_until_they_are_deleted() -> None:
    folder = own_scenarios.folder()
    kept = {
        kind: own.duplicate(folder, kind, path.read_text(encoding="utf-8"), "*Mine*").id
        for kind, path in (
            ("world", worlds()["strangers_60"].path),
            ("strategy", strategies()["hard_ads"].path),
        )
    }
    page = open_page(**kept, beside="neglect")
    assert sent(page)["worlds"][0]["name"] == "*Mine*"
    assert "\\*Mine\\*" in words_of(page)
    assert sent(page)["worlds"][0]["rows"] == sent(open_page(strategy="hard_ads"))["worlds"][0]["rows"]
    assert link(page)["world"] == kept["world"]
    assert f"qunlab replay {kept['world']} {kept['strategy']}" in page.code[0].value
    for kind, id_ in kept.items():
        own.delete(folder, kind, id_)
    page.run()
    assert not page.exception
    assert page.warning[0].value == Words("en")("notice.own_gone")
    assert (link(page)["world"], link(page)["strategy"]) == (USUAL.world, USUAL.strategy)
    assert link(page)["beside"] == "neglect"


def test_the_key_names_stewards_where_there_are_any() -> None:
    without = sent(open_page(strategy="hard_ads"))["texts"]["legend"]
    data = sent(open_page(strategy="stewards", days="30"))
    assert data["texts"]["legend"] == [*without, Words("en")("player.steward")]
