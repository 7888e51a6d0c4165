"""A member of the plain model during a look, phase by phase (docs/model.md, section 5)."""

from __future__ import annotations

from math import exp, floor, log, sqrt

from benchmarks.plain_draws import Block
from benchmarks.plain_person import LEFT, Person
from benchmarks.plain_records import (
    NO_ACT,
    NO_MESSAGE,
    NOBODY,
    OPERATOR_AUTHOR,
    SHILL_AUTHOR,
    Look,
    Message,
    Packet,
    Plan,
)

LONGEST_STAY = 500  # looks in a row
UNANSWERED_DAYS = 1 / 48
QUICK_CLAIM_DAYS = 2 / 24


class PlainMember(Person):
    """One person, with what happens when they look at the group."""

    def look(self, t: float) -> None:
        """Section 5, phase by phase."""
        group = self.model
        day = group.today(t)
        self.wake(t)
        look = self.read(t)
        group.log(t, "look", self.position, value=float(len(look.read)))
        day["looks"] += 1
        day["reads"] += len(look.read)
        self.feel(look)
        self.claim(look)
        self.reward(look)
        self.answer(look)
        self.consider_offer(look)
        if self.stay_member(look):
            self.stay_or_go(look)
        self.lured = False
        day["trust_sum"] += self.trust
        day["fatigue_sum"] += min(1.0, self.fatigue + self.tolerance_used)
        day["attention_sum"] += self.attention

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
        group = self.model
        newest = group.newest
        unread = newest - self.read_mark
        first = max(self.read_mark + 1, newest - group.rules.span + 1, group.oldest)
        messages = [group.messages[id] for id in range(first, newest + 1)]
        self.read_mark = newest
        return Look(
            t, self.again, [m for m in messages if m.author != self.position], skipped=unread - len(messages)
        )

    def feel(self, look: Look) -> None:
        """Phase 3: what was read moves worth, trust, fatigue, belonging and intent."""
        group, rules, t = self.model, self.model.rules, look.time
        members, me = group.members, self.position
        my_ties = group.ties[me]
        tie_fading = group.tie_fading(t)
        worth_chat, worth_tie = rules.worth_chat * self.relevance * self.intent, rules.worth_tie
        newness = exp(-(t - self.joined) / rules.novelty_days)
        novelty = rules.novelty_floor + (1 - rules.novelty_floor) * newness
        shills_read = 0
        heard = 0.0
        sameness = 0.0
        for message in look.read:
            author = message.author
            from_member = author >= 0
            tie = my_ties[author] * tie_fading if from_member else 0.0
            look.ties.append(tie)
            known_shill = author == SHILL_AUTHOR and self.knows_shills
            promo = 0.5 if known_shill else message.promo
            if promo > 0:
                self.suffer(promo)
            if message.useful > 0:
                value = message.useful * self.relevance * (0.5 + 0.5 * self.trust)
                look.worth += rules.worth_useful * value
                self.trust += rules.trust_gain * value * (1 - self.trust)
                self.intent += rules.intent_gain * value * (1 - self.intent)
            if message.chat > 0 and not known_shill:
                look.worth += message.chat * (worth_chat * novelty + worth_tie * (tie * tie))
            if message.to == me:
                self.be_addressed(look, message)
            if author == SHILL_AUTHOR and not self.knows_shills:
                shills_read += 1
                sameness = group.acts[message.act].sameness
            elif from_member and members[author].knows_shills and not self.knows_shills:
                heard += 0.05 + tie
            if message.offer != NO_ACT and group.acts[message.offer].offer_tiers >> self.tier & 1:
                look.offer = message.offer
        if look.skipped > 0:
            self.fatigue += (
                rules.overload_fatigue * (1 - self.fatigue) * look.skipped / (look.skipped + rules.span)
            )
        if shills_read > 0 or heard > 0:
            self.suspect(look, shills_read, sameness, heard)
        self.miss_an_answer(t)

    def suffer(self, promo: float) -> None:
        """Read promotion."""
        rules = self.model.rules
        felt = (
            rules.ad_fatigue
            * promo
            * (1.2 - self.intent)
            * (1 + 2 * self.tolerance_used)
            * (1 - self.fatigue)
        )
        self.fatigue += felt
        self.tolerance_used += rules.tolerance_share * felt
        self.trust -= rules.ad_distrust * promo * self.trust
        self.intent -= rules.ad_pressure * promo * self.intent

    def be_addressed(self, look: Look, message: Message) -> None:
        """Read something meant for oneself: an answer, or the owner's answer or welcome."""
        rules = self.model.rules
        if message.reply_to >= 0:
            look.worth += rules.worth_answer
            look.addressed += 1
            self.belonging += 0.02 * (1 - self.belonging)
            if message.reply_to == self.pending_own:
                self.confidence += rules.confidence_gain * (1 - self.confidence)
                self.pending_own = NO_MESSAGE
        if message.author == OPERATOR_AUTHOR:
            self.trust += rules.owner_trust * (1 - self.trust)
            self.belonging += 0.03 * (1 - self.belonging)

    def suspect(self, look: Look, shills_read: int, sameness: float, heard: float) -> None:
        """Perhaps find out that some members are paid to talk."""
        group, rules = self.model, self.model.rules
        hazard = rules.shill_spread * heard
        if shills_read > 0:
            share = group.shill_messages / (group.shill_messages + group.member_messages)
            hazard += rules.shill_notice * sameness * share * shills_read * self.attention
        if self.draw(look, 1)[2] < 1 - exp(-hazard):
            self.knows_shills = True
            self.trust *= 1 - rules.shill_collapse * (0.5 + 0.5 * self.belonging)
            group.today(look.time)["notices"] += 1
            group.log(look.time, "notice", self.position)

    def miss_an_answer(self, t: float) -> None:
        """Half an hour after one's own message: no answer costs confidence."""
        if self.pending_own != NO_MESSAGE and t - self.pending_time > UNANSWERED_DAYS:
            message = self.model.messages.get(self.pending_own)
            if message is not None and message.answers == 0:
                self.confidence *= 1 - self.model.rules.confidence_loss
            self.pending_own = NO_MESSAGE

    def claim(self, look: Look) -> None:
        """Phase 4: take a portion of every open packet."""
        group, rules, t = self.model, self.model.rules, look.time
        for packet in list(group.open_packets(t)):
            if (
                packet.sender == self.position
                or packet.opened < self.joined
                or self.position in packet.claimed_by
            ):
                continue
            draw = self.draw(look, 2 + look.claimed)
            look.claimed += 1
            fen = self.take(packet, t, draw[0])
            look.worth += rules.worth_money * (1 - exp(-fen / rules.money_scale)) * (0.3 + 0.7 * self.greed)
            self.trust += 0.005 * (1 - self.trust)
            if self.plan is None and self.packet_habit > 0:
                pull = rules.packet_reciprocity * fen / self.packet_habit
                if draw[1] < 1 - exp(-1.5 * pull):
                    due = t + 0.003 + 0.9 * (draw[2] * draw[2])
                    self.plan = Plan(due, packet.id, sure=draw[1] < 1 - exp(-pull))
                    group.queue_plan(due, self)

    def take(self, packet: Packet, t: float, uniform: float) -> int:
        """Move one portion from a packet to this member; returns fen."""
        group = self.model
        fen = packet.portion(uniform)
        packet.left -= fen
        packet.portions_left -= 1
        packet.claimed_by.add(self.position)
        if fen > packet.best:
            packet.best = fen
            packet.luckiest = self.position
        self.received_fen += fen
        day = group.today(t)
        day["claims"] += 1
        if packet.sender == OPERATOR_AUTHOR:
            day["packet_fen"] += fen
            if t - packet.opened <= QUICK_CLAIM_DAYS:
                group.today(packet.opened)["portions_2h"] += 1
        else:
            group.members[packet.sender].paid_fen += fen
        group.log(t, "claim", self.position, target=packet.sender, message=packet.message, value=float(fen))
        return fen

    def reward(self, look: Look) -> None:
        """Attention moves towards what the look was worth."""
        if look.read or look.claimed:
            reward = min(1.0, max(0.0, 1 - exp(-look.worth) - self.fatigue - self.tolerance_used))
            self.attention += self.model.rules.attention_rate * (reward - self.attention)

    def answer(self, look: Look) -> None:
        """Phase 5: reply to something read, or go on talking, or neither."""
        chosen = self.choose_what_to_answer(look) if look.read and not self.dropper else None
        if self.mention <= self.read_mark:
            self.mention = NO_MESSAGE
        if chosen is not None:
            to = chosen.author if chosen.author >= 0 else NOBODY
            message = self.model.post(
                look.time, self.position, "answer", target=chosen.author, value=float(chosen.id),
                reply_to=chosen.id, to=to, root=chosen.root, chat=1.0, invite=1.0,
            )  # fmt: skip
        elif (
            look.again >= 1
            and self.turn
            and not self.dropper
            and self.draw(look, 1)[1] < self.model.rules.go_on
        ):
            former = self.model.messages.get(self.newest_own)
            message = self.model.post(
                look.time, self.position, "go_on", root=former.root if former else None, chat=1.0, invite=1.0
            )
        else:
            self.turn = False
            return
        self.remember_own(look.time, message)
        look.spoke = True

    def read_mention(self, look: Look) -> Message | None:
        """The message that called this member by name, if it was among those read."""
        if self.mention == NO_MESSAGE:
            return None
        return next((message for message in look.read if message.id == self.mention), None)

    def choose_what_to_answer(self, look: Look) -> Message | None:
        """The message to reply to, or none: the pull of everything read against one draw."""
        group, rules, t = self.model, self.model.rules, look.time
        mention = self.read_mention(look)
        mention_pull = 0.0
        if mention is not None:
            age = t - mention.time
            mention_pull = (
                rules.mention_rate * self.responsiveness * sqrt(self.confidence) * (0.3 + 0.7 * self.trust)
                / ((1 + 0.3 * self.habit_before_mention) * (1 + 4 * (age * age)))
            )  # fmt: skip
        eagerness = (
            rules.answer_rate * self.sociability * self.confidence * self.attention
            * exp(-self.talk / rules.talk_tolerance) * (group.members_present / 10) ** -rules.diffusion
        )  # fmt: skip
        pulls = self.pulls(look)
        total = eagerness * pulls[-1] + mention_pull
        draw = self.draw(look, 0)
        if total <= -log(1 - draw[0]):
            return None
        point = draw[1] * total
        if mention is not None and point < mention_pull:
            return mention
        for message, reached in zip(look.read, pulls, strict=True):
            if mention_pull + eagerness * reached > point:
                return message
        return look.read[-1]

    def pulls(self, look: Look) -> list[float]:
        """How much the messages read ask for an answer from this member: for each, the sum up to it."""
        rules, t, me = self.model.rules, look.time, self.position
        stranger_tie, freshness_days = rules.stranger_tie, rules.freshness_days
        pulls: list[float] = []
        reached = 0.0
        for message, tie in zip(look.read, look.ties, strict=True):
            author = message.author
            if author == SHILL_AUTHOR and self.knows_shills:
                pulls.append(reached)
                continue
            closeness = self.trust if author == OPERATOR_AUTHOR else tie
            pull = message.invite * (stranger_tie + (1 - stranger_tie) * closeness)
            if message.to == me:
                pull *= rules.addressed_factor
            staleness = (t - message.time) / freshness_days
            crowding = (1 + message.answers) ** rules.answer_crowding if message.answers else 1.0
            reached += pull / ((1 + staleness * staleness) * crowding)
            pulls.append(reached)
        return pulls

    def consider_offer(self, look: Look) -> None:
        """Phase 6: buy what was offered, or not."""
        if look.offer == NO_ACT:
            return
        group, rules, t = self.model, self.model.rules, look.time
        product = group.product
        discount = group.acts[look.offer].discount
        ready = 1.0
        if self.last_purchase is not None:
            ready = min(1.0, (t - self.last_purchase) / product["cycle_days"])
        hazard = (
            rules.buy_rate * product["appeal"] * (self.intent * self.intent) * (0.2 + 0.8 * self.trust)
            * self.price_fit * (1 + 2 * discount) * ready
        )  # fmt: skip
        if self.draw(look, 0)[2] < 1 - exp(-hazard):
            revenue = floor(product["price_fen"] * (1 - discount) + 0.5)
            self.last_purchase = t
            self.trust += 0.02 * (1 - self.trust)
            day = group.today(t)
            day["buyers"] += 1
            day["revenue_fen"] += revenue
            day["goods_fen"] += int(product["goods_fen"])
            group.log(t, "buy", self.position, message=look.offer, value=float(revenue))

    def stay_member(self, look: Look) -> bool:
        """Phase 8: leave, mute or neither; returns whether the member is still there."""
        group, rules, t = self.model, self.model.rules, look.time
        passed = t - self.stay_time
        self.stay_time = t
        hazard = rules.leave_base * passed + rules.leave_fatigue * (self.fatigue + self.tolerance_used) * (
            1 - self.trust
        ) * min(passed, 1.0)
        self.leave_hazard += hazard
        if look.claimed:
            self.leave_hazard += rules.take_and_go * self.greed * (1 - self.belonging)
        overload = look.skipped / (look.skipped + rules.span) if look.skipped > 0 else 0.0
        self.mute_hazard += rules.mute_ratio * hazard + rules.overload_mute * overload
        if self.leave_hazard >= self.leave_threshold:
            self.status = LEFT
            self.staying = False
            self.plan = self.impulse = None
            group.members_present -= 1
            group.today(t)["leaves"] += 1
            group.log(t, "leave", self.position)
            return False
        if not self.muted and self.mute_hazard >= self.mute_threshold:
            self.muted = True
            group.today(t)["mutes"] += 1
            group.log(t, "mute", self.position)
        return True

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
