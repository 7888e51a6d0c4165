"""What a tab has before it on the Autopsy page, and how that goes into its address and comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from app import fields, links
from app.autopsy.case import Case, case_of
from app.session import Session
from experiments import jobs
from experiments.studies import asked

CODE = "autopsy"
FIELDS = tuple(
    f"{CODE}_{name}"
    for name in ("world", "strategy", "seed", "days", "death", "depth", "causes", "rescues", "shown")
)


@dataclass
class AutopsyState:
    """One tab's.

    Attributes:
        case: what is looked into.
        wanted: a case that the reader asked for, whatever it costs.
        ignored: parts of the link that were not understood.
        trouble: why another case than the one asked for is shown, to be said once.
        notice: text code of the same, where it is no error.
        written: what the address says since the page wrote it.
        turns: how often another case was chosen.
    """

    case: Case
    wanted: Case | None = None
    ignored: int = 0
    trouble: str = ""
    notice: str = ""
    written: dict[str, list[str]] = field(default_factory=dict)
    turns: int = 0

    def look_into(self, session: Session, case: Case) -> None:
        """Turn to another case, and start what it takes."""
        self.case = self.wanted = case
        self.turns += 1
        fields.forget(session, FIELDS)


def state_of(session: Session) -> AutopsyState:
    """This tab's state; a link that the page did not write itself is read first."""
    there = {name: links.all_given(name) for name in st.query_params if name not in ("lang", "tables")}
    found = session.pages.get(CODE)
    if isinstance(found, AutopsyState) and (not there or there == found.written):
        return found
    case, ignored = case_of(
        {name: values[0] for name, values in there.items() if values and name not in ("job", "edit")},
        there.get("edit", ()),
    )
    opened = AutopsyState(case, ignored=ignored, written=there)
    if isinstance(found, AutopsyState):
        opened.turns = found.turns + 1
        fields.forget(session, FIELDS)
    session.pages[CODE] = opened
    return opened


def write_link(session: Session, state: AutopsyState) -> None:
    """Make the address say what is looked into, and which job is at it."""
    params = state.case.params()
    job = session.study_jobs.get(asked.folder_of(state.case.command()).name, "")
    if job and asked.found(state.case.command()) is None:
        params["job"] = job
    state.written = {
        name: [value] if isinstance(value, str) else value for name, value in params.items() if value
    }
    links.write(session, params)


def take_over_job(session: Session, command: Sequence[str]) -> None:
    """Go on watching the job that the address names, if it makes the study of this command."""
    folder, job = asked.folder_of(command), links.given("job")
    if not job or folder.name in session.study_jobs:
        return
    if jobs.command_of(job) == (*command, "--save", str(folder)) and jobs.status(job) is not None:
        session.study_jobs[folder.name] = job
