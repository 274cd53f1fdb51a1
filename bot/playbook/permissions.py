"""Who may do what, by the rules of the policy."""

from collections.abc import Collection

from bot.playbook.labelled import Labelled


class Permission(Labelled):
    """What a rule is about; the label completes "may not …"."""

    RAISE = "raise", "raise an escalation"
    OBSERVE = "observe", "log to the timeline"
    SEE = "see", "see escalations"
    CLAIM = "claim", "claim an escalation"
    CHANGE = "change", "change an escalation"
    RESOLVE = "resolve", "resolve an escalation"
    CLOSE = "close", "close an escalation"


def may(
    rule: str | Collection[str], person: str, *, guest: bool = False, groups: Collection[str] = ()
) -> bool:
    """True when a rule of the policy lets `person` do it.

    `groups` are the user groups ("@name" or id) that the person is in.
    """
    if isinstance(rule, str):
        return rule == "everyone" or (rule == "members" and not guest)
    return person in rule or any(group in rule for group in groups)
