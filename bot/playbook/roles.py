"""Who does what on an escalation; one person each."""

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
