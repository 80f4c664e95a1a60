"""The stand-in for api.telegram.org: the Bot API over real HTTP on this machine.

It knows HTTP, the schema and the fault plan; what a method does stands in the modules of methods.
Read next: `person.py`, the people who talk to the bot, and `plugin.py`, the fixtures.
"""

from __future__ import annotations

import asyncio
import copy
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import BodyPartReader, web

from tests.telegram_double import methods_bot, methods_files, methods_messages
from tests.telegram_double.errors import ApiError, bad_request
from tests.telegram_double.faults import DOWNLOAD, Fault, FaultPlan, refusal
from tests.telegram_double.methods import SERVED, Request, UploadedFile
from tests.telegram_double.person import Group, Person
from tests.telegram_double.schema import Json, official_schema
from tests.telegram_double.world import Call, World

TOKEN = "7654321:AAE-stand-in_token_of_the_tests_0123456"
"""Shaped like a real token, so that what hides real ones is put to the test."""

_MOST_BYTES = 64 * 1024 * 1024
_MODULES = (methods_bot, methods_files, methods_messages)
"""Named so that their methods are registered."""


class TelegramDouble:
    """One bot's Telegram. `async with TelegramDouble() as telegram:` serves until the block ends.

    What the bot does wrong against the official schema gathers in `violations`; the fixtures assert
    that none did.
    """

    def __init__(self, token: str = TOKEN, now: Callable[[], float] = time.time) -> None:
        self.world = World(token, now)
        self.port = 0
        self._faults = FaultPlan()
        self._runner: web.AppRunner | None = None

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def address(self) -> str:
        """What stands in the place of https://api.telegram.org."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What a bot puts before its token to call a method."""
        return f"{self.address}/bot"

    @property
    def base_file_url(self) -> str:
        """What a bot puts before its token to fetch a file."""
        return f"{self.address}/file/bot"

    @property
    def violations(self) -> list[str]:
        return self.world.violations

    @property
    def calls(self) -> list[Call]:
        return self.world.calls

    async def __aenter__(self) -> Self:
        await self.comes_up()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.world.updates.stop()
        await self.goes_down()

    async def comes_up(self) -> None:
        """Begin to serve, the second time on the same port, with all that was kept."""
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = int(self._runner.addresses[0][1])

    async def goes_down(self) -> None:
        """Refuse every connection until `comes_up`."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def person(self, number: int, name: str = "Nguyễn Thị An", *, started: bool = True) -> Person:
        """Someone with a private chat with the bot; `started=False` has never written to it."""
        return Person.in_private(self.world, number, name, started=started)

    def group(self, title: str, number: int = -4001, *, supergroup: bool = False) -> Group:
        """A group the bot is a member of."""
        return Group.founded(self.world, number, title, supergroup=supergroup)

    def fails(self, method: str, fault: Fault, times: int = 1, seconds: float = 1.0) -> None:
        """Let the next `times` requests of `method` (ANY_METHOD, DOWNLOAD) fail; `seconds` to wait or to be slow."""
        self._faults.add(method, fault, times, seconds)

    def works_again(self) -> None:
        """Forget the faults still planned."""
        self._faults.clear()

    def time_passes(self, seconds: float) -> None:
        """Let the server's clock run ahead: messages grow old, presses expire, limits recover."""
        self.world.time_passes(seconds)

    def calls_of(self, method: str) -> list[Json]:
        """The parameters of every request of `method`, oldest first."""
        return [call.parameters for call in self.world.calls if call.method == method]

    async def delivers_again(self, update: Json | None = None) -> None:
        """Deliver an update (the last one by default) a second time under the same id."""
        await self.world.updates.add_again(update or self.world.updates.sent[-1])

    async def all_taken(self, within_s: float = 15.0) -> None:
        """Wait until the bot has acknowledged every update and asks for the next.

        After a bot was killed, wait for a sign of its successor before: the last poll may still seem to wait.
        Raises AssertionError if it does not within that time.
        """
        updates = self.world.updates
        try:
            async with asyncio.timeout(within_s), self.world.changed:
                await self.world.changed.wait_for(lambda: not updates.pending and (updates.waiting or updates.webhook))
        except TimeoutError:
            raise AssertionError(f"{len(updates.pending)} updates not acknowledged after {within_s} s") from None

    async def _answer(self, http: web.Request) -> web.StreamResponse:
        method = official_schema().method_named(http.match_info["method"])
        if http.match_info["token"] != self.token:
            return _refused(ApiError(401))
        if method is None:
            return _refused(ApiError(404, "method not found"))
        fault, seconds = self._faults.take(method) or (None, 0.0)
        if fault is not None and (answer := await _failing(http, fault, seconds)) is not None:
            return answer
        try:
            request = await self._read(http, method)
            self.world.calls.append(Call(method, request.parameters))
            result = await SERVED[method].run(self.world, request)
        except ApiError as error:
            return _refused(error)
        self.world.violations += official_schema().problems(result, SERVED[method].returns, f"result of {method}")
        if fault is Fault.ANSWER_LOST:
            return _cut(http)
        return web.json_response({"ok": True, "result": copy.deepcopy(result)})

    async def _read(self, http: web.Request, method: str) -> Request:
        """The request, checked against the schema; a violation is kept and refused."""
        parameters, files = await _parameters(http, method)
        attached = _attached(parameters)
        problems = official_schema().request_problems(method, parameters)
        problems += [f"{method}: file part {name} is not used" for name in files.keys() - attached - parameters.keys()]
        problems += [f"{method}: no file part {name}" for name in attached - files.keys()]
        if method not in SERVED:
            problems.append(f"{method}: not served by the double")
        if problems:
            self.world.violations += problems
            raise bad_request(problems[0])
        return Request(method, parameters, files)

    async def _file(self, http: web.Request) -> web.StreamResponse:
        if http.match_info["token"] != self.token:
            return _refused(ApiError(401))
        fault, seconds = self._faults.take(DOWNLOAD) or (None, 0.0)
        if fault is not None and (answer := await _failing(http, fault, seconds)) is not None:
            return answer
        stored = next((file for file in self.world.files.values() if file.path == http.match_info["path"]), None)
        if stored is None or stored.content_gone:
            return _refused(ApiError(404))
        if fault is Fault.ANSWER_LOST:
            return _cut(http)
        return web.Response(body=stored.content, content_type="application/octet-stream")


