"""One act of the operator, with its scheduled times (docs/rules.md, section 8)."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

SCHEDULE, JOIN, QUIET, TALK, DRIFT, PROBE_PASSED, PROBE_FAILED = range(7)
ALL, TIER, NEWCOMERS, SILENT, ACTIVE = range(5)
BY_OPERATOR, BY_SHILLS, BY_STEWARDS = range(3)
POLL, ROLL_CALL = 1, 2


@dataclass(slots=True)
class Act:
    """The fields of section 8, and what the act remembers of its own past."""

    key: int = 0
    kind: int = 0
    trigger: int = SCHEDULE
    threshold: float = 0.0
    cooldown_days: float = 0.0
    every_days: float = 1
    first_day: float = 0
    last_day: float = 0
    from_hour: float = 9.0
    to_hour: float = 21.0
    per_day: int = 1
    messages: int = 1
    spacing_minutes: float = 1.0
    useful: float = 0.0
    chat: float = 0.0
    promo: float = 0.0
    invite: float = 0.0
    host: int = BY_OPERATOR
    sameness: float = 0.0
    answers_starts: float = 0.0
    questions_only: int = 0
    mentions: int = 0
    audience: int = ALL
    audience_value: float = 0.0
    fen: int = 0
    portions: int = 0
    equal: int = 0
    offer: int = 0
    discount: float = 0.0
    offer_tiers: int = 7
    privilege: float = 0.0
    fee_fen: int = 0
    minutes: float = 0.0
    habit_rate: float = 0.0
    habit_days: float = 7.0
    delay_minutes: float = 0.0
    private: int = 0
    steer: float = 0.0
    warmth: float = 0.0
    reward_fen: int = 0
    worth_fen: int = 0
    programme: float = 0.0
    response: float = 0.0
    response_kind: int = 0
    challenge_days: int = 0
    deposit_fen: int = 0
    misses: int = 0
    invites_needed: int = 0
    repeats: int = 0
    contribution: float = 0.0
    gift: float = 0.0
    purge: int = 0
    promote: int = 0
    meeting: int = 0
    meeting_fen: int = 0
    buddy: int = 0
    recruit: int = 0
    recruit_pool: int = -1
    moves: int = 0
    target: int = -1
    price_fen: int = 0
    move_talk: float = 0.0
    closes: int = 0
    ban: float = 0.0

    position: int = 0
    habit: float = 0.0
    last: float | None = None
    occurrences: int = 0
    run: int = 0  # follow-up messages of a former occurrence carry an older number and are void

    @property
    def only_answers(self) -> bool:
        """Whether its scheduled times post nothing: it is there for the answers it gives."""
        return self.trigger == SCHEDULE and self.answers_starts > 0 and self.messages == 0

    def in_window(self, t: float) -> bool:
        """Whether t lies on one of the days from the first to the last."""
        return self.first_day <= t < self.last_day + 1

    def is_offered_to(self, tier: int) -> bool:
        """Whether a member of this tier is among those meant by the offer, or by the move."""
        return bool(self.offer_tiers >> tier & 1)

    def take_strength(self, t: float) -> float:
        """How strong an occurrence at t is, 0..1: what is repeated often wears off."""
        habit = self.habit * exp(-(t - self.last) / self.habit_days) if self.last is not None else 0.0
        self.habit = habit + 1
        self.last = t
        return 1 / (1 + self.habit_rate * habit)

    def times(self, horizon: float) -> list[float]:
        """The scheduled times before the horizon, in days."""
        if self.trigger == JOIN:
            return []
        times = []
        repeat = 0
        while (day := self.first_day + repeat * self.every_days) <= min(self.last_day, horizon):
            for slot in range(self.per_day):
                t = day + (self.from_hour + (self.to_hour - self.from_hour) * slot / self.per_day) / 24
                if 0 <= t < horizon:
                    times.append(t)
            repeat += 1
            if self.every_days <= 0:
                break
        return times
