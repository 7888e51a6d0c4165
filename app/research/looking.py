"""Stores as the page reads them: opened and summed up once for each state they are in."""

from __future__ import annotations

import streamlit as st

from experiments.runs.store import Store
from experiments.sweeps import apart, explore, shelf

Signature = tuple[int, float]


def signature(one: shelf.Sweep) -> Signature:
    """What changes when a store does."""
    return one.done, one.when


def opened(name: str) -> Store:
    """The store of a sweep.

    Raises:
        StoreError: if there is none that can be read.
    """
    return Store.open(shelf.store_folder(name))


@st.cache_data(max_entries=16, show_spinner=False)
def kept(name: str, of: Signature, code: str, day: int) -> explore.Kept:
    """One measure of all runs of a sweep; the state of its store is part of the question."""
    return explore.kept_runs(Store.open(shelf.store_folder(name)), code, day)


@st.cache_data(max_entries=16, show_spinner=False)
def scenario_means(
    name: str, of: Signature, code: str, day: int, strategies: tuple[str, ...], most: int | None
) -> list[explore.Mean]:
    """The first scenarios of a sweep, or all of them."""
    return explore.by_scenario(kept(name, of, code, day), strategies, most)


@st.cache_data(max_entries=30, show_spinner=False)
def answered(name: str, of: Signature, question: str) -> apart.Answer:
    """The answer to a question in SQL.

    Raises:
        AnswerError: if it has none.
    """
    return apart.ask(shelf.store_folder(name), question)
