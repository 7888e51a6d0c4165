"""The Lessons page: guess first, see what came of a hundred launches, read why, turn one knob."""
