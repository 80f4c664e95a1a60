"""`tdkt run`, `tdkt chat`, `tdkt health`: the running assistant.

It must not know what is said; it starts a channel and stops it.
Read next: `bot/app.py` (Telegram), `bot/channels/terminal.py`.
"""

from __future__ import annotations

import asyncio
import getpass
import logging
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from bot.cli.common import installation, now, open_store, prepared_assistant, say
from bot.texts import line as words

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings
    from bot.storage.engine import Store

_TELEGRAM: Final = "telegram"


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(help=words("cli.run"))(run)
    app.command(help=words("cli.chat"))(chat)
    app.command(help=words("cli.health"))(health)


def run() -> None:
    """Serves Telegram when a token is set, the terminal otherwise."""
    settings = installation()
    if not settings.telegram_bot_token.get_secret_value():
        chat()
        return
    with open_store(settings) as store:
        _tell_if_nobody_can_enter(store)
        assistant = prepared_assistant(settings, store)
        asyncio.run(_serve_telegram(settings, store, assistant))


def chat() -> None:
    """A conversation in the terminal; one answer a line when standard input is not a terminal."""
    from bot.channels.terminal import CHANNEL, Terminal, download
    from bot.desk import Desk

    settings = installation()
    user = getpass.getuser()
    with open_store(settings) as store:
        _admit(store, f"terminal:{user}", user)
        assistant = prepared_assistant(settings, store)

        desk = Desk(store, assistant, now, download, f"{CHANNEL}:{user}")
        terminal = Terminal(desk.answer, now, sys.stdout, settings.home / "files", user, desk.waiting)
        if sys.stdin.isatty():
            terminal.converse(settings.home / "history")
        else:
            terminal.read(sys.stdin)


def health() -> None:
    """Prints when each channel last worked, what waits, whether the index is sound, and which model serves."""
    from bot.storage.health import backlog, contacts
    from bot.storage.library_changes import count_waiting
    from index.generations import Generations
    from index.model import SHIPPED_MODEL

    settings = installation()
    generations = Generations(settings.index_folder)
    current = generations.current()
    with open_store(settings) as store, store.read() as session:
        told = words(
            "terminal.health",
            contacts=contacts(session),
            backlog=backlog(session),
            changes=count_waiting(session),
            generation=current,
            problems=generations.problems() if current else [],
            model="" if settings.model == SHIPPED_MODEL else settings.model.name,
            is_fitted=_is_fitted(settings.model),
        )
    say(told)


def _is_fitted(model: Path) -> bool | None:
    """Whether confidence was fitted for the model of that folder; None when there is no model."""
    from index.confidence import shipped_calibration
    from index.serving.folder import ModelFolder
    from knowledge.errors import EncoderUnavailable

    try:
        return ModelFolder(model).fingerprint == shipped_calibration().encoder
    except EncoderUnavailable:
        return None


def _admit(store: Store, identity: str, user: str) -> None:
    """Who sits at the machine that holds the database administers an office of their own from the start."""
    from bot.access import Directory

    with store.begin() as session:
        directory = Directory(session)
        if directory.who(identity) is None:
            _, code = directory.create_office(words("terminal.local_office"), now())
            directory.redeem(code, identity, user, now())


def _tell_if_nobody_can_enter(store: Store) -> None:
    from bot.access import Directory

    with store.read() as session:
        if not Directory(session).every_office():
            say(words("terminal.no_office"))


async def _serve_telegram(settings: Settings, store: Store, assistant: Assistant) -> None:
    from bot.app import Service, worker_name
    from bot.channels.telegram import TelegramChannel, TelegramConnection
    from bot.channels.telegram_polling import Contact
    from bot.flows.dispatch import descriptions
    from bot.logs import configure
    from bot.storage.health import channel_failed, channel_worked
    from bot.storage.moved_chats import move_chat
    from knowledge.errors import DeliveryProblem

    token = settings.telegram_bot_token.get_secret_value()
    connection = TelegramConnection(token, settings.telegram_proxy, settings.telegram_api)
    configure(secrets=connection.secrets)

    def on_contact(contact: Contact) -> None:
        with store.begin() as session:
            if contact.reached:
                channel_worked(session, _TELEGRAM, contact.at)
            else:
                channel_failed(session, _TELEGRAM, contact.at, contact.reason)

    def on_moved(old: str, new: str) -> None:
        with store.begin() as session:
            move_chat(session, old, new)

    channel = TelegramChannel(connection, now, on_contact, on_moved)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    say(words("terminal.serving"))
    try:
        try:
            await channel.offer_commands(descriptions())
        except DeliveryProblem:
            logging.getLogger(__name__).warning("the menu of commands could not be set; it will be at the next start")
        await Service(store, assistant, channel, now, worker_name()).run(stop)
    finally:
        await channel.close()
