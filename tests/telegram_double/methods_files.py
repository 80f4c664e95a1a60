"""Files: documents, photos and albums a bot sends, and where it fetches those it was sent.

It knows sizes and kinds as Telegram checks them, and nothing of what is inside a document.
Read next: `world.py`, where files are kept, and `server.py`, which serves their content.
"""

from __future__ import annotations

from telegram.constants import FileSizeLimit, MediaGroupLimit, MessageLimit

from tests.telegram_double.errors import ApiError, bad_request
from tests.telegram_double.methods import (
    Request,
    UploadedFile,
    inline_keyboard,
    replied_to,
    room_with_turn,
    serves,
    written_text,
)
from tests.telegram_double.schema import Json
from tests.telegram_double.world import StoredFile, World

_IMAGE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")
_PHOTO_SIZES = ((90, 67), (320, 240), (800, 600))


@serves("sendDocument", returns="Message")
async def send_document(world: World, request: Request) -> object:
    return await _send_one(world, request, "document")


@serves("sendPhoto", returns="Message")
async def send_photo(world: World, request: Request) -> object:
    return await _send_one(world, request, "photo")


@serves("sendMediaGroup", returns="Array of Message")
async def send_media_group(world: World, request: Request) -> object:
    media = request.parameters["media"]
    if not int(MediaGroupLimit.MIN_MEDIA_LENGTH) <= len(media) <= int(MediaGroupLimit.MAX_MEDIA_LENGTH):
        raise bad_request("group of messages must contain 2-10 items")
    kinds = {item["type"] for item in media}
    if "document" in kinds and len(kinds) > 1:
        raise bad_request("Document can't be mixed with other media types")
    captions = [written_text(item, "caption", int(MessageLimit.CAPTION_LENGTH)) for item in media]
    room = room_with_turn(world, request)
    group = str(world.number())
    messages = []
    for item, caption in zip(media, captions, strict=True):
        content = {item["type"]: _media(world, request, item["type"], item["media"])}
        message = world.keep_message(room, world.me, media_group_id=group, **content, **caption)
        messages.append(await world.show(room, message))
    return messages


@serves("getFile", returns="File")
async def get_file(world: World, request: Request) -> object:
    stored = world.files.get(request.parameters["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.claimed_size > int(FileSizeLimit.FILESIZE_DOWNLOAD):
        raise bad_request("file is too big")
    return stored.reference() | {"file_path": stored.path}


def photo_sizes(world: World, content: bytes, claimed_size: int | None = None) -> list[Json]:
    """A photo as Telegram keeps it: three sizes, each a file of its own, the last one the largest."""
    sizes = []
    for width, height in _PHOTO_SIZES:
        largest = (width, height) == _PHOTO_SIZES[-1]
        stored = world.keep_file(content if largest else content[:100], "photo.jpg", "image/jpeg", claimed_size)
        sizes.append(stored.reference() | {"width": width, "height": height})
    return sizes


async def _send_one(world: World, request: Request, kind: str) -> Json:
    caption = written_text(request, "caption", int(MessageLimit.CAPTION_LENGTH))
    keyboard = inline_keyboard(request)
    room = room_with_turn(world, request)
    content = {kind: _media(world, request, kind, request.parameters[kind])}
    answered = replied_to(world, room, request)
    return await world.show(room, world.keep_message(room, world.me, **content, **caption, **keyboard, **answered))


def _media(world: World, request: Request, kind: str, given: str | UploadedFile) -> Json | list[Json]:
    uploaded = request.files.get(given.removeprefix("attach://")) if isinstance(given, str) else given
    if uploaded is None:
        stored = world.files.get(str(given))
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return _sent_again(world, stored, kind)
    most = FileSizeLimit.PHOTOSIZE_UPLOAD if kind == "photo" else FileSizeLimit.FILESIZE_UPLOAD
    if len(uploaded.content) > int(most):
        raise ApiError(413)
    if not uploaded.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        if not uploaded.content.startswith(_IMAGE_BEGINNINGS):
            raise bad_request("IMAGE_PROCESS_FAILED")
        return photo_sizes(world, uploaded.content)
    return world.keep_file(uploaded.content, uploaded.name, uploaded.media_type).document()


def _sent_again(world: World, stored: StoredFile, kind: str) -> Json | list[Json]:
    return photo_sizes(world, stored.content) if kind == "photo" else stored.document()
