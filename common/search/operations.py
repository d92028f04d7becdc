"""The operation of migrations that makes an index for the full-text search."""

from typing import Any

from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

from common.search.documents import LANGUAGE, document_sql


class AddSearchIndex(Operation):
    """Index what is searched of a table; databases other than PostgreSQL are left alone.

    The columns must be those of the source's ``Texts``, in the same order: the index is used
    where it says the same as the question.
    """

    category = OperationCategory.ADDITION
    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, name: str, columns: tuple[str, ...]) -> None:
        self.model_name = model_name
        self.name = name
        self.columns = columns

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: the models do not know of it."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: Any,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the index."""
        if schema_editor.connection.vendor != "postgresql":
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        quoted = [(name, schema_editor.quote_name(name)) for name in self.columns]
        document = document_sql(quoted, schema_editor.quote_name(LANGUAGE))
        schema_editor.execute(
            f"CREATE INDEX {schema_editor.quote_name(self.name)} "
            f"ON {schema_editor.quote_name(model._meta.db_table)} USING gin (({document}))",
            params=None,
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: Any,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the index."""
        if schema_editor.connection.vendor == "postgresql":
            name = schema_editor.quote_name(self.name)
            schema_editor.execute(f"DROP INDEX {name}", params=None)

    def describe(self) -> str:
        """Say what it does, for ``sqlmigrate``."""
        return f"Index {self.model_name} for the search"
