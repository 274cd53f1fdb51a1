"""The examination behind `ace doctor`: everything ACE needs, looked at without changing anything."""

from collections.abc import Mapping

from bot.doctor import database, slack
from bot.doctor.finding import Finding, ok, unchecked, wrong
from bot.playbook.policy import Policy, PolicyError
from bot.settings import Settings, SettingsError
from bot.settings import database as database_url
from storage.clock import Clock


async def examine(environ: Mapping[str, str], clock: Clock) -> tuple[list[Finding], bool]:
    """Every finding in the order in which to mend, and whether ACE can be started with these settings at all.

    `clock` is compared with Slack's. What one fault hides is told as not checked.
    """
    settings, findings = _settings(environ)
    policy, found = _policy(environ)
    findings.append(found)
    try:
        findings += await database.examine(database_url(environ), policy or Policy.load(), clock)
    except SettingsError:
        findings.append(unchecked("database", "DATABASE_URL cannot be used"))
    if settings:
        findings += await slack.examine(settings, policy, clock)
    else:
        findings += slack.hidden("the settings cannot be used")
    return findings, settings is not None


def _settings(environ: Mapping[str, str]) -> tuple[Settings | None, list[Finding]]:
    try:
        settings = Settings.read(environ)
    except SettingsError as error:
        return None, [_fault(str(fault)) for fault in error.faults]
    door = "Socket Mode" if settings.app_token else f"HTTP on {settings.host}, port {settings.port}"
    return settings, [ok("settings", f"every variable can be used; requests come by {door}")]


def _fault(said: str) -> Finding:
    found, _, mend = said.partition(". ")
    return wrong("settings", found, mend)


def _policy(environ: Mapping[str, str]) -> tuple[Policy | None, Finding]:
    path = environ.get("ACE_POLICY", "").strip() or None
    try:
        policy = Policy.load(path)
    except PolicyError as error:
        return None, wrong("policy", "; ".join(error.faults), "`ace policy` checks the file again.")
    return policy, ok("policy", path or "the default; ACE_POLICY is not set")
