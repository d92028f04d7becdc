"""Say who fills which function in a municipality."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.belonging import check_network
from improvement.actions.refusals import Declined
from improvement.enums import REQUIRED_FUNCTIONS, MunicipalFunction
from improvement.models import FunctionHolder
from networks.actions.locks import day_in, sign
from networks.models import Municipality, Network


class NameMissing(Declined):
    """Somebody fills a function, or the position does not exist."""

    field = "name"
    sentence = _("Write who it is, or tick that you do not have this position.")


class FunctionRequired(Declined):
    """A required function is filled by somebody, whatever the position is called."""

    field = "does_not_exist"
    sentence = _("This function is required. Name the person who takes care of it.")


class EndsBeforeStart(Declined):
    """The last day is before the first."""

    field = "on"
    sentence = _("The last day cannot be before the first.")


@transaction.atomic
def fill_function(
    *,
    municipality: Municipality,
    function: MunicipalFunction,
    by: User | None,
    at: datetime,
    name: str = "",
    email: str = "",
    person: User | None = None,
    network: Network | None = None,
    does_not_exist: bool = False,
    on_behalf_of: Municipality | None = None,
) -> FunctionHolder:
    """Record who fills a function from today. The same person again changes nothing.

    Whoever is named takes the place of a note that the position does not exist, and the
    other way round; several people may fill one function.

    Args:
        municipality: Where.
        function: Which function.
        by: Who records it.
        at: When.
        name: Who fills it.
        email: Address of that person.
        person: The account, when there is one.
        network: Only in this network; in all when left out.
        does_not_exist: There is no such position.
        on_behalf_of: The municipality, when the person has no role there.

    Raises:
        NameMissing: No name, and the position is not said not to exist.
        FunctionRequired: The position cannot be said not to exist.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network, or only invited to it.
    """
    clean = "" if does_not_exist else name.strip()
    if not clean and not does_not_exist:
        raise NameMissing
    if does_not_exist and function in REQUIRED_FUNCTIONS:
        raise FunctionRequired
    network = check_network(municipality=municipality, network=network)
    Municipality.objects.select_for_update(no_key=True, of=("self",)).get(pk=municipality.pk)
    day = day_in(municipality=municipality, at=at)
    now = FunctionHolder.objects.filter(
        municipality=municipality, network=network, function=function, valid_to__isnull=True
    )
    same = now.filter(name=clean, does_not_exist=does_not_exist).first()
    if same is not None:
        if not does_not_exist and (same.email, same.person) != (email.strip(), person):
            same.email, same.person = email.strip(), person
            sign(same, by=by)
            same.save()
        return same
    for former in now.exclude(does_not_exist=does_not_exist):
        former.valid_to = max(day, former.valid_from)
        sign(former, by=by)
        former.save()
    holder = FunctionHolder(
        municipality=municipality,
        network=network,
        function=function,
        does_not_exist=does_not_exist,
        name=clean,
        email="" if does_not_exist else email.strip(),
        person=None if does_not_exist else person,
        valid_from=day,
        recorded_by=by,
        on_behalf_of=on_behalf_of,
    )
    sign(holder, by=by)
    holder.save()
    return holder


@transaction.atomic
def end_function(*, holder: FunctionHolder, on: date, by: User | None) -> FunctionHolder:
    """Let somebody's time in a function end. Once more changes nothing.

    Raises:
        EndsBeforeStart: ``on`` is before the first day.
    """
    locked = (
        FunctionHolder.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country")
        .get(pk=holder.pk)
    )
    if locked.valid_to is not None:
        return locked
    if on < locked.valid_from:
        raise EndsBeforeStart
    locked.valid_to = on
    sign(locked, by=by)
    locked.save()
    return locked
