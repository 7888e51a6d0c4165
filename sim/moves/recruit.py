"""C31: new people are brought in all the time, so that the group does not age."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.channels import CHANNEL_KINDS, ChannelKind
from sim.moves.base import Act, Move, When, act
from sim.quantities import quantity


class Recruit(Move):
    """A few people from a channel's reserve are asked in at each time. Fresh members offset those who tire.

    What each costs is the channel's price, which the world sets. Without a reserve in that channel nobody comes.
    """

    number: ClassVar[int] = 31
    sources: ClassVar[tuple[str, ...]] = ("C31", "A2", "V03")

    move: Literal["recruit"]
    when: When = When(every_days=7, from_day=14, from_hour=10.0, to_hour=10.0)
    channel: ChannelKind = "friends"
    people: int = quantity(5, 0, 500, "members", sources=("C31",), grade="assumed")
    minutes: float = quantity(15.0, 0, 480, "minutes")

    def acts(self) -> list[Act]:
        """One act; none without people.

        An act names a reserve by the place of its channel in the world, which a strategy does not know. Here stands
        -2 - the place of the kind in `CHANNEL_KINDS`, from which the setup of a run finds the channel.
        """
        if self.people == 0:
            return []
        return [
            act(
                **self.when.fields(),
                recruit=self.people,
                recruit_pool=-2 - CHANNEL_KINDS.index(self.channel),
                chat=0.05,
                invite=0.05,
                minutes=self.minutes,
            )
        ]
