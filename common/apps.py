"""Set-up of the ground floor."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Jobs, mail, files and components that every app may use."""

    name = "common"
    verbose_name = "Samverk"

    def ready(self) -> None:
        """Teach every new SQLite connection Nordic search and order."""
        from django.db.backends.signals import connection_created  # noqa: PLC0415 -- Django has no other hook for a new connection

        from common.nordic import prepare_sqlite  # noqa: PLC0415 -- models must be loaded first

        connection_created.connect(prepare_sqlite, dispatch_uid="common.nordic")
