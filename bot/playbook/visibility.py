"""Who may see an escalation."""

from collections.abc import Collection

from bot.playbook.labelled import Labelled


class Visibility(Labelled):
    """Open to everyone, or private to a group."""

    EVERYONE = "everyone", "Everyone"
    SECURITY = "security", "Private: security"
    PEOPLE = "people", "Private: people"

    @property
    def is_private(self) -> bool:
        """True when only those involved and the group may see it."""
        return self is not Visibility.EVERYONE


def may_see(
    visibility: Visibility, person: str, involved: Collection[str], group: Collection[str] = ()
) -> bool:
    """True when `person` may see an escalation.

    `involved` are the user ids of its filer, roles and admitted guests; `group` those of the policy's
    private group for this visibility.
    """
    return not visibility.is_private or person in involved or person in group
