"""The answers on ordinary groups as tables and sentences in the reader's language, for the terminal and the documents.

They are made from the plain form of a result, which is what files keep, so that a stored result and a fresh one are
shown by the same code. In it None stands for what is unknown, and for a day that was not reached.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from experiments.claims import LIVELY_WEEK, SILENT_BY
from experiments.commands.output import as_json
from experiments.definitions import DEFAULT, Definition
from experiments.ordinary import ARMS, DEATHS
from experiments.ordinary_answers import COLD_WEEK, OrdinaryResult
from experiments.wording import counted, definition_name
from scenarios.formats import number, share, signed
from scenarios.texts import has_text, text

Plain = Mapping[str, Any]
Rows = list[list[str]]
DIGITS = 4


def plain(result: OrdinaryResult) -> dict[str, Any]:
    """A result as JSON keeps it: numbers to four decimals, None for what is unknown or not reached."""
    found: dict[str, Any] = json.loads(as_json(_rounded(asdict(result))))
    return found


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return round(value, DIGITS) if isinstance(value, float) else value


class Tables:
    """Tables and sentences of one result.

    Args:
        result: its plain form (`plain`).
        language: of everything.
    """

    def __init__(self, result: Plain, language: str) -> None:
        self.result = result
        self.language = language

    def _said(self, code: str, **values: Any) -> str:
        return text(f"ordinary.{code}", self.language, **values)

    def _head(self, *names: str) -> list[str]:
        return [self._said(f"column.{name}") for name in names]

    def _share(self, value: float | None) -> str:
        return self._said("nothing") if value is None else share(value, self.language)

    def _days(self, value: float | None) -> str:
        return self._said("nothing") if value is None else number(value, self.language)

    def _range(self, ends: list[float | None], shown: Any) -> str:
        if ends[0] is None or ends[1] is None:
            return self._said("nothing")
        low, high = shown(ends[0]), shown(ends[1])
        return low if low == high else self._said("range", low=low, high=high)

    def _shares(self, one: Plain, *parts: str) -> list[str]:
        """A share and some of its intervals."""
        return [self._share(one["mean"]), *(self._range(one[part], self._share) for part in parts)]

    def _definition(self, code: str) -> str:
        one = Definition.parse(code)
        return text(f"death.{one.kind}.name", self.language, window=number(one.window_days, self.language))

    def _definitions(self) -> list[tuple[str, Any]]:
        """What was found under each definition, in the order in which they are offered."""
        return [(code, self.result["dying"][code]) for code in DEATHS]

    def _strategy(self, name: str) -> str:
        return text(f"strategy.{name}", self.language)

    def practice(self, code: str) -> str:
        """What an operator does, in words; codes are those of `ordinary.practice_of`."""
        if has_text(f"strategy.{code}", self.language):
            return self._strategy(code)
        if code == "other":
            return self._said("practice.other")
        return " + ".join(text(f"move.{kind}", self.language) for kind in code.split("+"))

    def headings(self) -> dict[str, str]:
        """The heading of every table, by the table's name, in the order in which they are shown."""
        values = {
            "definition": self._definition(DEFAULT.code),
            "days": self._days(self.result["days"]),
            "day": self._days(SILENT_BY),
        }
        return {name: self._said(f"heading.{name}", **values) for name in self.tables()}

    def tables(self) -> dict[str, Rows]:
        """Every table by its name; the first row is the heading of its columns."""
        found = {"ninety_five": self.ninety_five(), "dying": self.dying(), "reached": self.reached()}
        if self.result["first_week"] is not None:
            found |= {"first_week": self.first_week(), "predicts": self.predicts()}
        return found | {"two_years": self.two_years(), "gained": self.gained()}

    def ninety_five(self) -> Rows:
        """By the default definition: dead by each day, with luck and ignorance apart, and the answer."""
        one = self.result["dying"][DEFAULT.code]
        rows = [
            [
                self._said("column.day_number", day=self._days(float(day))),
                *self._shares(found, "whole", "luck", "ignorance"),
                text(f"claim.answer.{one['answers'][day]}", self.language),
            ]
            for day, found in _by_day(one["dead"])
        ]
        return [self._head("day", "dead", "interval", "luck", "ignorance", "answer"), *rows]

    def dying(self) -> Rows:
        """Dead by each day under every definition, with the whole interval."""
        rows = []
        for code, one in self._definitions():
            cells = []
            for _, found in _by_day(one["dead"]):
                low, high = (self._share(end) for end in found["whole"])
                value = self._share(found["mean"])
                cells.append(self._said("with_range", value=value, low=low, high=high))
            rows.append([self._definition(code), *cells])
        days = [
            self._said("column.day_number", day=self._days(float(day)))
            for day, _ in _by_day(self.result["dying"][DEFAULT.code]["dead"])
        ]
        return [[*self._head("definition"), *days], *rows]

    def reached(self) -> Rows:
        """The first day on which 95 of 100 are dead, under every definition."""
        rows = [[self._definition(code), *self._reached(one["reached"])] for code, one in self._definitions()]
        return [self._head("definition", "reached", "interval", "luck", "ignorance"), *rows]

    def _reached(self, one: Plain) -> list[str]:
        beyond = self._said("beyond", days=self._days(self.result["days"]))

        def day(value: float | None) -> str:
            return beyond if value is None else self._days(value)

        def ends(pair: list[float | None]) -> str:
            low, high = day(pair[0]), day(pair[1])
            return low if low == high else self._said("range", low=low, high=high)

        unknown = self.result["worlds"] < 2
        ignorance = self._said("nothing") if unknown else ends(one["ignorance"])
        return [day(one["day"]), ends(one["whole"]), ends(one["luck"]), ignorance]

    def first_week(self) -> Rows:
        """Dead by day 90, by the kind of first week."""
        found = self.result["first_week"]
        values = {name: number(value, self.language, 2) for name, value in _WEEKS.items()}
        every = {**found["dead"], "not_lively": found["not_lively"]}
        every |= {name: found["thirds"][name] for name in ("quietest", "middle", "liveliest")}
        rows = [
            [
                self._said(f"week.{name}", **values),
                number(one["groups"], self.language),
                *self._shares(one, "whole", "luck", "ignorance"),
            ]
            for name, one in every.items()
        ]
        return [self._head("week", "groups", "dead", "interval", "luck", "ignorance"), *rows]

    def predicts(self) -> Rows:
        """How well the first week tells the living from the dead."""
        found = self.result["first_week"]
        rows = []
        for name, code in (("all", "predicts"), ("survivors", "predicts_survivors")):
            one = found[code]
            shown = [self._chance(one["mean"])]
            shown += [self._range(one[part], self._chance) for part in ("whole", "luck", "ignorance")]
            rows.append([self._said(f"predicts.{name}"), number(one["groups"], self.language), *shown])
        return [self._head("predicts", "groups", "auc", "interval", "luck", "ignorance"), *rows]

    def _chance(self, value: float | None) -> str:
        return self._said("nothing") if value is None else number(value, self.language, 2)

    def two_years(self) -> Rows:
        """Alive at the end, and lively days as run and under better care, by what the operator does."""
        # Files keep their keys in the order of the alphabet.
        practices = sorted(self.result["practices"].items(), key=lambda one: (-one[1]["share"], one[0]))
        rows = [
            [
                self.practice(code),
                self._share(one["share"]),
                *self._shares(one["alive"], "whole", "luck", "ignorance"),
                *(self._days(one["lively_days"][arm]) for arm in ("own", *ARMS)),
            ]
            for code, one in practices
        ]
        head = self._head("practice", "share", "alive", "interval", "luck", "ignorance", "own")
        return [[*head, *(self._said("column.under", strategy=self._strategy(arm)) for arm in ARMS)], *rows]

    def gained(self) -> Rows:
        """Lively days as run and under better care, and the paired gain."""
        nothing = [""] * 4
        rows = []
        for arm in ("own", *ARMS):
            name = self._said("practice.own") if arm == "own" else self._strategy(arm)
            gain = nothing if arm == "own" else self._gain(self.result["gained"][arm])
            rows.append([name, self._days(self.result["lively_days"][arm]["mean"]), *gain])
        return [
            self._head("strategy", "lively_days", "gained", "interval", "luck", "ignorance"),
            *rows,
        ]

    def _gain(self, one: Plain) -> list[str]:
        def more(value: float) -> str:
            return signed(value, self.language)

        return [more(one["mean"]), *(self._range(one[part], more) for part in ("whole", "luck", "ignorance"))]

    def size(self) -> str:
        """How many groups in how many worlds, and what the intervals hold."""
        worlds = self.result["worlds"]
        values = {
            "groups": counted("groups", self.result["groups"], self.language),
            "days": self._days(self.result["days"]),
        }
        if worlds == 0:
            return self._said("size.default", **values)
        return self._said("size.worlds", worlds=number(worlds, self.language), **values)

    def sentences(self) -> dict[str, str]:
        """The answer to each saying, by its name."""
        return {
            "ninety_five": self._sentence_ninety_five(),
            "first_week": self._sentence_first_week(),
            "two_years": self._sentence_half_life(),
            "gained": self._sentence_gained(),
        }

    def _sentence_ninety_five(self) -> str:
        one = self.result["dying"][DEFAULT.code]
        day, found = _by_day(one["dead"])[-1]
        low, high = (self._share(end) for end in found["whole"])
        by_definition = [other["dead"][day]["mean"] for other in self.result["dying"].values()]
        said = self._said(
            "sentence.ninety_five",
            day=self._days(float(day)),
            dead=self._share(found["mean"]),
            low=low,
            high=high,
            definition=definition_name(DEFAULT, self.language),
            answer=text(f"claim.answer.{one['answers'][day]}", self.language),
        )
        return _joined(
            self.language,
            said,
            self._said(
                "sentence.definitions",
                least=self._share(min(by_definition)),
                most=self._share(max(by_definition)),
            ),
        )

    def _sentence_first_week(self) -> str:
        found = self.result["first_week"]
        day = self._days(SILENT_BY)
        if found is None:
            return self._said("sentence.first_week_short", day=day)
        low, high = (self._share(end) for end in found["not_lively"]["whole"])
        said = [
            self._said(
                "sentence.first_week",
                day=day,
                dead=self._share(found["not_lively"]["mean"]),
                low=low,
                high=high,
                answer=text(f"claim.answer.{found['answer']}", self.language),
            )
        ]
        thirds = {name: self._share(one["mean"]) for name, one in found["thirds"].items()}
        said.append(self._said("sentence.thirds", **thirds))
        auc = found["predicts"]["mean"]
        tells = "all_alike" if auc is None else "predicts"
        said.append(self._said(f"sentence.{tells}", day=day, auc=self._chance(auc)))
        return _joined(self.language, *said)

    def _sentence_half_life(self) -> str:
        one = self.result["half_life"]
        answer = text(f"claim.answer.{self.result['two_years']}", self.language)
        if one["day"] is None:
            days = self._days(self.result["days"])
            return self._said("sentence.half_life_beyond", days=days, answer=answer)
        half, whole = self._reached(one)[0], one["whole"]
        beyond = self._said("beyond", days=self._days(self.result["days"]))
        low, high = (beyond if end is None else self._days(end) for end in whole)
        return self._said("sentence.half_life", half=half, low=low, high=high, answer=answer)

    def _sentence_gained(self) -> str:
        gained = {arm: self._days(self.result["gained"][arm]["mean"]) for arm in ARMS}
        return self._said(
            "sentence.gained",
            days=self._days(self.result["days"]),
            care=gained["light_care"],
            playbook=gained["trust_playbook"],
            **{arm: self._strategy(arm) for arm in ARMS},
        )


_WEEKS = {"cold": COLD_WEEK, "lively": LIVELY_WEEK}


def _by_day(found: Plain) -> list[tuple[str, Any]]:
    """The entries of a mapping whose keys are days, in their order: a file may keep them in another."""
    return sorted(found.items(), key=lambda entry: int(entry[0]))


def _joined(language: str, *sentences: str) -> str:
    return ("" if language == "zh" else " ").join(sentences)
