"""Canvases: one per channel, found and changed section by section."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.canvas import parts
from sandbox.state import Json
from tests.sandbox.office import Office

DOCUMENT = """# Case 7

Customer **cannot** log in.

## Timeline

- 09:00 first call
- 09:10 escalated

| Who | What |
| --- | --- |
| Ana | manager |

### Notes

```
# not a heading
```
"""


def words(markdown: Any) -> Json:
    return {"type": "markdown", "markdown": markdown}


def create(office: Office, markdown: str = DOCUMENT) -> str:
    answer = office.call(
        "conversations.canvases.create", channel_id=office.general.id, document_content=words(markdown)
    )
    return str(answer["canvas_id"])


def text(office: Office, canvas_id: str) -> str:
    return office.ws.files[canvas_id].content.decode()


def sections(office: Office, canvas_id: str, **criteria: Any) -> list[str]:
    found = office.call("canvases.sections.lookup", canvas_id=canvas_id, criteria=criteria)["sections"]
    return [section["id"] for section in found]


def edit(office: Office, canvas_id: str, operation: str, markdown: str | None = None, **more: Any) -> Json:
    content = {} if markdown is None else {"document_content": words(markdown)}
    change = {"operation": operation, **content, **more}
    return office.call("canvases.edit", canvas_id=canvas_id, changes=[change])


def test_a_document_is_cut_at_headings_paragraphs_lists_and_tables() -> None:
    assert [part.kind for part in parts(DOCUMENT)] == ["h1", "p", "h2", "ul", "table", "h3", "code"]
    assert [part.text for part in parts(DOCUMENT)][:3] == ["Case 7", "Customer cannot log in.", "Timeline"]


def test_a_channel_has_one_canvas_that_is_a_file_too(office: Office) -> None:
    canvas_id = create(office)

    again = office.refuses("conversations.canvases.create", channel_id=office.general.id)

    assert again == "channel_canvas_already_exists"
    assert office.general.canvas_id == canvas_id
    info = office.call("files.info", file=canvas_id)["file"]
    assert (info["mode"], info["filetype"], info["channels"]) == ("quip", "quip", [office.general.id])


def test_sections_are_found_by_kind_and_by_visible_text(office: Office) -> None:
    canvas_id = create(office)

    everything = [section.id for section in office.ws.files[canvas_id].sections]
    assert sections(office, canvas_id, section_types=["h2"]) == [everything[2]]
    assert sections(office, canvas_id, section_types=["h1", "h3"]) == [everything[0], everything[5]]
    assert sections(office, canvas_id, section_types=["any_header"]) == [everything[i] for i in (0, 2, 5)]
    assert sections(office, canvas_id, contains_text="Customer cannot") == [everything[1]]
    assert sections(office, canvas_id, contains_text="escalated") == [everything[3]]
    assert sections(office, canvas_id, contains_text="manager") == [everything[4]]
    assert sections(office, canvas_id, section_types=["h1"], contains_text="Timeline") == []


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("insert_before", ["one", "new", "two", "three"]),
        ("insert_after", ["one", "two", "new", "three"]),
        ("replace", ["one", "new", "three"]),
    ],
)
def test_a_change_at_a_section_leaves_the_others_and_their_ids(
    office: Office, operation: str, expected: list[str]
) -> None:
    canvas_id = create(office, "one\n\ntwo\n\nthree")
    ids = [sections(office, canvas_id, contains_text=word)[0] for word in ("one", "two", "three")]

    assert edit(office, canvas_id, operation, "new", section_id=ids[1])["ok"]

    assert text(office, canvas_id).split("\n\n") == expected
    assert sections(office, canvas_id, contains_text="one") == [ids[0]]
    assert sections(office, canvas_id, contains_text="three") == [ids[2]]
    assert (sections(office, canvas_id, contains_text="new") == [ids[1]]) is (operation == "replace")


def test_changes_without_a_section_go_to_the_ends_or_replace_everything(office: Office) -> None:
    canvas_id = create(office, "middle")

    edit(office, canvas_id, "insert_at_start", "# first")
    edit(office, canvas_id, "insert_at_end", "- last\n- very last")
    assert text(office, canvas_id) == "# first\n\nmiddle\n\n- last\n- very last"

    edit(office, canvas_id, "replace", "only this")
    assert text(office, canvas_id) == "only this"


def test_a_section_is_deleted_and_the_canvas_renamed(office: Office) -> None:
    canvas_id = create(office, "one\n\ntwo")
    (section,) = sections(office, canvas_id, contains_text="one")

    assert edit(office, canvas_id, "delete", section_id=section)["ok"]
    assert edit(office, canvas_id, "rename", title_content=words("Case 7"))["ok"]

    assert text(office, canvas_id) == "two"
    assert office.call("files.info", file=canvas_id)["file"]["title"] == "Case 7"
    assert edit(office, canvas_id, "delete", section_id=section)["error"] == "canvas_editing_failed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([], "invalid_arguments"),
        ("replace", "invalid_arguments"),
        ([{"operation": "replace", "document_content": words("x")}] * 2, "invalid_arguments"),
        ([{"operation": "replace"}], "invalid_arguments"),
        ([{"operation": "replace", "document_content": "x"}], "invalid_arguments"),
        (
            [{"operation": "replace", "document_content": {"type": "html", "markdown": "x"}}],
            "invalid_arguments",
        ),
        ([{"operation": "replace", "document_content": words(5)}], "canvas_editing_failed"),
        ([{"operation": "insert_after", "document_content": words("x")}], "canvas_editing_failed"),
        ([{"operation": "shuffle", "document_content": words("x")}], "canvas_editing_failed"),
        ([{"operation": "delete"}], "canvas_editing_failed"),
        ([{"operation": "replace", "document_content": words("x" * 1_048_577)}], "canvas_editing_failed"),
    ],
)
def test_a_wrong_change_is_refused_and_nothing_changes(office: Office, changes: object, code: str) -> None:
    canvas_id = create(office, "as it was")

    assert office.refuses("canvases.edit", canvas_id=canvas_id, changes=changes) == code
    assert text(office, canvas_id) == "as it was"


def test_a_table_has_at_most_300_cells(office: Office) -> None:
    def table(rows: int) -> str:
        return "\n".join(["| a | b | c |", "|---|---|---|", *["| 1 | 2 | 3 |"] * (rows - 1)])

    canvas_id = create(office, "")

    assert edit(office, canvas_id, "replace", table(100))["ok"]
    assert edit(office, canvas_id, "replace", table(101))["error"] == "canvas_editing_failed"


@pytest.mark.parametrize(
    "criteria",
    [
        {},
        "h1",
        {"section_types": []},
        {"section_types": ["h4"]},
        {"section_types": "h1"},
        {"section_types": ["h1", "h2", "h3", "any_header"]},
        {"contains": "x"},
        {"contains_text": 5},
        {"contains_text": ""},
    ],
)
def test_wrong_criteria_are_refused(office: Office, criteria: object) -> None:
    canvas_id = create(office)

    assert (
        office.refuses("canvases.sections.lookup", canvas_id=canvas_id, criteria=criteria)
        == "invalid_arguments"
    )


def test_a_canvas_of_a_hidden_channel_is_not_found(office: Office) -> None:
    canvas_id = create(office)
    office.ws.files[canvas_id].user = office.ana.id
    office.ws.files[canvas_id].channels = [office.vault.id]

    assert edit(office, canvas_id, "replace", "x")["error"] == "canvas_not_found"
    assert edit(office, "F404", "replace", "x")["error"] == "canvas_not_found"
    hidden = office.refuses("conversations.canvases.create", channel_id=office.vault.id)
    assert hidden == "channel_canvas_creation_failed"
    assert office.refuses("conversations.canvases.create", channel_id=office.lounge.id) == "restricted_action"


def test_free_workspaces_refuse_most_canvases(office: Office) -> None:
    alone = office.call("canvases.create", title="Alone", document_content=words("x"))["canvas_id"]
    office.ws.plan = "free"

    refused = office.refuses("conversations.canvases.create", channel_id=office.general.id)
    assert refused == "team_tier_cannot_create_channel_canvases"
    assert office.refuses("canvases.create") == "free_teams_cannot_create_non_tabbed_canvases"
    assert edit(office, alone, "replace", "y")["error"] == "free_teams_cannot_edit_standalone_canvases"
    assert sections(office, alone, contains_text="x")


def test_a_deleted_canvas_leaves_room_for_another(office: Office) -> None:
    canvas_id = create(office)

    assert office.call("canvases.delete", canvas_id=canvas_id)["ok"]

    assert office.refuses(
        "canvases.sections.lookup", canvas_id=canvas_id, criteria={"contains_text": "x"}
    ) == ("canvas_not_found")
    assert create(office)


async def test_the_real_client_creates_finds_and_edits(served: Office) -> None:
    client = AsyncWebClient(token=served.app.bot_token, base_url=served.sandbox.api_url)

    made = await client.conversations_canvases_create(
        channel_id=served.general.id, document_content=words(DOCUMENT)
    )
    canvas_id = made["canvas_id"]
    found = await client.canvases_sections_lookup(
        canvas_id=canvas_id, criteria={"section_types": ["h2"], "contains_text": "Timeline"}
    )
    change = {
        "operation": "insert_after",
        "section_id": found["sections"][0]["id"],
        "document_content": words("- 08:59 first doubt"),
    }
    await client.canvases_edit(canvas_id=canvas_id, changes=[change])

    assert "## Timeline\n\n- 08:59 first doubt\n\n- 09:00 first call" in text(served, canvas_id)
