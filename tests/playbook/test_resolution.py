"""The end of a case: what each form has to say, refused next to the field."""

from dataclasses import replace
from typing import Any, Protocol

import pytest

from bot.playbook.progress import Audience, Calmer, Rollout
from bot.playbook.refusal import Refusal
from bot.playbook.resolution import Calm, Feedback, Fix, Message, Word
from bot.playbook.work import FeedbackTrack, Medium


class Checked(Protocol):
    """What says by itself whether it can be kept."""

    def check(self) -> None:
        """Raises Refusal."""


FIX = Fix(tested="40 exports", rollout=Rollout.PHASED, confirmed=True)
MESSAGE = Message(to=[Audience.CUSTOMER], said="it works again", medium=Medium.EMAIL)
FEEDBACK = Feedback(track=FeedbackTrack.STABILITY, note="the export has no limit", manager="U1")
WORD = Word(received=True, said="all is well")
CALM = Calm(
    reason=Calmer.WORKAROUND,
    why="they export by month",
    team="Engineering",
    message="you can stop",
    told="use the monthly export",
    medium=Medium.CALL,
    learned="large exports need a limit",
)


@pytest.mark.parametrize(
    "said",
    [
        FIX,
        replace(FIX, confirmed=False, why_not="not asked yet"),
        MESSAGE,
        replace(MESSAGE, to=[Audience.TEAM], medium=None),
        FEEDBACK,
        replace(FEEDBACK, use_case="export by cost centre"),
        Feedback(track=FeedbackTrack.NONE),
        WORD,
        replace(WORD, received=False, said="asked three times"),
        CALM,
    ],
)
def test_what_says_all_of_it_is_taken(said: Checked) -> None:
    said.check()


@pytest.mark.parametrize(
    ("said", "changes", "field"),
    [
        (FIX, {"tested": " "}, "tested"),
        (FIX, {"tested": "x" * 1001}, "tested"),
        (FIX, {"rollout": None}, "rollout"),
        (FIX, {"confirmed": None}, "confirmed"),
        (FIX, {"confirmed": False}, "why_not"),
        (MESSAGE, {"to": []}, "to"),
        (MESSAGE, {"said": ""}, "said"),
        (MESSAGE, {"medium": None}, "medium"),
        (FEEDBACK, {"track": None}, "track"),
        (FEEDBACK, {"note": ""}, "note"),
        (FEEDBACK, {"manager": ""}, "manager"),
        (FEEDBACK, {"track": FeedbackTrack.NONE, "use_case": "export by cost centre"}, "track"),
        (WORD, {"received": None}, "received"),
        (WORD, {"said": ""}, "said"),
        (CALM, {"reason": None}, "reason"),
        (CALM, {"why": ""}, "why"),
        (CALM, {"team": ""}, "team"),
        (CALM, {"message": ""}, "message"),
        (CALM, {"told": ""}, "told"),
        (CALM, {"medium": None}, "medium"),
        (CALM, {"learned": ""}, "learned"),
    ],
)
def test_what_is_missing_is_asked_for_next_to_its_field(
    said: Any, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as no:
        replace(said, **changes).check()
    assert no.value.field == field
