"""What people are told when something did not work: what was and was not done, and what to do now."""

from bot.playbook.refusal import Refusal
from handlers.reading import text
from handlers.request import Request


async def unknown(request: Request) -> None:
    """Say that a command, button, form or shortcut is none of ours, or not any more."""
    if text(request.body, "command"):
        raise Refusal("ACE does not know that command. `/ace help` lists what there is. Nothing was changed.")
    if text(request.body, "type") == "view_submission":
        raise Refusal(
            "ACE does not know this form any more, so nothing was kept. Go back, copy what you typed, "
            "and open the form again."
        )
    raise Refusal(
        "ACE does not know that any more; it was probably shown by an earlier version. Nothing was changed. "
        "`/ace help` lists what there is."
    )


def unavailable(reference: str, *, done: bool) -> str:
    """The database cannot be reached."""
    if done:
        return (
            "It was recorded, but ACE lost its database while answering. There is no need to do it again. "
            f"Reference {reference}."
        )
    return (
        "ACE cannot use its database just now, so nothing was changed. If you typed into a form, "
        f"it is still there. Please try again in a minute. Reference {reference}."
    )


def late(reference: str) -> str:
    """It took longer than a person can be told about."""
    return (
        "That takes longer than Slack waits: ACE's database or Slack is slow to answer just now. It may or "
        "may not be done by the time you read this, so look before you do it again; a form that is submitted "
        f"once more is taken once. Reference {reference}."
    )


def not_shown(reference: str, *, done: bool) -> str:
    """Slack did not do its part."""
    if done:
        return (
            "It was recorded, but Slack did not let ACE show the next step. There is no need to do it again. "
            f"Reference {reference}."
        )
    return (
        "Slack did not let ACE show that in time, so nothing was changed. Please try again. "
        f"Reference {reference}."
    )


def fault(reference: str, *, done: bool) -> str:
    """A mistake of ours."""
    if done:
        return (
            "What you asked for was recorded, but ACE made a mistake while answering. There is no need to "
            f"do it again. Whoever runs ACE finds the details under reference {reference}."
        )
    return (
        "ACE made a mistake, and nothing was changed. Please try once more; if it stays, "
        f"give whoever runs ACE the reference {reference}."
    )
