"""Load the demonstration: all of it or nothing, and again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import networks
from common.tabular.reading import Limits
from indicators.models import Framework
from indicators.tasks import start_for_framework
from networks.actions.counties import load_counties
from portal.demo import figures
from portal.demo.assessments import load_assessments
from portal.demo.gatherings import load_gatherings
from portal.demo.knowledge import load_knowledge
from portal.demo.networks import load_networks
from portal.demo.people import load_people
from portal.demo.procurement import load_procurement
from portal.demo.work import load_work

if TYPE_CHECKING:
    import pandas as pd

UNITS = Path(networks.__file__).resolve().parent / "data"
# What people have done, each on top of what stands before it; gives how much was made.
PEOPLES_WORK = (
    (load_people, gettext_lazy("Demonstration accounts: %d")),
    (load_work, gettext_lazy("Measures with their log: %d")),
    (load_gatherings, gettext_lazy("Series of gatherings: %d")),
    (load_procurement, gettext_lazy("Needs of municipalities: %d")),
    (load_assessments, gettext_lazy("Assessments of projects and decisions: %d")),
    (load_knowledge, gettext_lazy("Good examples: %d")),
)


@transaction.atomic
def load_demo(*, at: datetime, say: Callable[[str], None]) -> bool:
    """Load municipalities, networks, framework, figures and, in demonstration mode, accounts.

    What is there already stays as people have left it; what has to be computed
    again is queued when everything is stored.

    Args:
        at: When it happens; dates of memberships are counted from here.
        say: Told what was done, one line at a time.

    Returns:
        Whether anything was written.
    """
    written = _units(at=at, say=say)
    if figures.load_framework(at=at):
        say(_("The framework and its indicators are loaded."))
        written = True
    written |= figures.load_figures(at=at, say=say)
    for name in load_networks(at=at):
        say(_("Network: %s") % name)
        written = True
    if settings.DEMO:
        for load, text in PEOPLES_WORK:
            number = load(at=at)
            if number:
                say(text % number)
                written = True
    if written:
        # also for changes that no figure shows: profiles, populations, memberships
        start_for_framework(framework=Framework.objects.get(code=figures.CODE), at=at)
    return written


def _units(*, at: datetime, say: Callable[[str], None]) -> bool:
    from networks.actions.loading import load_units  # noqa: PLC0415 -- slow import
    from networks.sources import units  # noqa: PLC0415 -- slow import

    written = load_counties() > 0
    for name in ("units_no.csv", "units_se.csv"):
        reading = figures.sound(units.read((UNITS / name).read_bytes(), limits=Limits()))
        _mark_members(reading.frame)
        loaded = load_units(frame=reading.frame, given=reading.given, at=at)
        if not loaded.nothing:
            say(
                _("%(file)s: %(count)d municipalities")
                % {"file": name, "count": loaded.added + loaded.changed}
            )
            written = True
    return written


def _mark_members(frame: pd.DataFrame) -> None:
    """Give members of the demonstration networks the profiles of illustrative indicators."""
    codes = figures.demonstration_codes()
    frame["profile"] = [
        f"{profile}{figures.MEMBER}" if (country, code) in codes else str(profile)
        for country, code, profile in zip(
            frame["country"], frame["code"], frame["profile"], strict=True
        )
    ]
