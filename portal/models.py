"""What the portal itself keeps: the outlines that maps are drawn from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.models import Municipality


class MunicipalityShape(models.Model):
    """The outline of one municipality, simplified for drawing.

    ``rings`` is a list of rings; a ring is a flat list x, y, x, y … of whole numbers in
    units of 100 metres on the plane of the map: x to the east, y to the south.
    """

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, primary_key=True, related_name="shape"
    )
    rings = models.JSONField(_("rings"))
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    loaded_at = models.DateTimeField(_("loaded"))

    class Meta:
        verbose_name = _("outline of a municipality")
        verbose_name_plural = _("outlines of municipalities")

    def __str__(self) -> str:
        return str(self.municipality)
