"""The least that Django must be told."""

from urllib.parse import urlsplit

from django.conf import settings


def configure(url: str, *apps: str) -> None:
    """Set Django up on a database, with the connection kept open as a web process keeps it."""
    at = urlsplit(url)
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": at.path.lstrip("/"),
                "USER": at.username,
                "HOST": at.hostname,
                "PORT": at.port,
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=list(apps),
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
