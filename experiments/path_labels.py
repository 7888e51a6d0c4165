"""What a path such as ``strategy.moves.0.amount_yuan`` is called, in the reader's language."""

from __future__ import annotations

from typing import Any

from scenarios.texts import has_text, text


def path_label(path: str, strategy: Any, language: str) -> str:
    """The label of a number of a world or a strategy.

    Args:
        path: beginning with ``world.`` or ``strategy.``.
        strategy: the `sim.Strategy` in which the paths of moves stand; their number is said where a kind of move
            stands in it more than once.
        language: of the label.
    """
    parts = path.split(".")
    name = parts[-1]
    if parts[:2] == ["world", "psychology"] and has_text(f"parameter.{name}"):
        return text(f"parameter.{name}", language)
    label = text(f"field.{name}", language) if has_text(f"field.{name}") else name
    if parts[:2] != ["strategy", "moves"] or not parts[2].isdecimal() or int(parts[2]) >= len(strategy.moves):
        return label
    move = strategy.moves[int(parts[2])]
    said = text(move.label(), language)
    if sum(other.kind() == move.kind() for other in strategy.moves) > 1:
        said = text("label.move_numbered", language, move=said, number=int(parts[2]) + 1)
    return text("label.of_move", language, move=said, field=label)
