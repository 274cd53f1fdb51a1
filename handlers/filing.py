"""Submitting the intake form: answers looked at, questions put, and the case filed or joined."""

from dataclasses import replace
from typing import NamedTuple

from blocks import intake_form, kit
from blocks.intake_form import Draft
from blocks.intake_gates import Duplicate, Support
from blocks.kit import Json
from bot import log
from bot.playbook import intake as rules
from bot.playbook import naming
from bot.playbook.policy_tables import Opening
from bot.services import intake, privacy
from handlers.reading import items, text
from handlers.request import Request
from storage.ahead import Asks
from storage.database import Tx
from storage.models import Escalation


class Outcome(NamedTuple):
    """What the form is answered with, and the number of the case that it is about by then."""

    answer: Json
    number: int | None = None


async def file(request: Request) -> None:
    """File the escalation, or say which answers need another look."""
    draft = intake_form.draft_of(request.view)
    made = await request.door.together.make(lambda tx: _answer(tx, request, draft), Asks(request.by))
    if made.number:
        log.concerns(_key(request, made.number))
    await request.ack(**made.answer)


async def _answer(tx: Tx, request: Request, draft: Draft) -> Outcome:
    """What to do with the form; one that was filed before says so, whatever has changed since."""
    if ace := await intake.filed_before(tx, text(request.view, "id"), by=request.by):
        return await _filed(tx, request, ace)
    wrong = rules.problems(draft.report, tx.now, request.policy, full=draft.full)
    wrong |= intake_form.unanswered(draft)
    if not wrong:
        return await _decide(tx, request, draft)
    blocks = items(request.view, "blocks")
    on_screen = {text(block, "block_id") for block in blocks if text(block, "type") == "input"}
    if wrong.keys() <= on_screen:
        return Outcome({"response_action": "errors", "errors": wrong})
    return _shown(intake_form.view(replace(draft, notes=tuple(wrong.values())), request.policy))


async def _decide(tx: Tx, request: Request, draft: Draft) -> Outcome:
    """What a complete form comes to: filed, joined, or one more question."""
    answers, policy = draft.answers, request.policy
    if answers.duplicate is Duplicate.JOIN and answers.number:
        return await _join(tx, request, draft, answers.number)
    if answers.support is Support.HANDLE:
        return _shown(_left_to_support())
    if not draft.candidates and (found := await intake.duplicates(tx, draft.report)):
        return _shown(intake_form.view(intake_form.with_duplicates(draft, found), policy))
    if not draft.reasons and policy.intake.support_check and (signs := rules.support_check(draft.report)):
        return _shown(intake_form.view(intake_form.with_support_check(draft, signs), policy))
    linked = [answers.number] if answers.duplicate is Duplicate.LINK and answers.number else []
    filing = text(request.view, "id")
    filed = await intake.file(tx, draft.report, filing=filing, by=request.by, linked=linked)
    return await _filed(tx, request, filed.ace, unlinked=filed.unlinked)


async def _join(tx: Tx, request: Request, draft: Draft, number: int) -> Outcome:
    """Join, or look again for cases when that one was closed, or hidden, since it was offered."""
    filing = text(request.view, "id")
    key = _key(request, number)
    if await intake.join(tx, number, draft.report, filing=filing, by=request.by):
        return _shown(_joined(key), number)
    found = await intake.duplicates(tx, draft.report)
    note = f"{key} cannot be joined any more, and nothing was filed yet. Please look once more, and submit."
    asked = replace(draft, answers=intake_form.Answers(), notes=(note,))
    return _shown(intake_form.view(intake_form.with_duplicates(asked, found), request.policy))


def _shown(view: Json, number: int | None = None) -> Outcome:
    return Outcome({"response_action": "update", "view": view}, number)


async def _filed(tx: Tx, request: Request, ace: Escalation, *, unlinked: tuple[int, ...] = ()) -> Outcome:
    key = _key(request, ace.number)
    alert = kit.channel(request.door.place.alert_channel)
    steps = [
        f"The alert is on its way to {alert}; an escalation manager claims it there.",
        "One message from this app tells you where it stands, and changes by itself.",
        f"Use *{key}* wherever you speak of it. Until it is claimed, keep the customer informed as before.",
    ]
    if ace.visibility.is_private:
        steps[0] = f"It is private: {alert} shows that there is a case, and nothing about the customer."
        if ace.visibility in await privacy.ownerless(tx):
            steps.insert(1, _nobody(ace))
    if request.policy.opens(ace.severity) is Opening.FILING:
        steps.insert(1, "Its channel opens now, and you are invited to it.")
    steps += [
        f"It is not linked to {_key(request, each)}: that was not possible any more." for each in unlinked
    ]
    return _shown(intake_form.filed(key, steps), ace.number)


def _nobody(ace: Escalation) -> str:
    """What an empty private group means for whoever files."""
    return (
        "*Nobody can claim it yet*: as far as ACE knows, nobody is named under "
        f"[private.{ace.visibility}] in its policy. Your report is kept, and only you can see it. "
        "Give its key to whoever runs ACE, who can name people."
    )


def _joined(key: str) -> Json:
    lines = [
        f"What you wrote is kept with {key}, its impact on the timeline.",
        "You are invited to its channel, as soon as there is one.",
        "Nothing new was filed.",
    ]
    return intake_form.told(f"You joined {key}", lines)


def _left_to_support() -> Json:
    lines = ["Nothing was filed.", "If it turns out to be more, raise it again: it takes a minute."]
    return intake_form.told("Handled in support", lines)


def _key(request: Request, number: int) -> str:
    return naming.key(number, request.policy.keys.prefix)
