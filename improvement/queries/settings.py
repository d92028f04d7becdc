"""How patient a programme is: its settings, those of all, or the defaults."""

from django.db.models import Q

from improvement.models import CycleSettings
from networks.models import Network, Programme


def settings_for(network: Network | None) -> CycleSettings:
    """The settings that hold for work in a network, or outside all networks; one query.

    Returns:
        A row that is not saved where nobody has set anything.
    """
    return _settings(network.programme_id if network is not None else None)


def settings_of(programme: Programme | None) -> CycleSettings:
    """The settings that hold in a programme; one query."""
    return _settings(programme.pk if programme is not None else None)


def settings_by_programme() -> dict[int | None, CycleSettings]:
    """All settings by the key of their programme; one query.

    The key None is always there: it holds for every programme that is not.
    """
    found = {row.programme_id: row for row in CycleSettings.objects.all()}
    found.setdefault(None, CycleSettings())
    return found


def _settings(programme: int | None) -> CycleSettings:
    wanted = Q(programme__isnull=True)
    if programme is not None:
        wanted |= Q(programme=programme)
    rows = {row.programme_id: row for row in CycleSettings.objects.filter(wanted)}
    return rows.get(programme) or rows.get(None) or CycleSettings()
