"""The daily digest as a direct message: one line a matter, nothing where there is nothing."""

from collections.abc import Iterator

from blocks import due_lines, kit
from blocks.cards import Card, card
from bot.playbook import naming
from bot.playbook.policy import Policy
from storage.digest import Digest
from storage.models import Escalation

MOST = 8  # lines of one heading


def digest(found: Digest, policy: Policy) -> Card | None:
    """The message, None when there is nothing to say."""
    if found.is_empty:
        return None
    parts = [(title, lines) for title, lines in _parts(found, policy) if lines]
    said = [f"*{title}*\n" + "\n".join(f"• {line}" for line in _short(lines)) for title, lines in parts]
    return card(
        kit.header("Your escalations today"),
        *(kit.section(each) for each in said),
        kit.context("`/ace settings` turns this off, and sets your working and quiet hours."),
        text="Your escalations today. " + " ".join(each.replace("*", "") for each in said),
    )


def _parts(found: Digest, policy: Policy) -> Iterator[tuple[str, list[str]]]:
    def named(ace: Escalation) -> str:
        key = naming.key(ace.number, policy.keys.prefix)
        return f"{key} {kit.escape(kit.short(ace.customer, 60))}: {kit.escape(kit.short(ace.summary, 120))}"

    def key(ace: Escalation) -> str:
        return naming.key(ace.number, policy.keys.prefix)

    broken = [(ace, kit.escape(kit.short(each.what, 120)), each.due_at) for ace, each in found.broken]
    yield "Broken promises", [f"{key(ace)}: {what}, due {kit.moment(at)}" for ace, what, at in broken]
    missed = [(key(ace), due_lines.name(row), kit.moment(row.limit_at)) for ace, row in found.missed]
    yield "Missed", [f"{name}: {what} missed {when}" for name, what, when in missed]
    yield "Waiting for somebody to claim it", [named(ace) for ace in found.unclaimed]
    ends = [f"{named(ace)}: {kit.moment(at)}" for ace, at in found.deadlines]
    yield "The customer's own deadline", ends
    yield "Due today", [f"{key(ace)}: {due_lines.name(row)} {due_lines.due(row)}" for ace, row in found.today]
    yield "Changed", [f"{named(ace)} is {ace.status.label}" for ace in found.changed]
    yield "Quiet for a day", [named(ace) for ace in found.quiet]


def _short(lines: list[str]) -> list[str]:
    rest = len(lines) - MOST
    return lines if rest <= 0 else [*lines[:MOST], f"and {rest} more"]
