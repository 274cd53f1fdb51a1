"""The small forms around a retrospective: approval, publication, correction, owner and meeting."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from blocks import case_form, kit
from blocks.ids import Form
from blocks.kit import Json
from blocks.retro_words import people
from bot.playbook.retrospective_publication import Audience
from storage.retro_overview import RetroOverview

LENGTHS = [("30", "30 minutes"), ("45", "45 minutes"), ("60", "An hour"), ("90", "An hour and a half")]
COMMENT = 3000


def request(view: RetroOverview, policy: list[str]) -> Json:
    """Who is asked: those of the policy, else people to be chosen."""
    findings = len(view.findings)
    wording = (
        f" The wording check still offers {findings} changes; that holds nothing up." if findings else ""
    )
    how = kit.section(
        "Everyone who is asked gets the summary, the whole document and two buttons. What they "
        "approve is exactly "
        f"this text: an edit asks them again.{wording}"
    )
    names = ", ".join(kit.escape(view.name(each)) for each in policy)
    asked = (
        kit.section(f"Asked are the approvers of the policy: {names}.")
        if policy
        else case_form.field(
            "approvers",
            "Who should approve it",
            people(_before(view), "approvers"),
            hint="Not the owner. Usually the managers of the teams that take on the action items.",
        )
    )
    return case_form.form(
        Form.RETRO_REQUEST,
        "Request approval",
        [how, asked],
        number=view.retro.number,
        submit="Request approval",
    )


def _before(view: RetroOverview) -> list[str]:
    """Who was asked the last time."""
    return view.approvers


def changes(number: int, which: int, seen: str, key: str) -> Json:
    """What an approver wants to be different."""
    return case_form.form(
        Form.RETRO_CHANGES,
        "Ask for changes",
        [
            kit.section(
                f"The retrospective of {key} becomes a draft again, and its owner gets your comment."
            ),
            case_form.field(
                "comment",
                "What should be different?",
                kit.text_input("", multiline=True, max_length=COMMENT),
            ),
        ],
        number=number,
        submit="Ask for changes",
        request=which,
        seen=seen,
    )


def publish(view: RetroOverview) -> Json:
    """For whom it is published; a private case has no choice of everyone as it is."""
    private = view.case.ace.visibility.is_private
    choices = [each for each in Audience if not (private and each is Audience.EVERYONE)]
    words = (
        "This version will not change any more: a correction is the next version. A post with the "
        "document as "
        "Markdown and HTML and a draft for a blog follows, and the service level of the action items begins."
    )
    care = (
        "The version without names leaves out the customer, people, addresses, sums and keys, and is "
        "refused while "
        "any of them can still be found in it. Read it all the same: a story can tell whose it is "
        "without a name."
        if Audience.ANONYMOUS in choices and private
        else ""
    )
    options = [(each.value, each.label) for each in choices]
    return case_form.form(
        Form.RETRO_PUBLISH,
        "Publish retrospective",
        [
            kit.section(words),
            kit.section(care) if care else None,
            case_form.field("audience", "Who may read it", kit.radio("", options, initial=choices[0].value)),
        ],
        number=view.retro.number,
        submit="Publish",
    )


def correct(view: RetroOverview) -> Json:
    """Why the next version is begun."""
    return case_form.form(
        Form.RETRO_CORRECT,
        "Start a correction",
        [
            kit.section(
                f"Version {view.retro.version} stays as it is for everyone to read. The text becomes "
                "a draft again, "
                "is approved, and is published as the next version."
            ),
            case_form.field("why", "What is corrected", kit.text_input("", max_length=300)),
        ],
        number=view.retro.number,
        submit="Start",
    )


def owner(view: RetroOverview) -> Json:
    """Who owns it from now on."""
    return case_form.form(
        Form.RETRO_OWNER,
        "Change the owner",
        [
            kit.section("One person answers for it: from the draft to the published lesson."),
            case_form.field("owner", "Owner", kit.person_select("", initial=view.retro.owner)),
        ],
        number=view.retro.number,
    )


def meeting(view: RetroOverview, *, people_in_it: list[str], at: datetime | None, place: str) -> Json:
    """When the meeting is, and who comes; the people chosen get the invitation with the agenda."""
    length = str(view.retro.meeting.get("minutes") or 60)
    where: Json = kit.text_input("", initial=place or None, max_length=300)
    return case_form.form(
        Form.RETRO_MEETING,
        "Plan the meeting",
        [
            case_form.field("at", "When", kit.moment_picker("", initial=at)),
            case_form.field("minutes", "How long", kit.select("", LENGTHS, initial=length)),
            case_form.field("place", "Where", where, hint="A link or a room.", optional=True),
            case_form.field(
                "people",
                "Who is invited",
                people(people_in_it, "people"),
                hint="Each gets the invitation with the agenda and a calendar file.",
            ),
        ],
        number=view.retro.number,
        submit="Invite",
    )


def held(view: RetroOverview) -> Json:
    """That the meeting took place, and what should be kept of it."""
    return case_form.form(
        Form.RETRO_HELD,
        "Record the meeting",
        [
            case_form.field("at", "When it was held", kit.moment_picker("", initial=view.meeting_at)),
            case_form.field(
                "note",
                "What was decided there",
                kit.text_input("", multiline=True, max_length=COMMENT),
                hint="It goes onto the timeline. The document itself is written in its sections.",
                optional=True,
            ),
        ],
        number=view.retro.number,
    )


def minutes_of(view: Mapping[str, Any]) -> int:
    """How long the meeting is; an hour when the form does not say."""
    chosen = case_form.text_of(view, "minutes")
    return int(chosen) if chosen in dict(LENGTHS) else 60


def decision_of(view: Mapping[str, Any]) -> tuple[int, int, str]:
    """Case, request and the hash of what the approver had in front of them."""
    kept = case_form.kept_in(view)
    which = kept.get("request")
    return case_form.number_of(view), which if isinstance(which, int) else 0, str(kept.get("seen") or "")
