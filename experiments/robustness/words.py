"""What `experiments.robustness.judge` found, in sentences and tables of the reader's language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from experiments.measure_words import gained, measure_label, measured
from experiments.robustness.figures import Figure
from experiments.robustness.flips import Flip, Limit
from experiments.robustness.judge import Robustness
from experiments.robustness.luck_or_ignorance import Split
from experiments.wording import listed
from scenarios.formats import number, share
from scenarios.texts import has_text, plural, text

SHOWN = 5
"""Unknowns that are listed."""


@dataclass(frozen=True)
class Words:
    """Says what was found.

    Attributes:
        found: all of it.
        names: of the strategies, by their ids.
        language: of the texts.
    """

    found: Robustness
    names: Mapping[str, str]
    language: str

    def word(self) -> str:
        """The verdict in a word or two."""
        return text(f"robust.{self.found.verdict.code}.word", self.language)

    def sentences(self) -> list[str]:
        """The verdict, with how many worlds it rests on."""
        if self.found.winners is None:
            return [text("robust.no_run", self.language)]
        return [self._counts(), self._verdict()]

    def standings(self) -> list[list[str]]:
        """A row for each strategy: wins, and what it costs to have chosen it."""
        names = ("strategy", "mean", "best", "surely", "wins", "behind", "regret", "regret_95", "worst")
        rows = [[text(f"robust.column.{name}", self.language) for name in names]]
        if self.found.winners is None:
            return rows
        for one in self.found.winners.standings:
            behind = Figure(1.0 - one.safe.value, 1.0 - one.safe.high, 1.0 - one.safe.low)
            regret = one.regret
            row = [self.names[one.strategy], self._value(one.mean)]
            row += [number(one.best, self.language), number(one.surely, self.language)]
            row += [self._share(one.wins), self._share(behind), self._figure(regret.mean)]
            row += [self._value(figure.value) for figure in (regret.percentile_95, regret.worst)]
            rows.append(row)
        return rows

    def choices(self) -> list[str]:
        """What may be chosen by other rules than by wins."""
        won = self.found.winners
        if won is None:
            return []
        told = {"mean_best": self.names[won.mean_best], "least_regret": self.names[won.least_regret]}
        return [
            text("robust.choices", self.language, **told),
            text(
                "robust.column.note",
                self.language,
                matters=self._amount(self.found.measure.matters),
                launches=number(self.found.launches, self.language),
            ),
        ]

    def flips(self) -> list[str]:
        """Where the ranking flips."""
        if self.found.winners is None:
            return []
        return [self._flip(one) for one in self.found.flips] or [
            text("robust.no_flip", self.language, leader=self.names[self.found.leader])
        ]

    def parts(self) -> list[list[str]]:
        """A row for each strategy's outcome and each lead: how much of it is luck, and how much ignorance."""
        names = ("what", "interval", "luck", "ignorance", "narrower")
        rows = [[text(f"robust.column.{name}", self.language) for name in names]]
        for name, one in zip(self.found.strategies, self.found.outcomes, strict=True):
            rows.append([self.names[name], *self._split(one, signed=False)])
        for name, one in self.found.leads.items():
            pair = {"leader": self.names[self.found.leader], "rival": self.names[name]}
            rows.append([text("robust.lead", self.language, **pair), *self._split(one, signed=True)])
        return rows

    def parts_note(self) -> str:
        """What these rows mean."""
        return text("robust.parts_note", self.language)

    def unknowns(self) -> tuple[str, list[list[str]]]:
        """What measuring would be worth in a sentence, and a row for each unknown that tells more than noise."""
        found = self.found
        if found.winners is None or found.worth_measuring is None:
            return text("robust.unknowns.unknown", self.language), []
        values = {
            "everything": self._amount(found.winners.value_of_knowing.value),
            "matters": self._amount(found.measure.matters),
        }
        if not found.worth_measuring:
            return text("robust.unknowns.not_worth", self.language, **values), []
        telling = [one for one in found.unknowns if one.telling and one.value.value > 0][:SHOWN]
        if not telling:
            return text("robust.unknowns.none", self.language, **values), []
        names = ("unknown", "worth", "part", "other_choice")
        rows = [[text(f"robust.column.{name}", self.language) for name in names]]
        for one in telling:
            row = [text(f"parameter.{one.parameter}", self.language), self._figure(one.value)]
            rows.append([*row, share(one.share, self.language), share(one.other_choice, self.language)])
        first = text(f"parameter.{telling[0].parameter}", self.language)
        return text("robust.unknowns", self.language, first=first, **values), rows

    def _counts(self) -> str:
        won = self.found.winners
        assert won is not None  # noqa: S101  # asked by those who call
        values = {
            "measure": measure_label(self.found.measure.code, self.language),
            "worlds": number(won.worlds, self.language),
        }
        parts = [
            text(
                "robust.counts.part",
                self.language,
                strategy=self.names[one.strategy],
                count=number(one.best, self.language),
            )
            for one in sorted(won.standings, key=lambda one: -one.best)
            if one.best
        ]
        tied = text("robust.counts.tied", self.language, tied=number(won.tied, self.language))
        if not parts:
            return text("robust.counts.nobody", self.language, **values) + tied
        shown = {"parts": listed(parts, self.language), "toss_ups": number(won.toss_ups, self.language)}
        said = text("robust.counts", self.language, **values, **shown)
        return said + tied if won.tied else said

    def _verdict(self) -> str:
        found, code = self.found, self.found.verdict.code
        assert found.winners is not None  # noqa: S101
        about = found.verdict.leaders or (found.leader,)
        standing = next(one for one in found.winners.standings if one.strategy == about[0])
        return text(
            f"robust.{code}",
            self.language,
            leaders=listed([self.names[name] for name in about], self.language),
            wins=self._share(standing.wins),
            safe=share(standing.safe.value, self.language),
            matters=self._amount(found.measure.matters),
        )

    def _flip(self, one: Flip) -> str:
        counts = {"inside": one.inside, "outside": one.outside, "held": one.held}
        shown = {
            f"{name}{end}": number(value, self.language)
            for name, count in counts.items()
            for end, value in (("", count.found), ("_of", count.of))
        }
        return text(
            "robust.flip",
            self.language,
            limits=listed([self._limit(limit) for limit in one.limits], self.language),
            leader=self.names[one.leader],
            rival=self.names[one.rival],
            coverage=share(one.coverage, self.language),
            **shown,
        )

    def _limit(self, one: Limit) -> str:
        ends = {"low": self._parameter(one.low), "high": self._parameter(one.high)}
        kind = "below" if math.isinf(one.low) else "above" if math.isinf(one.high) else "between"
        label = f"parameter.{one.parameter}"
        name = text(label, self.language) if has_text(label) else one.parameter
        return text(f"robust.limit.{kind}", self.language, parameter=name, **ends)

    def _split(self, one: Split, *, signed: bool) -> list[str]:
        say = gained if signed else measured
        unit = self.found.measure.unit
        value, low, high = (
            say(end, unit, self.language) for end in (one.mean.value, one.mean.low, one.mean.high)
        )
        luck = Figure(1.0 - one.share.value, 1.0 - one.share.high, 1.0 - one.share.low)
        shown = [f"{value} ({low} … {high})", share(luck.value, self.language), self._share(one.share)]
        return [*shown, share(one.narrower, self.language)]

    def _amount(self, value: float) -> str:
        """With its unit."""
        unit, shown = self.found.measure.unit, self._value(value)
        return (
            shown
            if unit == "fen"
            else plural(f"robust.count.{unit}", int(shown != "1") + 1, self.language, n=shown)
        )

    def _value(self, value: float) -> str:
        return measured(value, self.found.measure.unit, self.language)

    def _figure(self, one: Figure) -> str:
        return f"{self._value(one.value)} ({self._value(one.low)} … {self._value(one.high)})"

    def _share(self, one: Figure) -> str:
        value, low, high = (share(end, self.language) for end in (one.value, one.low, one.high))
        return f"{value} ({low} … {high})"

    def _parameter(self, value: float) -> str:
        """A parameter's value to three digits."""
        if math.isinf(value) or value == 0.0:
            return number(value, self.language)
        return number(value, self.language, max(0, 2 - math.floor(math.log10(abs(value)))))
