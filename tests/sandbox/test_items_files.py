"""Files through slack_sdk's upload in three steps, and each step's refusals."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.state import Json
from tests.sandbox.blockkit_samples import section
from tests.sandbox.office import Office

TEXT = "Ätzend, aber wahr\n"


def announced(office: Office, length: int = 3, **more: object) -> Json:
    return office.call("files.getUploadURLExternal", filename="a.txt", length=length, **more)


def uploaded(office: Office) -> str:
    file_id = str(announced(office)["file_id"])
    office.ws.files[file_id].content = b"abc"
    return file_id


async def test_a_file_is_uploaded_shared_and_found(served: Office) -> None:
    parent = served.ws.post("general", served.ana.id, "please send it")
    client = AsyncWebClient(token=served.app.bot_token, base_url=served.sandbox.api_url)

    answer = await client.files_upload_v2(
        channel=served.general.id,
        thread_ts=parent.ts,
        filename="report.md",
        title="Report",
        content=TEXT,
        initial_comment="Here it is",
    )

    shared = served.ws.thread(served.general, parent.ts)[0]
    file = served.ws.files[answer["files"][0]["id"]]
    assert (shared.subtype, shared.text, shared.files) == ("file_share", "Here it is", [file.id])
    assert (file.title, file.content.decode(), file.channels) == ("Report", TEXT, [served.general.id])
    info = await client.files_info(file=file.id)
    assert info["file"]["size"] == len(TEXT.encode())
    async with (
        aiohttp.ClientSession() as session,
        session.get(info["file"]["url_private_download"]) as found,
    ):
        assert await found.text() == TEXT


async def test_an_upload_is_answered_with_its_size_and_must_be_as_long_as_announced(served: Office) -> None:
    url = announced(served)["upload_url"]
    async with aiohttp.ClientSession() as session:
        async with session.post(url, data=b"four") as refused:
            assert refused.status == 400
        async with session.post(url, data=b"abc") as taken:
            assert (taken.status, await taken.text()) == (200, "OK - 3")
        form = aiohttp.FormData()
        form.add_field("filename", b"abd", filename="a.txt")
        async with session.post(url, data=form) as again:
            assert await again.text() == "OK - 3"
        async with session.post(f"{served.sandbox.url}upload/F404", data=b"abc") as unknown:
            assert unknown.status == 404
        async with session.post(url, data={"no": "file"}) as empty:
            assert empty.status == 400


def test_an_upload_that_never_came_cannot_be_completed(office: Office) -> None:
    file_id = announced(office)["file_id"]

    assert office.refuses("files.completeUploadExternal", files=[{"id": file_id}]) == "file_update_failed"
    assert office.refuses("files.info", file=file_id) == "file_not_found"


def test_an_upload_is_completed_once(office: Office) -> None:
    files = [{"id": uploaded(office), "title": "A"}]

    assert office.call("files.completeUploadExternal", files=files)["files"][0]["title"] == "A"
    assert office.refuses("files.completeUploadExternal", files=files) == "file_update_failed"


def test_two_files_are_shared_in_one_message(office: Office) -> None:
    files = [{"id": uploaded(office)}, {"id": uploaded(office)}]

    office.call(
        "files.completeUploadExternal", files=files, channel_id=office.general.id, blocks=[section("Both")]
    )

    (message,) = office.general.messages.values()
    assert message.files == [file["id"] for file in files]
    assert message.blocks[0]["text"]["text"] == "Both"


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"channel_id": "C404"}, "channel_not_found"),
        ({"channel_id": "vault"}, "channel_not_found"),
        ({"channel_id": "lounge"}, "not_in_channel"),
        ({"channel_id": "general", "thread_ts": "1.000000"}, "posting_to_channel_denied"),
        ({"channel_id": "general", "blocks": [{"type": "sections"}]}, "invalid_blocks"),
        ({"channels": ",".join(f"C{n}" for n in range(101))}, "channels_limit_exceeded"),
        ({"files": [{"id": "F404"}]}, "file_not_found"),
        ({"files": []}, "invalid_arguments"),
        ({"files": "F404"}, "invalid_arguments"),
    ],
)
def test_a_wrong_share_is_refused_and_the_upload_can_be_completed_later(
    office: Office, where: Json, code: str
) -> None:
    named = {"vault": office.vault.id, "lounge": office.lounge.id, "general": office.general.id}
    where = {**where, "channel_id": named.get(where.get("channel_id", ""), where.get("channel_id"))}
    file_id = uploaded(office)

    assert office.refuses("files.completeUploadExternal", **{"files": [{"id": file_id}], **where}) == code
    assert office.call("files.completeUploadExternal", files=[{"id": file_id}])["ok"]


def test_what_is_announced_has_its_limits(office: Office) -> None:
    assert announced(office, alt_txt="x" * 1000)["ok"]
    assert announced(office, alt_txt="x" * 1001)["error"] == "alt_txt_too_large"
    assert announced(office, 1_000_000, snippet_type="text")["ok"]
    assert announced(office, 1_000_001, snippet_type="text")["error"] == "snippet_too_large"
    assert announced(office, 0)["error"] == "invalid_arguments"
    assert announced(office, -1)["error"] == "invalid_arguments"


def test_files_of_hidden_channels_are_not_found(office: Office) -> None:
    file = office.ws.upload(office.ana.id, "secret.txt", b"x")
    office.ws.post("vault", office.ana.id, files=[file.id])

    assert office.refuses("files.info", file=file.id) == "file_not_found"
    office.ws.post("lounge", office.ana.id, files=[file.id])
    assert office.call("files.info", file=file.id)["file"]["name"] == "secret.txt"
