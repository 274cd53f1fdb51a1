"""The meeting as a calendar file that every calendar reads. Source: RFC 5545."""

from datetime import UTC, datetime, timedelta

FOLD = 73  # octets of a line before it is folded; 75 with its line end


def calendar(
    *, uid: str, at: datetime, minutes: int, title: str, text: str, place: str, sequence: int, now: datetime
) -> str:
    """One event; sent again with a higher `sequence` under the same `uid`, it moves the earlier one."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ACE//Retrospectives//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(at)}",
        f"DTEND:{_moment(at + timedelta(minutes=minutes))}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(text)}",
        *([f"LOCATION:{_escaped(place)}"] if place else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    made = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return made.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line of at most 75 octets, continued on lines that begin with a space; no letter is torn apart."""
    pieces: list[str] = []
    rest = ""
    for sign in line:
        if len((rest + sign).encode()) > FOLD:
            pieces.append(rest)
            rest = ""
        rest += sign
    return "\r\n ".join([*pieces, rest])
