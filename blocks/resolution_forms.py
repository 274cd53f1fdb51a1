"""The forms towards the end: validation, resolution message, feedback track, the customer's confirmation."""

from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.case_form import field, form, several_of, text_of
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.action_items import LONGEST as ITEM
from bot.playbook.progress import Audience, Rollout
from bot.playbook.resolution import LONGEST, Feedback, Fix, Message, Word
from bot.playbook.work import FeedbackTrack, Medium
from storage.overview import Overview

YES, NO = "yes", "no"
NEEDED = "Needed for every track but None."


def written(name: str, label: str, hint: str = "", *, initial: str = "", optional: bool = False) -> Json:
    """A field of a few lines."""
    element = kit.text_input(name, initial=initial, multiline=True, max_length=LONGEST)
    return field(name, label, element, hint=hint or None, optional=optional)


def medium(label: str, *, optional: bool = False) -> Json:
    """By which way one talked with the customer."""
    return field("medium", label, kit.select("medium", Medium.options()), optional=optional)


def validation(case: Overview) -> Json:
    """How the fix was tested, how it went out, and the customer's word on it."""
    made = case.progress.validation
    said = None if made is None else YES if made.confirmed else NO
    answers = [(YES, "Yes"), (NO, "Not yet, or not at all")]
    return form(
        Form.VALIDATE,
        "Record validation",
        [
            written(
                "tested",
                "How was the fix tested?",
                "What was done, where, and what came of it.",
                initial=made.tested if made else "",
            ),
            field(
                "rollout",
                "How did it go out?",
                kit.radio("rollout", Rollout.options(), initial=made.rollout if made else None),
            ),
            field(
                "confirmed",
                "Did the customer confirm it?",
                kit.radio("confirmed", answers, initial=said),
            ),
            written(
                "why_not",
                "If not, why not?",
                "Not asked yet, nobody there, cannot be seen by them.",
                initial=made.why_not if made else "",
                optional=True,
            ),
        ],
        number=case.ace.number,
    )


def message(case: Overview) -> Json:
    """Who was told of the resolution, and what."""
    made = case.progress
    chosen = made.communicated_to or (Audience.CUSTOMER,)
    return form(
        Form.TOLD,
        "Resolution message",
        [
            field("to", "Who was told?", kit.checkboxes("to", Audience.options(), chosen=chosen)),
            written(
                "said",
                "What were they told?",
                "What was wrong, what solves it, and what they can do now.",
                initial=made.communicated.text if made.communicated else "",
            ),
            field(
                "medium",
                "How did the customer hear it?",
                kit.select("medium", Medium.options()),
                hint="Logged as a contact with the customer.",
                optional=True,
            ),
        ],
        number=case.ace.number,
    )


def feedback(case: Overview) -> Json:
    """The track, the lesson, and whose it is."""
    made, product = case.progress, case.policy.products.get(case.ace.product)
    known = made.feedback_manager or (product.product_manager if product else "")
    return form(
        Form.FEEDBACK,
        "Product feedback",
        [
            field(
                "track",
                "Which track?",
                kit.radio("track", FeedbackTrack.options(), initial=made.feedback),
                hint="Stability: it breaks or is slow. Messaging: words mislead. Monitoring: nobody saw it.",
            ),
            written(
                "note", "What should the product learn?", NEEDED, initial=made.feedback_note, optional=True
            ),
            field(
                "manager",
                "Product manager",
                kit.person_select("manager", initial=known),
                hint=NEEDED,
                optional=True,
            ),
            field(
                "use_case",
                "Is a feature missing? What is the customer trying to get done?",
                kit.text_input("use_case", multiline=True, max_length=ITEM),
                hint="Filled in, it becomes a long-term feature request that the product manager owes.",
                optional=True,
            ),
        ],
        number=case.ace.number,
    )


def confirmation(case: Overview) -> Json:
    """The customer's word, or why there is none."""
    made = case.progress.confirmation
    answers = [(YES, "The customer confirmed it"), (NO, "There is no confirmation")]
    said = None if made is None else YES if made.received else NO
    return form(
        Form.CONFIRM,
        "Record confirmation",
        [
            field("received", "What came back?", kit.radio("received", answers, initial=said)),
            written(
                "said",
                "What did they say, or why is there none?",
                "Without a confirmation: how often they were asked, and why the case can close all the same.",
                initial=made.noted.text if made else "",
            ),
            medium("By which way did they say so?", optional=True),
        ],
        number=case.ace.number,
    )


def read_validation(view: Mapping[str, Any]) -> Fix:
    """What the first form says."""
    rollout, why_not = Rollout.of(text_of(view, "rollout")), text_of(view, "why_not")
    return Fix(
        tested=text_of(view, "tested"), rollout=rollout, confirmed=_yes(view, "confirmed"), why_not=why_not
    )


def read_message(view: Mapping[str, Any]) -> Message:
    """What the second form says."""
    to = [each for value in several_of(view, "to") if (each := Audience.of(value))]
    return Message(to=to, said=text_of(view, "said"), medium=Medium.of(text_of(view, "medium")))


def read_feedback(view: Mapping[str, Any]) -> Feedback:
    """What the third form says."""
    return Feedback(
        track=FeedbackTrack.of(text_of(view, "track")),
        note=text_of(view, "note"),
        manager=text_of(view, "manager"),
        use_case=text_of(view, "use_case"),
    )


def read_confirmation(view: Mapping[str, Any]) -> Word:
    """What the fourth form says."""
    medium = Medium.of(text_of(view, "medium"))
    return Word(received=_yes(view, "received"), said=text_of(view, "said"), medium=medium)


def _yes(view: Mapping[str, Any], name: str) -> bool | None:
    return {YES: True, NO: False}.get(text_of(view, name))