async def _parameters(http: web.Request, method: str) -> tuple[Json, dict[str, UploadedFile]]:
    schema = official_schema()
    given: Json = {name: schema.decoded(method, name, value) for name, value in http.query.items()}
    files: dict[str, UploadedFile] = {}
    if http.content_type == "application/json" and http.can_read_body:
        given |= await http.json()
    elif http.content_type == "multipart/form-data":
        async for part in await http.multipart():
            assert isinstance(part, BodyPartReader)
            content = bytes(await part.read())
            name = part.name or ""
            if part.filename is None:
                given[name] = schema.decoded(method, name, content.decode())
                continue
            files[name] = UploadedFile(part.filename, content, part.headers.get("Content-Type", ""))
            if name in schema.methods[method]:
                given[name] = files[name]
    elif http.can_read_body:
        given |= {name: schema.decoded(method, name, str(value)) for name, value in (await http.post()).items()}
    return given, files


def _attached(value: object) -> set[str]:
    """The names of the parts that a request refers to by «attach://»."""
    if isinstance(value, str):
        return {value.removeprefix("attach://")} if value.startswith("attach://") else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {name for item in inner for name in _attached(item)}


async def _failing(http: web.Request, fault: Fault, seconds: float) -> web.StreamResponse | None:
    """The answer in the place of the real one; None if the request is to be carried out."""
    error = refusal(fault, seconds)
    if error is not None:
        return _refused(error)
    if fault is Fault.SLOW:
        await asyncio.sleep(seconds)
    if fault is Fault.DROPPED:
        return _cut(http)
    if fault is Fault.BAD_GATEWAY:
        page = "<html><head><title>502 Bad Gateway</title></head></html>"
        return web.Response(status=502, text=page, content_type="text/html")
    if fault is Fault.GARBLED:
        return web.Response(text='{"ok":true,"result":', content_type="application/json")
    return None


def _cut(http: web.Request) -> web.Response:
    if http.transport:
        http.transport.abort()
    return web.Response()


def _refused(error: ApiError) -> web.Response:
    return web.json_response(error.body(), status=error.code)
