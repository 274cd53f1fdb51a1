"""A retrospective without names: what would tell whose it is taken out, and a test that nothing was left."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.playbook.naming import latin
from bot.playbook.retrospective import Content, Line, Task
from bot.playbook.retrospective_whys import Why

SHORTEST = 3  # letters of a word that tells something
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", re.IGNORECASE)
_MENTION = re.compile(r"<[@#!][^<>]*>|(?<![\w@])@[\w.-]*\w|(?<![\w#&])#[a-z][\w-]*")
_SUM = r"\d(?:[\d.,]*\d)?(?:\s?[kKmM]\b)?"
_MONEY = re.compile(rf"[$€£¥]\s?{_SUM}|\b{_SUM}\s?(?:EUR|USD|GBP|[$€£¥])")
_ORDINARY = (
    "all and app bank company corp data for global gmbh group holding inc international limited llc ltd new "
    "one services solutions systems the web"
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not be told: names of the customer, of people with the role that stands for each, and ids."""

    customers: tuple[str, ...] = ()
    people: Mapping[str, str] | None = None
    others: tuple[str, ...] = ()  # account ids, keys, channel names, ticket numbers

    def replacements(self) -> list[tuple[str, str]]:
        """(what, what stands for it), the longest first, single words of names included."""
        pairs: dict[str, str] = {}
        for name in self.customers:
            words = name.split()
            parts = [" ".join(words[:count]) for count in range(2, len(words))]
            pairs |= dict.fromkeys([name, *parts, *_words(name)], "the customer")
        for name, role in (self.people or {}).items():
            pairs |= dict.fromkeys([name, *_words(name)], role)
        pairs |= dict.fromkeys(self.others, "[left out]")
        return sorted(
            ((what, by) for what, by in pairs.items() if what.strip()), key=lambda pair: -len(pair[0])
        )


def without_names(text: str, secrets: Secrets) -> str:
    """The text with everything secret replaced, and with addresses, mentions and sums of money left out."""
    text = _ADDRESS.sub("[address left out]", text)
    text = _MENTION.sub("[mention left out]", text)
    text = _MONEY.sub("[sum left out]", text)
    for what, by in secrets.replacements():
        text = re.sub(rf"(?<!\w){re.escape(what)}(?!\w)", by, text, flags=re.IGNORECASE)
    return text


def anonymous(content: Content, secrets: Secrets) -> Content:
    """The same content without names; days become the only dates, owners of items are left out."""

    def clean(text: str) -> str:
        return without_names(text, secrets)

    return Content(
        texts={section: clean(text) for section, text in content.texts.items()},
        timeline=tuple(Line(line.at, line.kind, clean(line.text)) for line in content.timeline),
        whys=tuple(Why(why.id, why.parent, clean(why.text), clean(why.mitigation)) for why in content.whys),
        tasks=tuple(
            _nobodys(replace(task, text=clean(task.text), team=clean(task.team))) for task in content.tasks
        ),
    )


def leaks(text: str, secrets: Secrets) -> list[str]:
    """What a text still tells, each once; empty is the hope.

    Looks in folded letters, with and without spaces, so that "ACME-gmbh" and "acmegmbh" are found as well.
    """
    found = [*_ADDRESS.findall(text), *_MENTION.findall(text), *_MONEY.findall(text)]
    folded = f"-{latin(text)}-"
    squeezed = folded.replace("-", "")
    for what, _ in secrets.replacements():
        plain = latin(what)
        if not plain:
            found += [what] if what.casefold() in text.casefold() else []
        elif f"-{plain}-" in folded or ("-" in plain and plain.replace("-", "") in squeezed):
            found.append(what)
    return list(dict.fromkeys(found))


def _nobodys(task: Task) -> Task:
    return replace(task, owner="", committed_by="", link="")


def _words(name: str) -> Iterable[str]:
    """The words of a name that tell something by themselves."""
    words = re.findall(r"[^\W_]+", name)
    return [word for word in words if len(word) >= SHORTEST and word.casefold() not in _ORDINARY.split()]
