"""What can be set, from the environment, read once and frozen."""

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from workflow import setting_forms
from workflow.hiding import keep
from workflow.setting_forms import Network

SECRETS = (
    "telegram_token", "zalo_secret", "zalo_refresh_token", "webhook_secret", "metrics_token",
)  # fmt: skip
"""Settings that are secrets."""

ADDRESSES = (
    "database", "broker", "smtp", "site", "telegram_api", "zalo_api", "zalo_oauth",
)  # fmt: skip
"""Settings that are addresses: a secret may stand in them."""


def _password(address: str | None) -> str | None:
    """Return what stands in an address between the name and the last @, if anything does."""
    _, there, rest = (address or "").partition("://")
    named, at, _ = rest.rpartition("@")
    return named.partition(":")[2] or named if there and at else None


class Settings(BaseSettings):
    """Every setting, each `THIDUA_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="THIDUA_", frozen=True, hide_input_in_errors=True)

    dir: Path = Field(default=Path("thidua"), description="where the database and the mail lie")
    database: str | None = Field(
        default=None, repr=False, description="SQLite in `dir` when not set"
    )
    broker: str | None = Field(
        default=None, repr=False, description="redis://...; inside the process if not set"
    )
    smtp: str | None = Field(
        default=None, repr=False, description="smtp://host:port; a mail folder if not set"
    )
    lease_s: int = Field(
        default=300, ge=3, le=10**9, description="how long a notice is left to its worker"
    )
    mail_from: str = "Thi Đua <thidua@localhost>"
    smtp_ca: Path | None = Field(default=None, description="the mail server's own authority")
    site: str | None = Field(
        default=None,
        repr=False,
        description="what links in notices begin with",
    )
    telegram_token: str | None = Field(default=None, repr=False)
    telegram_api: str = Field(default="https://api.telegram.org", repr=False)
    zalo_app: str | None = None
    zalo_secret: str | None = Field(default=None, repr=False)
    zalo_refresh_token: str | None = Field(
        default=None, repr=False, description="the first one; those that follow are kept"
    )
    zalo_api: str = Field(default="https://openapi.zalo.me", repr=False)
    zalo_oauth: str = Field(default="https://oauth.zaloapp.com", repr=False)
    webhook_secret: str | None = Field(default=None, min_length=16, repr=False)
    webhook_allow: str = Field(
        default="", description="networks inside that webhooks may lead to: 10.1.0.0/16,..."
    )
    synchronous: Literal["full", "normal"] = "full"
    pool: int = Field(default=5, ge=1, description="PostgreSQL connections kept by a process")
    pool_overflow: int = Field(default=5, ge=0, description="more of them while it is busy")
    lock_ms: int = Field(default=5_000, ge=1, description="how long PostgreSQL waits for a lock")
    statement_ms: int = Field(default=30_000, ge=1, description="and how long for a statement")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_token: str | None = Field(
        default=None, min_length=16, repr=False,
        description="opens /metrics; without one, the token of the API does",
    )  # fmt: skip
    traces: bool = Field(default=False, description="send traces, as OTEL_... says where")

    @field_validator("broker")
    @classmethod
    def _broker(cls, url: str | None) -> str | None:
        return setting_forms.broker(url) if url is not None else None

    @field_validator("smtp")
    @classmethod
    def _mail_server(cls, url: str | None) -> str | None:
        return setting_forms.mail_server(url) if url is not None else None

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, written: str) -> str:
        return setting_forms.sender(written)

    @field_validator("smtp_ca")
    @classmethod
    def _authority(cls, file: Path | None) -> Path | None:
        return setting_forms.authority(file) if file else None

    @field_validator("site", "telegram_api", "zalo_api", "zalo_oauth")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        return setting_forms.web_address(url) if url is not None else None

    @field_validator("webhook_allow")
    @classmethod
    def _networks(cls, written: str) -> str:
        setting_forms.networks(written)
        return written

    def model_post_init(self, _context: object, /) -> None:
        """Have this process keep its secrets to itself."""
        keep(self.secrets)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Whatever opens something: secrets as they are, and the passwords in addresses."""
        whole = [getattr(self, name) for name in SECRETS]
        within = [_password(getattr(self, name)) for name in ADDRESSES]
        return tuple(one for one in (*whole, *within) if one)

    @property
    def database_url(self) -> str:
        """The database that is meant."""
        return self.database or f"sqlite:///{(self.dir / 'thidua.sqlite').absolute()}"

    @property
    def webhook_networks(self) -> tuple[Network, ...]:
        """The networks inside that webhooks may lead to."""
        return setting_forms.networks(self.webhook_allow)

    @property
    def mail_folder(self) -> Path:
        """Where mail lies as files when no mail server is named."""
        return self.dir / "mail"
