"""What the Experiments page has before it in one tab of the browser, and the part of it that a link carries."""

from __future__ import annotations

from dataclasses import dataclass, field

from app import fields, links
from app.research.questions import KINDS, Question, ids, question_in_link
from app.session import Session
from experiments.measures import MEASURES
from experiments.studies.answered import is_name as is_study
from experiments.sweeps.checking import shipped_text
from experiments.sweeps.shelf import is_name, plan_text
from scenarios.errors import ScenarioError

CODE = "experiments"
TABS = ("sweep", "stores", "explore", "judge")
FIRST_PLAN = "first_sweep"


@dataclass
class Research:
    """The state of the page.

    Attributes:
        tab: one of `TABS`.
        sweep: name of the sweep that is looked at, or "".
        text: YAML in the editor.
        mistakes: in the text, when it was last checked.
        too_many: runs that the text asks for, if they are too many for the page.
        other_kind: "race" or "sensitivity" if the text asks for that instead of a sweep.
        notice: text code of something to say once.
        measure, factor, world: what is explored.
        shown: strategies that are shown of it; all if empty.
        sql: the question last asked.
        typed_sql: what stands in the box for it.
        kind: of study in the form.
        question: that was asked, if one was.
        answered: name of a study answered before that is looked at instead, or "".
        start: whether it is to be started in this run of the script.
    """

    tab: str = "sweep"
    sweep: str = ""
    text: str = ""
    mistakes: tuple[ScenarioError, ...] = ()
    too_many: int = 0
    other_kind: str = ""
    notice: str = ""
    measure: str = "lively_days"
    factor: str = ""
    world: str = ""
    shown: tuple[str, ...] = ()
    sql: str = ""
    typed_sql: str = ""
    kind: str = "race"
    question: Question | None = None
    answered: str = ""
    start: bool = field(default=False, repr=False)

    def params(self) -> dict[str, str]:
        """What a link carries; nothing for what opens by itself."""
        if self.tab == "judge":
            asked = self.question.params() if self.question else {"study": self.kind, "answer": self.answered}
            return {"tab": self.tab, **asked}
        found = {"tab": "" if self.tab == "sweep" else self.tab}
        if self.tab != "stores":
            found["sweep"] = self.sweep
        if self.tab == "explore":
            found |= {"measure": self.measure, "factor": self.factor, "world": self.world}
            found["shown"] = ".".join(self.shown)
        return found


def state_of(session: Session) -> Research:
    """The state, opened from the link when it is new."""
    found = session.pages.get(CODE)
    if isinstance(found, Research):
        return found
    named = links.given("sweep")
    question = question_in_link()
    opened = Research(
        tab=links.among("tab", TABS, "sweep"),
        sweep=named if is_name(named) else "",
        text=(plan_text(named) if named else None) or shipped_text(FIRST_PLAN),
        measure=links.among("measure", MEASURES, "lively_days"),
        factor=links.given("factor"),
        world=links.given("world"),
        shown=tuple(one for one in links.given("shown").split(".") if one in ids("strategy")),
        kind=links.among("study", KINDS, "race"),
        question=question,
        answered=links.given("answer") if question is None and is_study(links.given("answer")) else "",
    )
    if named and not is_name(named):
        opened.notice = "ex.notice.bad_link"
    elif _not_understood(question):
        opened.notice = "notice.bad_part"
    session.pages[CODE] = opened
    return opened


def _not_understood(question: Question | None) -> bool:
    """Whether the address says a tab, kind of study, measure or study that there is not."""
    known = (("tab", TABS), ("study", KINDS), ("measure", MEASURES))
    asks = links.given("strategies") or links.given("numbers")
    return any(links.given(name, allowed[0]) not in allowed for name, allowed in known) or bool(
        asks and question is None
    )


def go(session: Session, tab: str, sweep: str = "") -> None:
    """Turn to a tab, and to a sweep if one is named (a button's callback)."""
    state = state_of(session)
    fields.forget(session, ["ex_tab", "ex_store"])
    state.tab = tab
    if sweep:
        state.sweep = sweep
