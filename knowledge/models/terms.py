"""The glossary: what the words here mean, in four languages."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TimeStampedModel


class Term(TimeStampedModel):
    """One word with its explanation; ``source`` names where the explanation rests."""

    slug = models.SlugField(_("address name"), max_length=60, unique=True)
    name_nb = models.CharField(_("word in Bokmål"), max_length=100)
    name_nn = models.CharField(_("word in Nynorsk"), max_length=100)
    name_sv = models.CharField(_("word in Swedish"), max_length=100)
    name_en = models.CharField(_("word in English"), max_length=100)
    text_nb = models.TextField(_("explanation in Bokmål"))
    text_nn = models.TextField(_("explanation in Nynorsk"))
    text_sv = models.TextField(_("explanation in Swedish"))
    text_en = models.TextField(_("explanation in English"))
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(
        _("address of the source"), max_length=500, blank=True, default=""
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="knowledge_term_has_a_source")
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("knowledge:term", kwargs={"slug": self.slug})
