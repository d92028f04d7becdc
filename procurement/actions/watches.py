"""What people want mail about: one need, or all that a search finds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from improvement.actions.refusals import Declined
from indicators.models import Goal
from networks.models import County
from procurement.models import Category, Need, Watch

MOST_WATCHES = 20


class NothingWatched(Declined):
    """A search without anything to search for would mail everything."""

    field = "words"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Write words, or choose goals, categories or counties."
    )


class TooManyWatches(Declined):
    """Twenty searches are enough for one person."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "You follow twenty searches. Remove one before you add another."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a need must have to be told of; all that is given has to fit."""

    words: str = ""
    goals: Collection[Goal] = ()
    categories: Collection[Category] = ()
    counties: Collection[County] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.words.strip() or self.goals or self.categories or self.counties)


@transaction.atomic
def follow(*, person: User, need: Need, at: datetime) -> Watch:
    """Follow one need; again changes nothing."""
    watch, _made = Watch.objects.get_or_create(
        person=person, need=need, defaults={"told_until": at}
    )
    return watch


@transaction.atomic
def unfollow(*, person: User, need: Need) -> None:
    """Follow a need no longer; again changes nothing."""
    Watch.objects.filter(person=person, need=need).delete()


@transaction.atomic
def follow_search(*, person: User, search: Search, at: datetime) -> Watch:
    """Follow all new needs that a search finds; mail comes once a day.

    Raises:
        NothingWatched: Nothing is asked for.
        TooManyWatches: The person has twenty already.
    """
    if not search:
        raise NothingWatched
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Watch.objects.filter(person=person, need=None).count() >= MOST_WATCHES:
        raise TooManyWatches
    watch = Watch.objects.create(person=person, words=search.words.strip(), told_until=at)
    watch.goals.set(search.goals)
    watch.categories.set(search.categories)
    watch.counties.set(search.counties)
    return watch


@transaction.atomic
def stop(*, person: User, watch_id: int) -> None:
    """End one of one's own; another's, or one that is gone, changes nothing."""
    Watch.objects.filter(person=person, pk=watch_id).delete()


@transaction.atomic
def stop_all(*, person: User) -> None:
    """End all mail of this kind to a person: searches, and needs that are followed."""
    Watch.objects.filter(person=person).delete()
