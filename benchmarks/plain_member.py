"""A member of the plain model during a look, phase by phase (docs/rules.md, section 5)."""

from __future__ import annotations

from math import exp, log

from benchmarks import plain_speaking
from benchmarks.plain_answering import answer_or_go_on
from benchmarks.plain_buying import buy, move
from benchmarks.plain_claiming import claim_packets, take_gift
from benchmarks.plain_draws import Block
from benchmarks.plain_feeling import feel
from benchmarks.plain_inviting import invite
from benchmarks.plain_person import Person
from benchmarks.plain_policing import police
from benchmarks.plain_records import PACKET_NOTE, Look
from benchmarks.plain_ticking import check_in, enrol, respond

LONGEST_STAY = 500  # looks in a row
PLAN_PORTIONS = 8


class PlainMember(Person):
    """One person, with what happens when they look at the group, want to speak, or send a packet."""

    def look(self, t: float) -> None:
        """Section 5, phase by phase."""
        group = self.model
        day = group.today(t)
        self.wake(t)
        look = self.read(t)
        group.log(t, "look", self.position, value=float(len(look.read)))
        day["looks"] += 1
        day["reads"] += len(look.read)
        feel(self, look)
        claim_packets(self, look)
        take_gift(self, look)
        respond(self, look)
        enrol(self, look)
        check_in(self, look)
        self.reward(look)
        answer_or_go_on(self, look)
        police(self, look)
        buy(self, look)
        if not move(self, look):
            invite(self, look)
            if self.stay_member(look):
                self.stay_or_go(look)
        self.lure = 0.0
        day["trust_sum"] += self.trust
        day["fatigue_sum"] += min(1.0, self.fatigue + self.tolerance_used)
        day["attention_sum"] += self.attention

    def feel_impulse(self, t: float) -> None:
        """Section 4: voice the impulse or let it pass."""
        plain_speaking.feel_impulse(self, t)

    def draw(self, look: Look, number: int) -> Block:
        """Block `number` of this look, drawn when it is first asked for."""
        block = look.blocks.get(number)
        if block is None:
            stream, cell, j = self.parent
            sub = j * 65536 + look.again * 64 + number
            block = look.blocks[number] = self.model.draws.block(cell, sub, self.key, stream)
        return block

    def read(self, t: float) -> Look:
        """Phase 2: the newest unread messages, up to the span; the rest is skipped."""
        group, me = self.model, self.position
        newest = group.newest
        unread = newest - self.read_mark
        first = max(self.read_mark + 1, newest - group.rules.span + 1, group.oldest)
        messages = [group.messages[id] for id in range(first, newest + 1)]
        self.read_mark = newest
        mine = [m for m in messages if m.author != me and (not m.private or m.to == me)]
        return Look(t, self.again, mine, skipped=unread - len(messages))

    def reward(self, look: Look) -> None:
        """Attention moves towards what the look was worth."""
        if look.read or look.claimed or look.ticked:
            reward = min(1.0, max(0.0, 1 - exp(-look.worth) - self.fatigue - self.tolerance_used))
            self.attention += self.model.rules.attention_rate * (reward - self.attention)

    def stay_member(self, look: Look) -> bool:
        """Phase 8: leave, mute or neither; returns whether the member is still there."""
        group, rules, t = self.model, self.model.rules, look.time
        passed = t - self.stay_time
        self.stay_time = t
        weary = (self.fatigue + self.tolerance_used) * (1 - self.trust) * min(passed, 1.0)
        hazard = rules.leave_base * passed + rules.leave_fatigue * weary
        hazard += rules.leave_irritation * look.irritation * (1 - self.trust)
        hazard *= 1 - rules.belonging_hold * self.belonging
        self.leave_hazard += hazard
        if look.claimed or look.given:
            self.leave_hazard += rules.take_and_go * self.greed * (1 - self.belonging)
        overload = look.skipped / (look.skipped + rules.span) if look.skipped > 0 else 0.0
        self.mute_hazard += (
            rules.mute_ratio * hazard + rules.overload_mute * (1 - 0.7 * group.staffing.digest) * overload
        )
        self.take_label(t)
        if self.leave_hazard >= self.leave_threshold:
            self.leave(t)
            return False
        if not self.muted and self.mute_hazard >= self.mute_threshold:
            self.muted = True
            group.today(t)["mutes"] += 1
            group.log(t, "mute", self.position)
        return True

    def take_label(self, t: float) -> None:
        """Be of the tier that the intent now says: strong 0, middle 1, weak 2."""
        tier = 0 if self.intent >= 2 / 3 else 2 if self.intent < 1 / 3 else 1
        day = self.model.today(t)
        day["tier_up"] += tier < self.tier
        day["tier_down"] += tier > self.tier
        self.tier = tier

    def stay_or_go(self, look: Look) -> None:
        """Phase 9: stay for a minute or two after speaking or being spoken to, else put the phone away."""
        rules = self.model.rules
        stays = look.spoke
        if not stays and (look.addressed > 0 or look.again >= 1):
            stays = self.draw(look, 1)[3] < rules.stay
        if stays and look.again < LONGEST_STAY:
            self.again = look.again + 1
            self.stay_until(look.time + -log(self.draw(look, 1)[0]) * rules.gap_seconds / 86400)
        else:
            self.become_idle(look.time)

    def carry_out_plan(self, t: float) -> None:
        """Send a packet on, if the plan was sure or this member is still the luckiest of that packet."""
        plan, self.plan = self.plan, None
        assert plan is not None
        packet = self.model.packets.get(plan.packet)
        if plan.sure or (packet is not None and packet.luckiest == self.position):
            self.model.post(
                t, self.position, "packet", value=float(plan.fen), kind=PACKET_NOTE,
                chat=0.5, invite=0.3, fen=plan.fen, portions=PLAN_PORTIONS, sender=self.position,
            )  # fmt: skip
