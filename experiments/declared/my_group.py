"""``qunlab my-group``: a world made of what one knows about the own group."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.problems import MOST_SEED, MOST_THREADS, BadInputError, amount, quoted, whole
from experiments.declared.shared import PROCESSORS, Words

UNKNOWN = "?"
"""What is given for a figure that one does not know."""


def declare(app: typer.Typer, words: Words) -> None:
    """Declare the command."""

    @words.command(app, "my-group")
    def my_group(
        members: Annotated[str, words.option("--members", "my_group_members", "N")] = "150",
        age: Annotated[str, words.option("--age", "my_group_age", "D")] = "60",
        messages: Annotated[str, words.option("--messages", "my_group_messages", "N")] = UNKNOWN,
        speakers: Annotated[str, words.option("--speakers", "my_group_speakers", "N")] = UNKNOWN,
        exits: Annotated[str, words.option("--exits", "my_group_exits", "N")] = UNKNOWN,
        newcomers: Annotated[str, words.option("--newcomers", "my_group_newcomers", "N")] = "0",
        channel: Annotated[str, words.option("--channel", "my_group_channel", "CODE")] = "friends",
        known: Annotated[str, words.option("--known", "my_group_known", "CODE")] = "some",
        price: Annotated[str, words.option("--price", "my_group_price", "YUAN")] = "199",
        margin: Annotated[str, words.option("--margin", "my_group_margin", "PERCENT")] = "60",
        need: Annotated[str, words.option("--need", "my_group_need", "D")] = "180",
        ads: Annotated[str, words.option("--ads", "my_group_ads", "N")] = "0",
        answers: Annotated[bool, words.flag("--answers", "my_group_answers")] = False,
        name: Annotated[str, words.option("--name", "my_group_name", "NAME")] = "",
        output: Annotated[Path | None, words.option("--output", "my_group_output", "FILE.yaml")] = None,
        first_seed: Annotated[str, words.first_seed] = "0",
        threads: Annotated[str, words.threads] = PROCESSORS,
        save: Annotated[Path | None, words.option("--save", "save_study", "FOLDER")] = None,
        json: Annotated[bool, words.json] = False,
    ) -> None:
        from experiments.my_group.asking import MOST_NAME, command_of
        from experiments.my_group.description import BOUNDS, KNOWN, Description, FieldError
        from experiments.my_group.telling import field_error
        from sim.channels import CHANNEL_KINDS

        def figure(option: str, field: str, given: str) -> float | None:
            bounds = BOUNDS[field]
            if given == UNKNOWN:
                return None
            if bounds.whole:
                return whole(option, given, int(bounds.low), int(bounds.high))
            return amount(option, given, bounds.low, bounds.high)

        for option, given, allowed in (("--channel", channel, CHANNEL_KINDS), ("--known", known, KNOWN)):
            if given not in allowed:
                raise BadInputError(
                    "my_group_code", option=option, found=quoted(given), allowed=", ".join(allowed)
                )
        first = whole("--first-seed", first_seed, 0, MOST_SEED // 2)
        at_a_time = whole("--threads", threads, 1, MOST_THREADS)
        if len(name) > MOST_NAME:
            raise BadInputError("my_group_name", most=MOST_NAME)
        numbers = {
            "members": figure("--members", "members", members),
            "age_days": figure("--age", "age_days", age),
            "messages": figure("--messages", "messages", messages),
            "speakers": figure("--speakers", "speakers", speakers),
            "exits": figure("--exits", "exits", exits),
            "newcomers": figure("--newcomers", "newcomers", newcomers),
            "price_yuan": figure("--price", "price_yuan", price),
            "margin": figure("--margin", "margin", margin),
            "need_days": figure("--need", "need_days", need),
            "ads": figure("--ads", "ads", ads),
        }
        try:
            description = Description.from_dict(
                {**numbers, "channel": channel, "known": known, "answers": answers}
            )
        except FieldError as error:
            raise BadInputError("my_group_field", what=field_error(error, words.language)) from None
        from experiments.commands.my_group import my_group_command

        code = my_group_command(
            description,
            name,
            first,
            at_a_time,
            output,
            save,
            json,
            command_of(description, name, first),
            words.language,
        )
        raise typer.Exit(code)
