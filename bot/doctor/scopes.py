"""What the app may do: the scopes of manifest.yml with the reason for each, compared with a token's."""

import re
from collections.abc import Mapping
from pathlib import Path

from bot.doctor.finding import Finding, ok, unchecked, wrong

MANIFEST = Path(__file__).parent.parent.parent / "manifest.yml"
REINSTALL = "Add it under OAuth & Permissions on the app's page, and install the app again."
CREATING = {"channels:manage": "the case channels", "groups:write": "the channels of private cases"}
_SCOPE = re.compile(r"^      - ([a-z:._]+)(?:\s+# (.+))?$")


def wanted() -> dict[str, str]:
    """Each bot scope of manifest.yml and what it is for; empty when the file is not there."""
    try:
        _, _, listed = MANIFEST.read_text("utf-8").partition("\n    bot:\n")
    except OSError:
        return {}
    scopes: dict[str, str] = {}
    reason = ""
    for line in listed.partition("\nsettings:")[0].splitlines():
        if found := _SCOPE.match(line):
            reason = found[2] or reason  # one without a reason belongs to the one above it
            scopes[found[1]] = reason
    return scopes


def examine(headers: Mapping[str, str]) -> list[Finding]:
    """A line for each scope that is missing among those which Slack names in an answer's headers."""
    granted = granted_by(headers)
    needed = wanted()
    if granted is None:
        return [unchecked("scopes", "the answer had no x-oauth-scopes header")]
    if not needed:
        return [unchecked("scopes", "manifest.yml does not lie beside the program")]
    missing = [
        wrong("scopes", f"{each} is missing: {needed[each]}", REINSTALL)
        for each in needed
        if each not in granted
    ]
    more = ", ".join(sorted(granted - needed.keys()))
    return missing or [
        ok("scopes", f"all {len(needed)} of manifest.yml" + (f"; not needed: {more}" if more else ""))
    ]


def granted_by(headers: Mapping[str, str]) -> set[str] | None:
    """The token's scopes as an answer of Slack's names them, None when it does not."""
    named = headers.get("x-oauth-scopes")
    return None if named is None else {each.strip() for each in named.split(",") if each.strip()}


def creating(headers: Mapping[str, str]) -> Finding:
    """Whether channels can be created, as far as the scopes tell."""
    granted = granted_by(headers)
    missing = [scope for scope in CREATING if granted is not None and scope not in granted]
    if missing:
        names = " and ".join(CREATING[scope] for scope in missing)
        return wrong("creation", f"the app cannot create {names}: {', '.join(missing)} is missing", REINSTALL)
    return unchecked(
        "creation",
        "whether the workspace lets apps create channels shows only when one is created; a refusal stands "
        "on the case's card, with what to do",
    )
