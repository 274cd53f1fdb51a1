"""The five whys: causes that branch, each with what would ease it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.playbook.refusal import Refusal

MOST = 40  # causes; a form shows them all
DEEPEST = 7
ENOUGH = 3  # whys below one another before a cause is understood
LENGTH = 1000  # characters of a cause, and of its mitigation


@dataclass(frozen=True, slots=True)
class Why:
    """One answer to "why?"; `parent` is the answer that it explains, 0 for what is asked about first."""

    id: int
    parent: int
    text: str
    mitigation: str = ""


def outline(whys: Sequence[Why]) -> list[tuple[str, int, Why]]:
    """Every cause in reading order with its number ("1.2.1") and depth from 0."""
    found: list[tuple[str, int, Why]] = []

    def walk(parent: int, prefix: str, depth: int) -> None:
        for place, why in enumerate([each for each in whys if each.parent == parent], 1):
            number = f"{prefix}{place}"
            found.append((number, depth, why))
            walk(why.id, f"{number}.", depth + 1)

    walk(0, "", 0)
    return found


def leaves(whys: Sequence[Why]) -> list[tuple[str, int, Why]]:
    """The causes that nothing further explains."""
    parents = {why.parent for why in whys}
    return [each for each in outline(whys) if each[2].id not in parents]


def added(whys: Sequence[Why], parent: int, text: str, mitigation: str = "") -> tuple[Why, ...]:
    """With one more cause under `parent` (0 for a new branch). Raises Refusal when it does not fit."""
    depths = {why.id: depth for _, depth, why in outline(whys)}
    if parent and parent not in depths:
        raise Refusal(
            "The cause that this explains was removed meanwhile. Nothing was changed; add it again."
        )
    if len(whys) >= MOST:
        raise Refusal(f"There are {MOST} causes already. Join some of them, then add this one.")
    if depths.get(parent, -1) + 1 >= DEEPEST:
        raise Refusal(f"{DEEPEST} whys below one another are enough. Start a new branch for this cause.")
    return (*whys, Why(max((why.id for why in whys), default=0) + 1, parent, text, mitigation))


def changed(whys: Sequence[Why], which: int, text: str, mitigation: str) -> tuple[Why, ...]:
    """With other words in one cause. Raises Refusal when it is gone."""
    if not any(why.id == which for why in whys):
        raise Refusal(
            "That cause was removed meanwhile. Nothing was changed; add it again if it still holds."
        )
    return tuple(replace(why, text=text, mitigation=mitigation) if why.id == which else why for why in whys)


def without(whys: Sequence[Why], which: int) -> tuple[Why, ...]:
    """Without one cause and all that explains it."""
    gone = {which}
    for _, _, why in outline(whys):
        if why.parent in gone:
            gone.add(why.id)
    return tuple(why for why in whys if why.id not in gone)


def one(whys: Iterable[Why], which: int) -> Why | None:
    """The cause with this id."""
    return next((why for why in whys if why.id == which), None)
