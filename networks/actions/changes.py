"""Tell those who compute from memberships that these have changed.

This app does not know who they are: ``settings.NETWORK_CHANGED_TASKS`` names
their tasks. Each works on a ``Job`` whose arguments hold a ``network_id``.
"""

from collections.abc import Collection

from django.conf import settings
from django.utils import timezone

from common.jobs import enqueue


def announce(*, networks: Collection[int]) -> None:
    """Ask each listener for one job per network, done after the transaction is stored.

    A job that still waits does the work of the next change too.

    Args:
        networks: Keys of the networks whose members or groups have changed.
    """
    for task in settings.NETWORK_CHANGED_TASKS:
        for network_id in sorted(set(networks)):
            enqueue(
                task=task,
                arguments={"network_id": network_id},
                dedupe_key=f"{task}:{network_id}",
                at=timezone.now(),
            )
