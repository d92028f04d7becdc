"""Who fills the functions that the work needs in a municipality."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel
from improvement.enums import MunicipalFunction
from improvement.models.scope import MunicipalWorkQuerySet
from networks.models import Municipality, Network


class FunctionHolder(TimeStampedModel):
    """Somebody who fills a function, in one network or in all, from when until when.

    A recommended function may be said not to exist: then nobody is missing.
    """

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="function_holders",
        verbose_name=_("municipality"),
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="function_holders",
        verbose_name=_("network"),
    )
    function = models.CharField(_("function"), max_length=14, choices=MunicipalFunction)
    does_not_exist = models.BooleanField(_("we do not have this position"), default=False)
    name = models.CharField(_("name"), max_length=150, blank=True, default="")
    email = models.EmailField(_("e-mail address"), blank=True, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="functions",
        verbose_name=_("person"),
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MunicipalWorkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("holder of a function")
        verbose_name_plural = _("holders of functions")
        constraints = [
            models.CheckConstraint(
                condition=Q(does_not_exist=True, name="")
                | (Q(does_not_exist=False) & ~Q(name="")),
                name="improvement_function_name_or_none",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="improvement_function_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "function"],
                condition=Q(valid_to__isnull=True),
                name="improvement_function_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()}: {self.name or '–'}"
