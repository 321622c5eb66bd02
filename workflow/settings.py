"""What can be set, from the environment, read once and frozen."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting, each `THIDUA_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="THIDUA_", frozen=True)

    dir: Path = Field(default=Path("thidua"), description="where the database and the mail lie")
    database: str | None = Field(default=None, description="SQLite in `dir` when not set")
    broker: str | None = Field(
        default=None, description="redis://...; inside the process if not set"
    )
    smtp: str | None = Field(default=None, description="smtp://host:port; a mail folder if not set")
    lease_s: int = Field(default=300, ge=2, description="how long a notice is left to its worker")
    mail_from: str = "Thi Đua <thidua@localhost>"
    synchronous: Literal["full", "normal"] = "full"

    @property
    def database_url(self) -> str:
        """The database that is meant."""
        return self.database or f"sqlite:///{(self.dir / 'thidua.sqlite').absolute()}"

    @property
    def mail_folder(self) -> Path:
        """Where mail lies as files when no mail server is named."""
        return self.dir / "mail"
