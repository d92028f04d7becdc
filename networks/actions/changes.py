"""Tell those who compute from memberships that these have changed.

This app does not know who they are: ``settings.NETWORK_CHANGED_TASKS`` names
their Celery tasks. Each takes ``network_ids``.
"""

from collections.abc import Collection

from celery import current_app
from django.conf import settings
from django.db import transaction


def announce(*, networks: Collection[int]) -> None:
    """Send one message to each listener after the transaction is stored.

    Args:
        networks: Keys of the networks whose members or groups have changed.
    """
    ids = sorted(set(networks))

    def send() -> None:
        for name in getattr(settings, "NETWORK_CHANGED_TASKS", ()):
            current_app.send_task(name, kwargs={"network_ids": ids})

    if ids:
        transaction.on_commit(send)
