"""The blameless check: rules with ids that find blame in a text and offer other words; never a block."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.playbook.labelled import Labelled
from bot.playbook.lexicon import Lexicon, Phrase
from bot.playbook.retrospective import Content, Section, Task
from bot.playbook.retrospective_whys import ENOUGH, Why, leaves, outline

SHORTEST = 3  # letters of a first or last name that is looked for alone
_MENTION = re.compile(
    r"<@[UW][A-Z0-9]+(?:\|[^<>]*)?>|(?<![\w@.])@(?!here\b|channel\b|everyone\b)[\w][\w.-]*\w"
)
_WORD = re.compile(r"[\w'-]+")
_STARTS = re.compile(r"(?:^|[.!?:;]\s+|\n\s*[-*•]?\s*|[\"'(])$")


class Rule(Labelled):
    """What is looked for; the value is the id by which a policy can switch it off."""

    PERSON_NAME = "person-name", "A person by name"
    COUNTERFACTUAL = "counterfactual", "What did not happen"
    HUMAN_ERROR = "human-error", "A mistake as the cause"
    CLOSED_QUESTION = "closed-question", "A closed question"
    BLAME = "blame", "Blame"
    SHALLOW_WHYS = "shallow-whys", "A chain of whys that ends early"
    PERSON_LEAF = "person-leaf", "A cause that is a person"
    ITEM_INCOMPLETE = "item-incomplete", "An unfinished action item"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: where it stands, why, and what could stand there instead ("" for nothing).

    `which` is the id of the entry, cause or action item, 0 in a running text; `start` and `end` are places in
    its text, and `quote` is what stands between them.
    """

    rule: Rule
    quote: str
    start: int
    end: int
    why: str
    instead: str = ""
    section: Section = Section.SUMMARY
    which: int = 0


Span = tuple[int, int, Rule, str, str]  # from, to, rule, what can stand there, advice


