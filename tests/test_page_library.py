"""The library page: shelves, entries, search, and a reader's own from the first copy to the last deletion."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from app.library.catalogue import item, items
from app.library.drafts import begin_copy, problem_of, text_now, turn
from app.library.editor import around
from app.library.entry_view import compare_link
from app.library.numbers import rows_of, when_sentence
from app.library.state import SHELVES, LibraryState, put
from app.plain_text import literal
from app.view import view_of
from app.wording import Words
from experiments import own_scenarios
from scenarios import own
from scenarios.library import strategies
from sim.moves import MOVES
from sim.moves.base import When

HAN = re.compile("[\u3400-\u9fff]")
MINE = "title: Mine\nmoves:\n  - move: hard_ads # loud\n    discount: 0.25\n"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUNLAB_HOME", str(tmp_path / "home"))


def keep(text: str = MINE, kind: str = "strategy") -> own.Own:
    return own.save(own_scenarios.folder(), kind, text)


def open_library(language: str = "en", **params: str) -> AppTest:
    def script(language: str) -> None:
        from app.library.page import show_library
        from app.session import current
        from app.wording import Words

        show_library(current(), Words(language))

    page = AppTest.from_function(script, args=(language,), default_timeout=30)
    for name, value in params.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def said_on(page: AppTest) -> str:
    said = [one.value for kind in (page.title, page.header, page.markdown, page.caption) for one in kind]
    said += [one.value for kind in (page.error, page.warning, page.info, page.toast) for one in kind]
    said += [
        one.label for kind in (page.button, page.number_input, page.selectbox, page.toggle) for one in kind
    ]
    said += [table.value.to_csv() for table in page.table]
    return "\n".join(str(one) for one in said)


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception, page.exception
    return page


def mode(page: AppTest, code: str) -> AppTest:
    one = next(one for one in page.button_group if one.key and one.key.startswith("mode-"))
    one.set_value(code).run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize("shelf", SHELVES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_shelf_in_both_languages(language: str, shelf: str) -> None:
    page = open_library(language, shelf=shelf)
    said = said_on(page)
    assert bool(HAN.search(said)) == (language == "zh")
    assert not re.search(r"\{\w+\}|\bnan\b|library\.\w+", said)
    opened = [one for one in page.button if one.key and one.key.startswith("open-")]
    assert len(opened) == len(items(shelf)) > 3


@pytest.mark.parametrize(
    ("shelf", "entry"),
    [
        ("strategies", "full_service"),
        ("strategies", "neglect"),
        ("worlds", "strangers_60"),
        ("moves", "check_in_challenge"),
        ("cases", "E1"),
        ("portfolios", "merge"),
        ("plans", "first_sweep"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_entries_in_both_languages(language: str, shelf: str, entry: str) -> None:
    page = open_library(language, shelf=shelf, entry=entry)
    said = said_on(page)
    assert bool(HAN.search(said)) == (language == "zh")
    assert not re.search(r"\{\w+\}|\bnan\b|library\.\w+", said)
    assert page.query_params["entry"] in (entry, [entry])


def test_every_move_can_be_shown() -> None:
    for language in ("en", "zh"):
        words = Words(language)
        for move in MOVES:
            made = move.model_validate({"move": move.kind()})
            assert when_sentence(made.when, words)
            for row in rows_of(made, words):
                assert row.label
                assert row.value
                assert "{" not in row.value + row.allowed


def test_when_a_move_is_made_in_a_sentence() -> None:
    words = Words("en")
    ads = When(per_day=5, from_hour=9.5, to_hour=21)
    assert when_sentence(ads, words) == "Every day \u00b7 5 times between 09:30 and 21:00"
    quiet = When(every_days=7, from_day=14, until_day=60, trigger="quiet")
    assert "Every 7 days" in when_sentence(quiet, words)
    assert "from day 14 to day 60" in when_sentence(quiet, words)
    assert "When it is quiet" in when_sentence(quiet, words)


@pytest.mark.parametrize(
    ("shelf", "entry"), [("moves", "fission"), ("strategies", "shills"), ("moves", "private_sales")]
)
def test_risk_stands_with_what_carries_it(shelf: str, entry: str) -> None:
    page = open_library(shelf=shelf, entry=entry)
    assert len(page.warning) == 1
    assert not open_library(shelf="moves", entry="useful_post").warning


@pytest.mark.parametrize(
    ("search", "found"), [("水军", "shills"), ("KOL", "kol_sharing"), ("covert promotion", "shills")]
)
def test_search_reads_both_languages_moves_and_risks(search: str, found: str) -> None:
    for language in ("en", "zh"):
        page = open_library(language)
        page.text_input(key="library-search").set_value(search).run()
        keys = {one.key for one in page.button}
        assert f"open-strategies-{found}" in keys
        assert "open-strategies-neglect" not in keys
        assert page.query_params["search"] in (search, [search])


def test_nothing_found_says_so_and_lets_one_out() -> None:
    page = open_library(search="<b>[x](http://x)")
    assert "Nothing on this shelf" in page.info[0].value
    assert "[x]" not in page.info[0].value
    press(page, "library-clear")
    assert len([one for one in page.button if (one.key or "").startswith("open-")]) == len(strategies())


@pytest.mark.parametrize("entry", ["nothing", "../../etc/passwd", "own_x", "<script>", "a" * 5000])
def test_a_link_to_nothing(entry: str) -> None:
    page = open_library(shelf="strategies", entry=entry)
    assert "There is no entry" in page.warning[0].value
    assert "entry" not in page.query_params


def test_compare_opens_what_it_says() -> None:
    kept = keep()
    for shelf in ("worlds", "strategies"):
        for one in items(shelf):
            link = compare_link(one, "zh")
            params = {
                name: [value] for name, _, value in (part.partition("=") for part in link[3:].split("&"))
            }
            view, ignored = view_of(params)
            assert ignored == 0
            assert one.id == view.world if shelf == "worlds" else one.id in view.strategies
    assert kept.id in {one.id for one in items("strategies")}
    assert compare_link(items("moves")[0], "") == ""


def test_a_copy_is_changed_in_the_form_and_kept() -> None:
    page = open_library(shelf="strategies", entry="hard_ads")
    press(page, "library-duplicate")
    assert page.query_params["edit"] in ("copy", ["copy"])
    discount = next(one for one in page.number_input if one.key and "-discount" in one.key)
    discount.set_value(0.4).run()
    page.text_input[0].set_value("Loud week").run()
    press(page, "library-keep")
    assert "Loud week" in page.title[0].value
    kept = own.listing(own_scenarios.folder(), "strategy")
    assert [one.id for one in kept] == ["own_loud_week"]
    found = own_scenarios.load("strategy", "own_loud_week")
    assert found.moves[0].discount == 0.4  # type: ignore[union-attr]
    again = open_library(shelf="strategies", entry="own_loud_week")
    assert "Loud week" in again.title[0].value
    assert "40%" in said_on(again)


def test_nothing_is_kept_before_it_is_asked_for() -> None:
    page = open_library(shelf="worlds", entry="strangers_60", edit="copy")
    press(page, "library-discard")
    assert own.listing(own_scenarios.folder(), "world") == []
    assert "edit" not in page.query_params


def test_moves_are_added_moved_and_removed() -> None:
    kept = keep()
    page = open_library(shelf="strategies", entry=kept.id, edit="own")
    page.selectbox(key="add-what@en").set_value("poll").run()
    press(page, "add")
    press(page, "up-1")
    discount = next(one.key for one in page.number_input)
    assert discount
    press(page, "library-keep")
    found = own_scenarios.load("strategy", kept.id)
    assert [move.kind() for move in found.moves] == ["poll", "hard_ads"]  # type: ignore[union-attr]
    press(page, "library-edit")
    press(page, "remove-0")
    press(page, "library-keep")
    assert [move.kind() for move in own_scenarios.load("strategy", kept.id).moves] == ["hard_ads"]  # type: ignore[union-attr]


def test_every_part_of_a_world_has_its_fields() -> None:
    page = open_library(shelf="worlds", entry="giveaway_300", edit="copy")
    for key in [one.key for one in page.button if one.key and one.key.startswith("part-")]:
        press(page, key)
        assert not page.error, page.error[0].value
    press(page, "part-psychology")
    page.multiselect[0].set_value(["trust_gain"]).run()
    page.number_input[0].set_value(0.02).run()
    press(page, "library-keep")
    mine = own.listing(own_scenarios.folder(), "world")
    assert own_scenarios.load("world", mine[0].id).psychology.trust_gain == 0.02  # type: ignore[union-attr]


def test_a_form_that_contradicts_itself_is_refused_in_words() -> None:
    kept = keep()
    for language in ("en", "zh"):
        page = open_library(language, shelf="strategies", entry=kept.id, edit="own")
        start = next(one for one in page.number_input if one.key and "when-from_hour" in one.key)
        start.set_value(23.5).run()
        assert page.error
        assert bool(HAN.search(page.error[0].value)) == (language == "zh")
        assert page.button(key="library-keep").disabled


@pytest.mark.parametrize("language", ["en", "zh"])
def test_broken_yaml_names_line_and_column_and_the_word_that_was_meant(language: str) -> None:
    kept = keep()
    page = open_library(language, shelf="strategies", entry=kept.id, edit="own")
    mode(page, "yaml")
    assert page.text_area[0].value == MINE
    page.text_area[0].set_value(MINE.replace("hard_ads", "hard_adz")).run()
    said = page.error[0].value.replace("\\", "")
    assert "hard_ads" in said
    assert re.search("3.*11", said)
    assert page.button(key="library-keep").disabled
    assert any("^" in one.value for one in page.code)
    page.text_area[0].set_value(MINE.replace("0.25", "0.5")).run()
    assert not page.error
    press(page, "library-keep")
    assert own.read(own_scenarios.folder(), "strategy", kept.id) == MINE.replace("0.25", "0.5")


def test_form_and_yaml_hold_the_same() -> None:
    kept = keep()
    page = open_library(shelf="strategies", entry=kept.id, edit="own")
    mode(page, "yaml")
    page.text_area[0].set_value(MINE.replace("0.25", "0.3")).run()
    mode(page, "form")
    discount = next(one for one in page.number_input if one.key and "-discount" in one.key)
    assert discount.value == 0.3
    mode(page, "yaml")
    assert "# loud" in page.text_area[0].value
    mode(page, "form")
    next(one for one in page.number_input if one.key and "-discount" in one.key).set_value(0.35).run()
    mode(page, "yaml")
    assert "0.35" in page.text_area[0].value


def test_no_shipped_one_is_changed_by_going_through_the_form() -> None:
    for shelf in ("worlds", "strategies"):
        for one in items(shelf):
            state = LibraryState()
            begin_copy(state, one, Words("en"))
            draft = state.draft
            assert draft is not None
            assert draft.plain is not None
            draft.plain["title"] = {"en": "x", "zh": "y"}
            turn(state, "yaml")
            assert problem_of(draft) is None
            made = own.parse(draft.kind, text_now(draft), "x")
            shipped = own_scenarios.load(draft.kind, one.id)
            assert made.model_copy(update={"title": shipped.title, "about": shipped.about}) == shipped, one.id


def test_a_change_in_another_tab_is_told_and_can_be_settled() -> None:
    kept = keep()
    for choice, expected, files in (
        ("library-over", "0.75", 1),
        ("library-anew", "0.5", 2),
        ("library-theirs", "0.5", 2),
    ):
        page = open_library(shelf="strategies", entry=kept.id, edit="own")
        mode(page, "yaml")
        own.save(own_scenarios.folder(), "strategy", MINE.replace("0.25", "0.5"), id_=kept.id)
        page.text_area[0].set_value(MINE.replace("0.25", "0.75")).run()
        press(page, "library-keep")
        assert "Somebody has changed this" in page.error[0].value
        press(page, choice)
        assert expected in own.read(own_scenarios.folder(), "strategy", kept.id)
        assert len(own.listing(own_scenarios.folder(), "strategy")) == files
        own.save(own_scenarios.folder(), "strategy", MINE, id_=kept.id)


def test_rename_and_delete_ask_first() -> None:
    kept = keep()
    page = open_library(shelf="strategies", entry=kept.id)
    page.text_input[0].set_value("Another")
    next(one for one in page.button if one.label == "Rename").click().run()
    assert not page.exception
    assert "Another" in page.title[0].value
    press(page, "library-delete-do")
    assert own.listing(own_scenarios.folder(), "strategy") == []
    assert "Library" in page.title[0].value


def test_hostile_names_are_shown_as_they_were_typed() -> None:
    typed = "[x](http://evil.example) <img src=x onerror=alert(1)> $e$ :red[x] `a` {y} **b**"
    kept = own.duplicate(own_scenarios.folder(), "strategy", MINE, typed)
    for page in (open_library(), open_library(shelf="strategies", entry=kept.id)):
        said = said_on(page)
        assert "](http" not in said
        assert "<img" not in said.replace("\\<img", "")
        assert "**b**" not in said
    assert literal("a_b [c](d)") == "a\\_b \\[c\\]\\(d\\)"
    assert literal("群 one\ntwo") == "群 one two"


@pytest.mark.parametrize(
    "text",
    [
        "title: !!python/object/apply:os.system ['no']\n",
        "a: &a [x, x]\nb: [*a, *a, *nothing]\n",
        "title: a\0b\n",
        "\t- x",
        "moves: [" * 60,
        "title: {en: [1]}\nmoves: 5\n",
        "",
    ],
)
def test_hostile_yaml_is_refused_with_a_sentence(text: str) -> None:
    page = open_library(shelf="strategies", entry="neglect", edit="copy")
    mode(page, "yaml")
    page.text_area[0].set_value(text).run()
    assert not page.exception
    assert page.error
    assert page.button(key="library-keep").disabled


def test_a_file_is_opened_in_the_editor_and_not_kept() -> None:
    page = open_library()
    page.file_uploader[0].set_value(("mine.yaml", MINE.encode(), "text/yaml")).run()
    assert not page.exception
    assert page.text_area[0].value == MINE
    assert own.listing(own_scenarios.folder(), "strategy") == []
    press(page, "library-keep")
    assert [one.id for one in own.listing(own_scenarios.folder(), "strategy")] == ["own_mine"]


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"\xff\xfe\x00", "UTF-8"), (b"# " + b"x" * (own.MOST_BYTES + 1), "larger than 200 kB")],
)
def test_a_file_that_cannot_be_is_refused(content: bytes, says: str) -> None:
    page = open_library()
    page.file_uploader[0].set_value(("../../x.yaml", content, "text/yaml")).run()
    assert not page.exception
    assert says in page.error[0].value


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    page = open_library(shelf="strategies", entry="hard_ads", edit="copy")
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    (home / "own").write_text("", encoding="utf-8")
    press(page, "library-keep")
    assert "cannot write" in page.error[0].value


def test_what_cannot_be_read_is_shown_and_can_be_mended() -> None:
    kept = keep()
    path = own_scenarios.folder() / "strategies" / f"{kept.id}.yaml"
    path.write_text("title: Mine\nmoves:\n  - move: hard_adz\n", encoding="utf-8")
    found = item("strategies", kept.id)
    assert found is not None
    assert found.kept is not None
    assert not found.kept.readable
    assert not open_library(shelf="strategies", entry=kept.id).exception
    page = open_library(shelf="strategies", entry=kept.id, edit="own")
    assert page.error
    page.text_area[0].set_value(MINE).run()
    press(page, "library-keep")
    assert own_scenarios.load("strategy", kept.id) == own.parse("strategy", MINE, "x")


def test_the_place_of_an_error_is_marked() -> None:
    shown = around("a\nb: c\nd", 2, 4)
    assert shown.splitlines()[1].endswith("b: c")
    assert shown.splitlines()[2].index("^") == shown.splitlines()[1].index("c")
    assert around("", 1, 1)


def test_a_place_that_is_no_more_is_left_alone() -> None:
    plain = SimpleNamespace(value={"moves": [{"n": 1}]}).value
    put(plain, ("moves", 3, "n"), 2)
    put(plain, ("moves", 0, "n"), 3)
    assert plain == {"moves": [{"n": 3}]}
