"""Red packets that bring about red packets (F12–F16), read from the event log.

A claim is a receipt of money. What a member sends on is extra if it comes within 24 hours of a receipt, beyond
what members who have received nothing for 24 hours send in the same time. Everything is per receipt and
member, as in the study; what others do because of the same packet is not in it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.records import CLAIM, JOIN, PACKET_OPENED

DAY = 1.0
COUNTS = (
    "received_fen", "sent_fen", "receipts", "senders", "free_fen", "free_days",
    "lucky_fen", "lucky_sent_fen", "other_fen", "other_sent_fen", "all_received_fen", "all_sent_fen",
    "small_receipts", "small_fen", "small_senders", "small_sent_fen",
    "large_receipts", "large_fen", "large_senders", "large_sent_fen",
)  # fmt: skip


def packet_responses(events: NDArray[Any], horizon: float) -> dict[str, float]:
    """Sums over all receipts of money in a log.

    Args:
        events: the whole log.
        horizon: its end in days; receipts count if a full day follows.

    Returns:
        received_fen, receipts: money and claims. sent_fen, senders: what their receivers sent within 24 hours, and
        how many receipts were followed by a packet; a packet counts for the latest receipt before it. lucky_…,
        other_…: money by whether the receipt was the greatest of its packet (packets of one portion left out).
        small_…, large_…: by whether the amount is below the median amount. free_fen, free_days: money sent by members
        who had received nothing for 24 hours, and the days they spent so. all_…: money claimed from anybody and sent
        by members over the whole log.
    """
    claims = events[(events["kind"] == CLAIM)]
    sent = events[(events["kind"] == PACKET_OPENED) & (events["member"] >= 0)]
    counts = dict.fromkeys(COUNTS, 0.0)
    counts["all_received_fen"] = float(claims["value"].sum())
    counts["all_sent_fen"] = float(sent["value"].sum())
    claims = claims[claims["t"] < horizon - DAY]
    if claims.size == 0:
        return counts
    response, free = _attributed(claims, sent)
    amount = claims["value"]
    responded = response > 0
    counts["received_fen"], counts["receipts"] = float(amount.sum()), float(claims.size)
    counts["sent_fen"], counts["senders"] = float(response.sum()), float(responded.sum())
    lucky, shared = _luckiest(claims)
    counts["lucky_fen"], counts["lucky_sent_fen"] = float(amount[lucky].sum()), float(response[lucky].sum())
    other = shared & ~lucky
    counts["other_fen"], counts["other_sent_fen"] = float(amount[other].sum()), float(response[other].sum())
    for name, part in (("small", amount < np.median(amount)), ("large", amount >= np.median(amount))):
        counts[f"{name}_receipts"] = float(part.sum())
        counts[f"{name}_fen"] = float(amount[part].sum())
        counts[f"{name}_senders"] = float(responded[part].sum())
        counts[f"{name}_sent_fen"] = float(response[part].sum())
    counts["free_fen"] = float(sent["value"][free].sum())
    counts["free_days"] = _free_days(events, claims, horizon)
    return counts


def _attributed(claims: NDArray[Any], sent: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Money sent within a day after each receipt, shape (claims,), and which packets follow none, shape (sent,)."""
    response = np.zeros(claims.size)
    free = np.ones(sent.size, dtype=np.bool_)
    for number, packet in enumerate(sent):
        own = np.flatnonzero(claims["member"] == packet["member"])
        before = own[claims["t"][own] < packet["t"]]
        if before.size and packet["t"] - claims["t"][before[-1]] <= DAY:
            response[before[-1]] += packet["value"]
            free[number] = False
    return response, free


def _luckiest(claims: NDArray[Any]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which claims are the greatest of their packet, and which packets were claimed more than once; shape (claims,)."""
    _, packet = np.unique(claims["message"], return_inverse=True)
    best = np.zeros(packet.max() + 1)
    np.maximum.at(best, packet, claims["value"])
    shared = np.bincount(packet)[packet] > 1
    return shared & (claims["value"] == best[packet]), shared


def _free_days(events: NDArray[Any], claims: NDArray[Any], horizon: float) -> float:
    """Days that members spent in the group without having received money in the 24 hours before."""
    joins = events["t"][events["kind"] == JOIN]
    covered = 0.0
    for member in np.unique(claims["member"]):
        times = claims["t"][claims["member"] == member]
        covered += float(np.minimum(np.diff(times, append=horizon), DAY).sum())
    return float((horizon - joins).sum()) - covered


def money_sent_on(counts: dict[str, float]) -> float:
    """Extra money sent within 24 hours for each unit received; `nan` if nothing was received."""
    if counts["received_fen"] == 0:
        return float("nan")
    usual = counts["free_fen"] / counts["free_days"] * DAY if counts["free_days"] > 0 else 0.0
    return (counts["sent_fen"] - counts["receipts"] * usual) / counts["received_fen"]


def luckiest_multiplier(counts: dict[str, float]) -> float:
    """Money sent on per unit received, by the luckiest of each packet over by the others; `nan` where undefined."""
    if counts["lucky_fen"] == 0 or counts["other_sent_fen"] == 0:
        return float("nan")
    lucky = counts["lucky_sent_fen"] / counts["lucky_fen"]
    return lucky / (counts["other_sent_fen"] / counts["other_fen"])


def chain_ratio(counts: dict[str, float]) -> float:
    """All money that members sent over all money that they received: at 1 a chain would never end."""
    received = counts["all_received_fen"]
    return counts["all_sent_fen"] / received if received else float("nan")


def extensive_share(counts: dict[str, float]) -> float:
    """Share of the extra money sent after larger receipts that comes from more senders, not from larger packets.

    Receipts are split at the median amount. With p the share of receivers who send and s the money a sender
    sends, the difference of p·s between the two halves is (Δp) times the mean s, the extensive part, plus (Δs)
    times the mean p. `nan` if a half has no sender or the halves do not differ.
    """
    p, s = {}, {}
    for name in ("small", "large"):
        if counts[f"{name}_senders"] == 0:
            return float("nan")
        p[name] = counts[f"{name}_senders"] / counts[f"{name}_receipts"]
        s[name] = counts[f"{name}_sent_fen"] / counts[f"{name}_senders"]
    difference = p["large"] * s["large"] - p["small"] * s["small"]
    if difference == 0:
        return float("nan")
    return (p["large"] - p["small"]) * (s["large"] + s["small"]) / 2 / difference