@dataclass(frozen=True, eq=False)
class Check:
    """The check for one escalation: the words to look for, and its people with their roles."""

    lexicon: Lexicon
    people: Mapping[str, str]  # display name -> "the tech lead"

    def of(self, content: Content) -> list[Finding]:
        """Everything found in a retrospective, in reading order."""
        found: list[Finding] = []
        for section in Section:
            if section.is_text:
                found += self.text(content.text(section), section)
        for line in content.timeline:
            found += self.text(line.text, Section.TIMELINE, line.entry)
        for _, _, why in outline(content.whys):
            found += self.text(why.text, Section.CAUSES, why.id)
            found += self.text(why.mitigation, Section.CAUSES, why.id)
        found += self.whys(content.whys)
        for task in content.tasks:
            found += self.text(task.text, Section.ITEMS, task.id)
        found += self.tasks(content.tasks)
        return [each for each in found if each.rule.value not in self.lexicon.off]

    def text(self, text: str, section: Section = Section.SUMMARY, which: int = 0) -> list[Finding]:
        """What is found in one text, in the order it stands there."""
        return [
            Finding(rule, text[start:end], start, end, self._why(rule, advice), instead, section, which)
            for start, end, rule, instead, advice in _spans(self, text)
        ]

    def whys(self, whys: Sequence[Why]) -> list[Finding]:
        """Chains that end early, and those that end with a person."""
        found: list[Finding] = []
        for number, depth, why in leaves(whys):
            place = (why.text, 0, len(why.text))
            if depth + 1 < ENOUGH:
                said = f"{number} is {_times(depth + 1)} deep, {_times(ENOUGH)} is the least. "
                found.append(self._at(Rule.SHALLOW_WHYS, place, said, Section.CAUSES, why.id))
            if self._is_person(why.text):
                found.append(self._at(Rule.PERSON_LEAF, place, "", Section.CAUSES, why.id))
        return found

    def tasks(self, tasks: Sequence[Task]) -> list[Finding]:
        """Action items without an owner, a verb or a date."""
        found: list[Finding] = []
        for task in tasks:
            words = re.findall(r"[\w'-]+", task.text)
            lacks = [
                *([] if task.owner else ["an owner"]),
                *([] if words and words[0].casefold() in self.lexicon.verbs else ["a verb at the beginning"]),
                *([] if task.due else ["a date"]),
            ]
            if lacks:
                place = (task.text, 0, len(task.text))
                said = f"It lacks {' and '.join(lacks)}. "
                found.append(self._at(Rule.ITEM_INCOMPLETE, place, said, Section.ITEMS, task.id))
        return found

    def _at(
        self, rule: Rule, place: tuple[str, int, int], said: str, section: Section, which: int
    ) -> Finding:
        quote, start, end = place
        return Finding(rule, quote, start, end, said + self._why(rule, ""), "", section, which)

    def _why(self, rule: Rule, advice: str) -> str:
        return " ".join(filter(None, [self.lexicon.whys.get(rule.value, ""), advice]))

    def phrases_in(self, plain: str) -> Iterator[Span]:
        """Phrases of the list, in no order."""
        words = set(_WORD.findall(plain.casefold()))
        for phrase in self.lexicon.phrases:
            if phrase.begins and not phrase.begins & words:
                continue
            rule = Rule.of(phrase.rule)
            for found in phrase.pattern.finditer(plain) if rule else ():
                if rule and not self._about_machine(plain, found.start(), phrase):
                    yield found.start(), found.end(), rule, phrase.instead, phrase.advice

    def _about_machine(self, plain: str, start: int, phrase: Phrase) -> bool:
        if phrase.not_after != "machines":
            return False
        before = re.findall(r"[\w'-]+", plain[max(0, start - 60) : start])
        near = [word.casefold() for word in before[-3:]]
        while near and near[-1] in {
            "had",
            "has",
            "have",
            "then",
            "again",
            "also",
            "all",
            "silently",
            "never",
            "not",
        }:
            near.pop()
        return bool(near) and near[-1] in self.lexicon.machines

    def names_in(self, plain: str) -> Iterator[Span]:
        """People by name and mentions, in no order."""
        roles = {name.casefold(): role for name, role in self.people.items()}
        for mention in _MENTION.finditer(plain):
            role = roles.get(mention.group().strip("<@>").casefold(), "the person in that role")
            yield mention.start(), mention.end(), Rule.PERSON_NAME, role, ""
        for pattern, role, ordinary in self._looked_for:
            for found in pattern.finditer(plain):
                if not (ordinary and _STARTS.search(plain[: found.start()])):
                    yield found.start(), found.end(), Rule.PERSON_NAME, role, ""

    @cached_property
    def _looked_for(self) -> list[tuple[re.Pattern[str], str, bool]]:
        """(pattern, role, whether it is an ordinary word as well), full names first."""
        wanted: list[tuple[re.Pattern[str], str, bool]] = []
        for name, role in self.people.items():
            if len(name.split()) > 1:
                wanted.append((_word(name), role, False))
        for name, role in self.people.items():
            wanted += [
                (_word(part), role, part.casefold() in self.lexicon.words_and_names)
                for part in name.split()
                if len(part) >= SHORTEST and part[0].isupper()
            ]
        return wanted

    def _is_person(self, text: str) -> bool:
        words = re.findall(r"[\w'-]+", text.casefold())
        subject = [word for word in words if word not in {"the", "a", "an", "our", "their", "one"}]
        names = {part.casefold() for name in self.people for part in name.split()}
        roles = {" ".join(role.casefold().split()[1:]) for role in self.people.values()}
        first = " ".join(subject[:3])
        if any(first.startswith(role) for role in roles if role):
            return True
        return bool(set(subject[:3]) & self.lexicon.persons) or bool(set(subject[:1]) & names)


@lru_cache(maxsize=64)
def checking(lexicon: Lexicon, people: tuple[tuple[str, str], ...]) -> Check:
    """The check for these people, the same one every time, so that it remembers what it has read."""
    return Check(lexicon, dict(people))


@lru_cache(maxsize=1024)
def _spans(check: Check, text: str) -> tuple[Span, ...]:
    """What is found in a text, in the order it stands there; a card is drawn often, and few texts change."""
    plain = text.replace("\u2019", "'")
    allowed = [found.span() for each in check.lexicon.allowed for found in each.finditer(plain)]
    found = [*check.names_in(plain), *check.phrases_in(plain)]
    kept: list[Span] = []
    for span in sorted(found, key=lambda each: (each[0], -each[1])):
        start, end, rule = span[:3]
        if any(start < last and first < end for first, last in allowed):
            continue
        if not any(start < other[1] and rule is other[2] for other in kept):
            kept.append(span)
    return tuple(kept)


def _word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@.-]){re.escape(text)}(?![\w-])")


def _times(count: int) -> str:
    return ("none", "one why", "two whys", "three whys")[count]
