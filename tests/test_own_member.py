"""docs/own_member.md runs as written, and does what it says.

The page's Python blocks are executed one after the other, as a reader would; then what they left behind is
looked at. Seeds are fixed and nothing is left to chance.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.community import CommunityModel, Member
from sim.outcome import EVENT_KINDS
from tests.small_worlds import strategy, world

PAGE = Path(__file__).parent.parent / "docs" / "own_member.md"


def python_blocks(page: Path) -> list[str]:
    return re.findall(
        r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """The names that the page's code defines."""
    names: dict[str, Any] = {"__name__": "own_member"}
    blocks = python_blocks(PAGE)
    assert len(blocks) == 3
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    return names


def test_friends_only_changes_what_it_should(page):
    ordinary, own = page["ordinary"], page["friends_only"]
    assert np.array_equal(ordinary.daily["operator"], own.daily["operator"])  # as many ads were posted
    assert 0 < own.daily["reads"].sum() < 0.5 * ordinary.daily["reads"].sum()
    # A friend may be one of those who drop ads; the operator's are not read.
    assert own.daily["fatigue_sum"].sum() < 0.01 * ordinary.daily["fatigue_sum"].sum()
    assert own.daily["buyers"].sum() == 0
    assert own.final["left"] <= ordinary.final["left"]
    first_look = int(np.flatnonzero(ordinary.events["kind"] == EVENT_KINDS.index("look"))[0])
    assert own.events[:first_look].tobytes() == ordinary.events[:first_look].tobytes()


def test_friends_only_puts_every_author_back(page):
    with CommunityModel(
        page["world"], strategy("everything"), seed=2, days=12, member_class=page["FriendsOnly"], events=True
    ) as model:
        model.run_to(12)
        messages = model.state.messages[model.state.messages["id"] >= 0]
        events = model.outcome().events
    posted = np.isin(
        events["kind"], [EVENT_KINDS.index(kind) for kind in ("say", "answer", "go_on", "owner_post")]
    )
    authors = {int(row["message"]): int(row["member"]) for row in events[posted]}
    assert len(authors) > 50
    assert all(authors.get(int(m["id"]), int(m["author"])) == m["author"] for m in messages)
    answers = events[events["kind"] == EVENT_KINDS.index("answer")]
    assert (answers["target"] >= 0).all()  # neither the operator nor a shill is a friend


def test_everybody_a_friend_is_the_ordinary_member(page):
    """With ties of 0 enough and no operator, the override only calls the phases."""

    class Everybody(page["FriendsOnly"]):
        closeness = 0.0

    with CommunityModel(
        world(), strategy("neglect"), seed=3, days=20, member_class=Everybody, events=True
    ) as model:
        model.run_to(20)
        expected = sim.simulate(world(), strategy("neglect"), 3, days=20, events=True)
        assert model.outcome().events.tobytes() == expected.events.tobytes()


def test_luck_of_ones_own_repeats(page):
    again = page["month"](page["Distracted"])
    assert again.events.tobytes() == page["distracted"].events.tobytes()
    assert again.daily["fatigue_sum"].sum() < page["ordinary"].daily["fatigue_sum"].sum()


class PhaseByPhase(Member):
    """Overrides everything and changes nothing."""

    def look(self) -> None:
        for phase in ("wake", "read", "feel", "claim", "answer", "buy"):
            getattr(self, phase)()
        if self.present:
            self.invite()
            self.stay()
        if self.present:
            self.again()

    def read(self) -> None:
        super().read()
        self.seen = [int(message["id"]) for message in self.unread()]

    def feel(self) -> None:
        super().feel()
        assert self.model.state.look["read"][0] == len(self.seen)

    def impulse(self) -> None:
        super().impulse()


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("friends", "everything"),
        ("full", "shills"),
        ("overloaded", "packets"),
        ("open", "programme"),
        ("open", "growing"),
    ],
)
def test_an_override_that_only_calls_the_phases_is_bit_equal(where, what):
    with CommunityModel(
        world(where), strategy(what), seed=4, days=14, member_class=PhaseByPhase, events=True
    ) as model:
        for _ in range(14):
            model.step()
        found = model.outcome()
    expected = sim.simulate(world(where), strategy(what), 4, days=14, events=True)
    assert found.events.tobytes() == expected.events.tobytes()
    assert found.daily.tobytes() == expected.daily.tobytes()
    assert found.final == expected.final
