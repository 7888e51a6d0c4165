"""When is a group dead? The answers to choose from, in one place: every figure of life rests on them.

A definition is a kind and, for the two silences, a window in days. Its code (``first_silence_7``) is what
links, files and catalogues carry (``death.first_silence`` with the value ``window``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

WINDOWS: tuple[int, ...] = (3, 7, 14, 30)
"""Lengths of silence, in days, that every launch records; ``docs/rules.md`` takes 7 where none is named."""

KINDS: tuple[str, ...] = ("first_silence", "final_silence", "cold", "ads_wall", "probe_dead")
"""Kinds of death. ``first_silence``: the first window without a message from an ordinary member, even if talk
came back later; ``final_silence``: the one that lasts to the horizon; ``cold``: too little talk a head for a
week; ``ads_wall``: nearly nothing but promotion; ``probe_dead``: a red packet's portions lie unclaimed
after two hours. The first silence is the usual one: where newcomers keep arriving, a dead group's last word
is never said."""


@dataclass(frozen=True)
class Definition:
    """One definition of death.

    Attributes:
        kind: one of `KINDS`.
        window_days: length of the silence in days, one of `WINDOWS`; 0 for kinds without a window.
    """

    kind: str = "first_silence"
    window_days: int = 7

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown definition of death {self.kind!r}; one of {', '.join(KINDS)}")
        if self.windowed and self.window_days not in WINDOWS:
            raise ValueError(f"the window is {self.window_days} days; one of {', '.join(map(str, WINDOWS))}")
        if not self.windowed:
            object.__setattr__(self, "window_days", 0)

    @property
    def windowed(self) -> bool:
        """Whether this kind asks for a window."""
        return self.kind.endswith("silence")

    @property
    def code(self) -> str:
        """The stable name, such as ``first_silence_7``; also the column of the launches' table."""
        return f"{self.kind}_{self.window_days}" if self.windowed else self.kind

    @property
    def days_needed(self) -> int:
        """Days that a run must exceed for a group to be found dead after its first moment."""
        return self.window_days if self.windowed else 0 if self.kind == "probe_dead" else 7

    @classmethod
    def parse(cls, code: str) -> Definition:
        """The definition of a code.

        Raises:
            ValueError: for a code that `all_definitions` does not list.
        """
        for definition in all_definitions():
            if definition.code == code:
                return definition
        raise ValueError(
            f"unknown definition of death {code!r}; one of {', '.join(d.code for d in all_definitions())}"
        )


def all_definitions() -> tuple[Definition, ...]:
    """Every definition that the launches' table can answer, the default first."""
    return (
        Definition(),
        *(Definition("first_silence", w) for w in WINDOWS if w != 7),
        *(Definition("final_silence", w) for w in WINDOWS),
        *(Definition(kind) for kind in KINDS[2:]),
    )


DEFAULT = Definition()


def days_of_death(outcome: Any) -> dict[str, float]:
    """Day of death of one launch by every definition, by its code; ``inf`` where it outlived its time.

    A group that was closed on purpose is watched up to that moment and no longer: what had not died by then has no
    death, and is censored there (`experiments.life`). A group that the platform took away is dead from that moment,
    whatever the definition. Definitions that go by days take whole ones only.
    """
    from sim import outcome as measures

    end = measures.ended(outcome.final)
    daily = outcome.daily
    whole = daily[: int(min(float(len(daily)), end))]
    silences = {window: measures.silence(daily, float(window), end) for window in WINDOWS}
    found = {f"first_silence_{window}": silence.first for window, silence in silences.items()}
    found |= {f"final_silence_{window}": silence.final for window, silence in silences.items()}
    found["cold"] = measures.cold_day(whole)
    found["ads_wall"] = measures.ads_wall_day(whole)
    found["probe_dead"] = measures.probe_dead_day(whole)
    banned = outcome.final["banned_day"]
    return {code: min(day, banned) if banned >= 0.0 else day for code, day in found.items()}
