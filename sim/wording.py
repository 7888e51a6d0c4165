"""A title or a remark that a user gives to something of their own, in one language or in both.

What ships with the lab is named by text codes; only users' own worlds and strategies carry their words in
themselves.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from sim.quantities import Declaration


class Words(Declaration):
    """The same words in English and in Chinese; one string given stands for both."""

    en: str = Field(default="", max_length=2000)
    zh: str = Field(default="", max_length=2000)

    @model_validator(mode="before")
    @classmethod
    def _one_string_for_both(cls, value: Any) -> Any:
        return {"en": value, "zh": value} if isinstance(value, str) else value

    def in_language(self, language: str) -> str:
        """The words in a language ("zh…" or anything else), or in the other one where they are missing."""
        first, second = (self.zh, self.en) if language.startswith("zh") else (self.en, self.zh)
        return first or second
