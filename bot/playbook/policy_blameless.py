"""The table of a policy that extends the blameless check's words."""

from functools import cached_property

from pydantic import field_validator

from bot.playbook.blameless import Rule
from bot.playbook.lexicon import Lexicon, lexicon
from bot.playbook.policy_types import Table


class OwnPhrase(Table):
    """A phrase that a team does not want to read, and what can stand there instead."""

    rule: Rule
    find: str
    instead: str = ""
    advice: str = ""

    @field_validator("find")
    @classmethod
    def _has_words(cls, value: str) -> str:
        if not any(sign.isalnum() for sign in value) or value.split(maxsplit=1)[0].endswith("?"):
            raise ValueError(
                f"{value!r} is no phrase; write words, and none that may be missing at the beginning"
            )
        return value


class Blameless(Table):
    """What a team adds to the check, allows, or switches off."""

    phrases: tuple[OwnPhrase, ...] = ()
    allow: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    off: tuple[Rule, ...] = ()

    @cached_property
    def lexicon(self) -> Lexicon:
        """All words, ours and theirs."""
        own = [
            {"rule": each.rule.value, "find": each.find, "instead": each.instead, "advice": each.advice}
            for each in self.phrases
        ]
        return lexicon(own, allow=self.allow, verbs=self.verbs, off=[each.value for each in self.off])
