"""The answers of the intake form that are chosen from a list."""

from bot.playbook.labelled import Labelled


class Target(Labelled):
    """The team that is asked to act. Source: skill sheet, "Escalation tiers"."""

    SUPPORT_L2 = "support_l2", "Support L2"
    ENGINEERING = "engineering", "Engineering"
    PRODUCT = "product", "Product"
    SECURITY = "security", "Security"
    LEADERSHIP = "leadership", "Leadership"


class Kind(Labelled):
    """What sort of trouble it is. Source: essay, "The escalation spectrum"."""

    TECHNICAL = "technical", "Technical: something is broken or slow"
    PROCESS = "process", "Process: deadlines, requirements, access, dependencies"
    PEOPLE = "people", "People: somebody on the team needs help"


class Ask(Labelled):
    """What the target team is asked for."""

    INVESTIGATE = "investigate", "Investigate it"
    FIX = "fix", "Fix it"
    DECIDE = "decide", "Decide"
    APPROVE = "approve", "Approve"


class Temperature(Labelled):
    """How the customer feels about it."""

    CALM = "calm", "Calm"
    WORRIED = "worried", "Worried"
    FRUSTRATED = "frustrated", "Frustrated"
    ANGRY = "angry", "Angry"


class ChurnRisk(Labelled):
    """How likely it is that the customer leaves."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Sla(Labelled):
    """Where the agreed service level stands."""

    WITHIN = "within", "Within the SLA"
    AT_RISK = "at_risk", "At risk"
    BREACHED = "breached", "Breached"


class Further(Labelled):
    """Whether the customer will take it higher on their side."""

    UNLIKELY = "unlikely", "Unlikely"
    POSSIBLE = "possible", "Possible"
    LIKELY = "likely", "Likely, or has happened"


class WhyNow(Labelled):
    """What makes it an escalation; several may hold. Source: skill sheet, "Escalate when"."""

    TECHNICAL = "technical", "Technical: confirmed bug, infrastructure, data damaged"
    COMPLEXITY = "complexity", "Complexity: beyond what support can diagnose or reach"
    IMPACT = "impact", "Impact: many customers, production, data or security"
    BUSINESS = "business", "Business: account at risk, SLA, executives involved"
    TIME = "time", "Time: waiting too long, normal channels stuck"
    PATTERN = "pattern", "Pattern: keeps coming back or is getting worse"


class Path(Labelled):
    """Across to the people with the skill, or up to the people with the say."""

    FUNCTIONAL = "functional", "Functional: to people with the right skills"
    HIERARCHICAL = "hierarchical", "Hierarchical: up the management line"


class Level(Labelled):
    """Where the escalation comes from."""

    L1 = "l1", "Support L1"
    L2 = "l2", "Support L2"
    ANY = "any", "Anywhere else"


class Urgency(Labelled):
    """How soon the security team has to look."""

    NOW = "now", "Right now"
    TODAY = "today", "Today"
    THIS_WEEK = "this_week", "This week"


class SupportSign(Labelled):
    """Signs that support can handle it. Source: skill sheet, "Handle in support when"."""

    DOCUMENTED = "documented", "There is a documented solution or a workaround that works"
    SETUP = "setup", "It is a matter of setup or configuration"
    GUIDANCE = "guidance", "The customer needs guidance or training, not a fix"
    LIMITATION = "limitation", "It is a known limit with a documented alternative"
    REPEAT = "repeat", "Support has solved tickets like this one before"
