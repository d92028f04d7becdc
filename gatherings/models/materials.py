"""Materials of a series or of one gathering, each with those who may read it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import StoredFile, TimeStampedModel
from gatherings.enums import Access
from gatherings.models.gatherings import Gathering
from gatherings.models.series import Series


class Material(TimeStampedModel):
    """A file or a link: slides, a template, a film."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="materials")
    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, null=True, blank=True, related_name="materials"
    )
    title = models.CharField(_("title"), max_length=200)
    link = models.URLField(_("link"), max_length=500, blank=True, default="")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    access = models.CharField(
        _("who may read it"), max_length=12, choices=Access, default=Access.PARTICIPANTS
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | Q(file__isnull=True) & ~Q(link=""),
                name="gatherings_material_file_or_link",
                violation_error_message=_("Give a file or a link, not both."),
            )
        ]

    def __str__(self) -> str:
        return self.title
