"""The messages of a plain group: what posting one does to everybody (docs/rules.md, section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, isnan
from typing import TYPE_CHECKING, Any

import mesa

from benchmarks.plain_act import Act
from benchmarks.plain_records import (
    NO_ACT,
    NO_MESSAGE,
    NOBODY,
    OPERATOR_AUTHOR,
    PLAIN,
    PURGE,
    QUESTION,
    SHILL_AUTHOR,
    Message,
    Packet,
)

if TYPE_CHECKING:
    from types import SimpleNamespace

    from benchmarks.plain_member import PlainMember

RING = 1024  # messages
PACKET_RING = 32
PACKET_DAYS = 1.0
LEAST_EXPECTING = 0.02  # who expects less of a programme does not come for it


class MessageBoard(mesa.Model):
    """Messages, packets and ties of a group, and what a new message sets off."""

    rules: SimpleNamespace
    members: list[PlainMember]
    idle_members: dict[int, PlainMember]
    acts: list[Act]
    ties: list[list[float]]

    def set_up_board(self) -> None:
        """Begin with nothing said."""
        self.messages: dict[int, Message] = {}  # only the newest RING of them
        self.newest = NO_MESSAGE
        self.packets: dict[int, Packet] = {}  # only the newest PACKET_RING of them
        self.packets_opened = 0
        self.member_messages = 0
        self.shill_messages = 0
        self.last_talk = 0.0
        self.topicality = 1.0
        self.hour_talk = 0.0  # talk on the topic during the last hour or so, at `hour_talk_time`
        self.hour_talk_time = 0.0

    def today(self, t: float) -> dict[str, Any]:
        """The record of the day that t lies in."""
        raise NotImplementedError

    def log(
        self,
        t: float,
        kind: str,
        member: int,
        *,
        target: int = NOBODY,
        message: int = NO_MESSAGE,
        value: float = 0.0,
    ) -> None:
        """Note an event."""
        raise NotImplementedError

    def hour_talk_at(self, t: float) -> float:
        """How much talk on the topic there was of late, as it counts at t."""
        return self.hour_talk * exp(-24 * (t - self.hour_talk_time))

    @property
    def oldest(self) -> int:
        """The oldest message that can still be read."""
        return max(0, self.newest - RING + 1)

    # -- posting -----------------------------------------------------------------------------------------

    def post(
        self,
        t: float,
        author: int,
        event: str,
        *,
        target: int = NOBODY,
        value: float = 0.0,
        reply_to: int = NO_MESSAGE,
        to: int = NOBODY,
        root: int | None = None,
        useful: float = 0.0,
        chat: float = 0.0,
        promo: float = 0.0,
        invite: float = 0.0,
        act: int = NO_ACT,
        start: bool = False,
        offer: int = NO_ACT,
        kind: int = PLAIN,
        off_topic: bool = False,
        private: bool = False,
        opening: bool = False,
        mentioned: Sequence[PlainMember] = (),
        warmth: float = 0.0,
        removed: Sequence[PlainMember] = (),
        fen: int = 0,
        portions: int = 0,
        equal: bool = False,
        sender: int = OPERATOR_AUTHOR,
    ) -> Message:
        """A message appears at t, and wakes, calls and lures.

        It is logged as `event`, with `target` and `value`. A message without `root` begins a conversation.
        The `mentioned` are called by name, with `warmth`; the `removed` are put out of the group by it. A
        message with `fen` carries a packet of `sender` in `portions`, split equally or at random. All else is
        the message's own (section 3).
        """
        self.newest += 1
        id = self.newest
        message = Message(
            id, t, author, reply_to, to, id if root is None else root, useful, chat, promo, invite,
            act, start, offer, kind, off_topic, private, opening,
        )  # fmt: skip
        self.messages[id] = message
        self.messages.pop(id - RING, None)
        self.count_message(message)
        self.log(t, event, author, target=target, message=id, value=value)
        self.count_answer(t, message)
        if not private:
            for member in list(self.idle_members.values()):
                if member.position != author:
                    member.hear(t)
        for member in mentioned:
            self.log(t, "mention", OPERATOR_AUTHOR, target=member.position, message=id)
            member.be_mentioned(t, message, warmth)
        for member in removed:
            member.be_removed(t, PURGE)
        if fen > 0:
            self.open_packet(t, message, sender, fen, portions, equal)
        if opening and act >= 0 and self.acts[act].programme > 0:
            self.call_to_programme(t, self.acts[act].programme)
        return message

    def call_to_programme(self, t: float, programme: float) -> None:
        """A programme begins: those who have come to expect it come for it."""
        for member in self.members:
            if member.present and member.expect > LEAST_EXPECTING:
                member.be_lured(t, programme * member.expect)

    def count_message(self, message: Message) -> None:
        """Count a message on its day."""
        t, day = message.time, self.today(message.time)
        day["promotion"] += message.promo >= 0.5
        if message.author == OPERATOR_AUTHOR:
            day["operator"] += 1
        elif message.author == SHILL_AUTHOR:
            day["shill"] += 1
            self.shill_messages += 1
        else:
            self.member_messages += 1
            member = self.members[message.author]
            member.last_said = t
            if member.dropper:
                day["dropper"] += 1
            elif message.kind in (PLAIN, QUESTION):
                self.count_talk(message, member, day)

    def count_talk(self, message: Message, member: PlainMember, day: dict[str, Any]) -> None:
        """Count what a member says, for the day, for the member, and for what the group talks about."""
        t = message.time
        day["talk"] += 1
        day["starts"] += message.start
        day["off_topic"] += message.off_topic
        self.last_talk = day["last_talk"] = t
        if isnan(day["first_talk"]):
            day["first_talk"] = t
        if member.last_talk_day != int(t):
            member.last_talk_day = int(t)
            day["speakers"] += 1
        if member.first_talk == NO_MESSAGE:
            member.first_talk = message.id
            day["first_posts"] += 1
        member.count_recent(t)
        self.topicality += (1 - message.off_topic - self.topicality) / self.rules.topic_memory
        if not message.off_topic:
            self.hour_talk = self.hour_talk_at(t) + 1
            self.hour_talk_time = t

    def count_answer(self, t: float, message: Message) -> None:
        """Let the answered message know, and its author's tie with the answering member grow."""
        answered = self.messages.get(message.reply_to)
        if answered is None:
            return
        answered.answers += 1
        if answered.author < 0:
            return
        author = self.members[answered.author]
        if answered.answers == 1:
            if answered.start and not author.dropper:
                self.today(answered.time)["starts_answered"] += 1
            if answered.id == author.first_talk:
                self.today(t)["first_answers"] += 1
        if message.author >= 0:
            tie = self.tie_at(message.author, answered.author, t)
            self.set_tie(message.author, answered.author, tie + self.rules.tie_gain * (1 - tie), t)

    # -- ties --------------------------------------------------------------------------------------------

    def tie_fading(self, t: float) -> float:
        """What a stored tie is multiplied with to have the tie at t."""
        return exp(-t / self.rules.tie_days)

    def tie_at(self, one: int, other: int, t: float) -> float:
        """The tie between two members at t."""
        return self.ties[one][other] * self.tie_fading(t)

    def set_tie(self, one: int, other: int, tie: float, t: float) -> None:
        """Let two members have this tie at t."""
        self.ties[one][other] = self.ties[other][one] = tie / self.tie_fading(t)

    # -- packets -----------------------------------------------------------------------------------------

    def open_packet(
        self, t: float, message: Message, sender: int, fen: int, portions: int, equal: bool
    ) -> None:
        """Open a packet and lure everyone present but the author."""
        id = self.packets_opened
        if sender == OPERATOR_AUTHOR:
            self.log(t, "packet", sender, message=message.id, value=float(fen))
        self.packets[id] = Packet(id, message.id, sender, t, fen, fen, portions, equal, portions)
        self.packets.pop(id - PACKET_RING, None)
        self.packets_opened += 1
        day = self.today(t)
        if sender == OPERATOR_AUTHOR:
            day["packets_operator"] += 1
            day["portions"] += portions
        else:
            day["packets_member"] += 1
        for member in self.members:
            if member.present and member.position != message.author:
                member.be_lured(t, self.rules.packet_pull)

    def open_packets(self, t: float) -> Iterator[Packet]:
        """The packets that still have portions, oldest first."""
        return (p for p in self.packets.values() if p.portions_left > 0 and t - p.opened < PACKET_DAYS)
