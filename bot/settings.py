"""Everything an administrator may set, from the environment or a `.env` file.

It must not read anything else, nor create anything: paths are made where they are used.
Read next: `README.md` for the few settings that matter, `bot/app.py` for their use.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Final

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.model import SHIPPED_MODEL

_CHECKOUT: Final = Path(__file__).resolve().parents[1]


def _default_home() -> Path:
    """Beside the code in a checkout, so that two clones never share data; else the user's data folder."""
    in_checkout = (_CHECKOUT / "pyproject.toml").is_file()
    return _CHECKOUT / ".tdkt" if in_checkout else user_data_path("tdkt", appauthor=False)


class Settings(BaseSettings):
    """Settings of one installation. Environment names are `TDKT_…`, except Telegram's own."""

    model_config = SettingsConfigDict(env_prefix="TDKT_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default_factory=_default_home)
    """Where database, index and library live."""
    database_url: str = ""
    """SQLAlchemy URL; empty means SQLite below `home`."""
    model: Path = SHIPPED_MODEL
    """A sentence-transformers folder; changing it makes the index be built anew."""
    telegram_bot_token: SecretStr = Field(default=SecretStr(""), validation_alias="TELEGRAM_BOT_TOKEN")
    """Serve Telegram with this token; empty means the terminal."""
    telegram_proxy: str = ""
    """HTTP or SOCKS5 proxy for Telegram alone, such as socks5://127.0.0.1:1080."""
    telegram_api: str = ""
    """Address of a self-hosted Bot API server; empty means Telegram's own."""

    @cached_property
    def database(self) -> str:
        """The URL to open."""
        return self.database_url or f"sqlite:///{self.home / 'tdkt.sqlite'}"

    @cached_property
    def index_folder(self) -> Path:
        """Where the generations of the index live."""
        return self.home / "index"

    @cached_property
    def exports_folder(self) -> Path:
        """Where the model lies in the form it is served in."""
        return self.home / "model"
