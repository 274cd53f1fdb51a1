"""When leadership should care about a case now, and why."""

from collections.abc import Iterator

from bot.playbook.choices import ChurnRisk, Further, Sla, Target, Temperature
from bot.playbook.report import Report
from bot.playbook.severity import Severity
from bot.playbook.work import Trend


def leadership_reasons(
    report: Report, severity: Severity, *, trend: Trend | None = None, systemic: bool = False
) -> list[str]:
    """Why leadership should look at it now, as half sentences; none when it can wait.

    Source: skill sheet, "Any to Leadership".
    """
    worse = ["it is getting worse"] if trend is Trend.WORSENING else []
    wide = ["it is systemic"] if systemic else []
    return [*_reasons(report, severity), *worse, *wide]


def _reasons(report: Report, severity: Severity) -> Iterator[str]:
    if severity is Severity.CRITICAL:
        yield "it is Critical"
    if report.target is Target.LEADERSHIP:
        yield "a decision of theirs is asked for"
    if report.churn_risk is ChurnRisk.HIGH:
        yield "the customer may leave"
    if report.sla is Sla.BREACHED:
        yield "the SLA is breached"
    if report.temperature is Temperature.ANGRY:
        yield "the customer is angry"
    if report.further is Further.LIKELY:
        yield "the customer is taking it higher"
