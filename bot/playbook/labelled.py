"""Closed sets of choices whose members carry the words people read."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A string enum whose members are written `(value, label)`; the value is stored, the label is shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the value as the string and hang the label on it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: object) -> Self | None:
        """The member with this stored value, or None for anything else."""
        return next((member for member in cls if member.value == value), None)

    @classmethod
    def options(cls) -> list[tuple[str, str]]:
        """(value, label) of every member, in order."""
        return [(member.value, member.label) for member in cls]
