"""Composition objects: texts, options, option groups, confirm dialogs, filters and the like."""

from sandbox.blockkit.fault import Rule
from sandbox.blockkit.relations import exactly_one
from sandbox.blockkit.rules import HTTP, LINK, Shape, Table, anything, array, boolean, choice, string, tagged


def texts(most: int) -> Table:
    """The two kinds of text object, of 1 to `most` characters."""
    return {
        "plain_text": Shape(needs={"text": string(most)}, may={"emoji": boolean}),
        "mrkdwn": Shape(needs={"text": string(most)}, may={"verbatim": boolean}),
    }


def text(most: int = 3000) -> Rule:
    """A text object of either kind."""
    return tagged(texts(most))


def plain(most: int = 3000) -> Rule:
    """A plain_text object of 1 to `most` characters."""
    return tagged(texts(most), only=("plain_text",))


PLACEHOLDER = {"placeholder": plain(150)}
STYLE = {"style": choice("primary", "danger")}
URL = string(3000, pattern=LINK, what="a URL")
HTTP_URL = string(3000, pattern=HTTP, what="an http or https URL")
SLACK_FILE = Shape(
    may={"id": string(), "url": string(3000, pattern=HTTP, what="a URL")}, also=exactly_one("id", "url")
)

# The text of a confirm dialog is documented as plain_text; Slack takes mrkdwn too.
CONFIRM = Shape(
    needs={"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)}, may=STYLE
)


def option(*, marked: bool = False, url: bool = False) -> Rule:
    """An option; `marked` ones (checkboxes, radio buttons) may use mrkdwn, overflow entries a `url`."""
    kind = text if marked else plain
    extra: dict[str, Rule] = {"description": kind(75)} | ({"url": URL} if url else {})
    return Shape(needs={"text": kind(75), "value": string(150)}, may=extra)


GROUP = Shape(needs={"label": plain(75), "options": array(option(), 100, least=1)})

OPTIONS: dict[str, Rule] = {
    "options": array(option(), 100, least=1),
    "option_groups": array(GROUP, 100, least=1),
}

FILTER = Shape(
    may={
        "include": array(choice("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)

DISPATCH = Shape(
    needs={"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 2, least=1)}
)

WORKFLOW = Shape(
    needs={
        "trigger": Shape(
            needs={"url": HTTP_URL},
            may={
                "customizable_input_parameters": array(Shape(needs={"name": string(), "value": anything})),
            },
        )
    }
)
