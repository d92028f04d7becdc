"""Training of a region: a gathering is a session; who was trained, of how many."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from assessments.enums import Group
from assessments.models import TrainedGroup, Training, TrainingTarget
from assessments.queries.training import possible_gatherings
from gatherings.models import Gathering
from improvement.actions.refusals import Declined
from networks.models import Region


class GatheringNotHere(Declined):
    """A session is a gathering of the region's networks, and of one training alone."""

    field = "gathering"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Choose a gathering of one of the region’s networks that is no training yet."
    )


@transaction.atomic
def save_training(
    *,
    region: Region,
    gathering: Gathering,
    about: str,
    trained: Mapping[Group, int],
    training: Training | None = None,
) -> Training:
    """Say that a gathering was training, and how many of each group it trained first.

    Args:
        region: Whose training.
        gathering: The session.
        about: What it was about.
        trained: People of each group that had not been trained before, 0 or more.
        training: The one to change; its gathering stays.

    Raises:
        GatheringNotHere: The gathering is of another region, or a training already.
    """
    # Two officers may choose the same session at once.
    Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    if training is None:
        if not possible_gatherings(region).filter(pk=gathering.pk).exists():
            raise GatheringNotHere
        training = Training(region=region, gathering=gathering)
    training.about = about.strip()
    training.save()
    for group in Group:
        number = trained.get(group, 0)
        if number:
            TrainedGroup.objects.update_or_create(
                training=training, group=group, defaults={"trained": number}
            )
        else:
            TrainedGroup.objects.filter(training=training, group=group).delete()
    return training


@transaction.atomic
def set_targets(*, region: Region, people: Mapping[Group, int | None]) -> int:
    """Say how many people each group has; None or 0 takes the number away.

    Returns:
        How many groups have a number.
    """
    Region.objects.select_for_update().get(pk=region.pk)
    for group in Group:
        number = people.get(group)
        if number:
            TrainingTarget.objects.update_or_create(
                region=region, group=group, defaults={"people": number}
            )
        else:
            TrainingTarget.objects.filter(region=region, group=group).delete()
    return TrainingTarget.objects.filter(region=region).count()
