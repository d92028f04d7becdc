"""What the first migrations of the apps are made of."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

_LATER = (AddField, AddIndex, AddConstraint)


class CreateTables(Operation):
    """Make the tables of several models at once, each as it is after all the operations.

    Django builds every related model anew after each operation, and nearly all models are
    related to the user: one after another, a hundred models take half a minute.

    Args:
        operations: ``CreateModel``, and what is added to those models where they refer to
            each other.

    Raises:
        TypeError: Another operation, or one that adds to a model that is not made here.
    """

    category = OperationCategory.ADDITION

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations
        self._models = [each for each in operations if isinstance(each, CreateModel)]
        made = {each.name_lower for each in self._models}
        for each in operations:
            is_later = isinstance(each, _LATER) and each.model_name_lower in made
            if not is_later and not isinstance(each, CreateModel):
                msg = f"{each.describe()}: not of a model that is made here"
                raise TypeError(msg)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to the state; they are built when they are first asked for."""
        if "apps" in state.__dict__:
            del state.apps
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: Any,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables with all their columns, indexes and constraints."""
        for each in self._models:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: Any,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the tables, the last first."""
        for each in reversed(self._models):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does, for ``sqlmigrate``."""
        return f"Create {len(self._models)} models"
