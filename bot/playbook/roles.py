"""Who does what on an escalation; one person each."""

from collections.abc import Mapping

from bot.playbook.labelled import Labelled


class Role(Labelled):
    """A seat on an escalation, the EM first; the order is the one people read."""

    EM = "em", "EM"
    BACKUP = "backup", "Backup EM"
    TECH_LEAD = "tech_lead", "Tech lead"
    COMMS_LEAD = "comms_lead", "Communications lead"
    SPONSOR = "sponsor", "Executive sponsor"
    SCRIBE = "scribe", "Scribe"
    PRODUCT_LEAD = "product_lead", "Product lead"


GIVEN = tuple(role for role in Role if role is not Role.EM)  # the EM's seat passes by claim and handover only
_SAID = {"comms lead": Role.COMMS_LEAD, "exec sponsor": Role.SPONSOR, "escalation manager": Role.EM}


def role_in(words: str, names: Mapping[Role, str]) -> tuple[Role | None, str]:
    """The role that `words` begin with, and the words behind it; `names` are the policy's.

    >>> role_in("Tech lead: nobody", {}), role_in("backup", {}), role_in("somebody else", {})
    ((<Role.TECH_LEAD: 'tech_lead'>, 'nobody'), (<Role.BACKUP: 'backup'>, ''), (None, 'somebody else'))
    """
    said = dict(_SAID)
    for role in Role:
        called = (role.value, role.value.replace("_", " "), role.label, names.get(role, ""))
        said |= {each.lower(): role for each in called if each}
    line = " ".join(words.split())
    for name in sorted(said, key=len, reverse=True):
        rest = line[len(name) :]
        if line.lower().startswith(name) and not rest[:1].isalnum():
            return said[name], rest.strip(" :=,-")
    return None, line
