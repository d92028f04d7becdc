"""Texts for the file of a procurement: weight of the climate, rules of the dialogue.

Source of what is said about Norway: forskrift om offentlige anskaffelser (FOR-2016-08-12-974)
§ 7-9: at least thirty per cent; a requirement instead where that is clearly better for climate
and environment; not where the footprint is insignificant; both with reasons.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import date_in_words
from procurement.enums import ClimateWeight
from procurement.models import Need
from procurement.queries.file import FileRead

_NORWAY = "NO"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the dialogue: whether it is kept as far as the platform can tell.

    Attributes:
        kind: ``yes``, ``wait``, or nothing where only people can tell.
    """

    text: str
    detail: str
    kind: str


def climate_text(need: Need) -> list[str]:
    """Give paragraphs for the file on how climate and environment count; empty if undecided."""
    if need.climate == ClimateWeight.UNDECIDED:
        return []
    said = _in_norway(need) if need.municipality.country_id == _NORWAY else _elsewhere(need)
    reason = need.climate_reason.strip()
    return [said, _("Reason: %(reason)s") % {"reason": reason}] if reason else [said]


def _in_norway(need: Need) -> str:
    law = {"law": "forskrift om offentlige anskaffelser § 7-9"}
    if need.climate == ClimateWeight.WEIGHTED:
        text = _(
            "Climate and environment are an award criterion with a weight of %(percent)s per "
            "cent, under %(law)s, which asks for at least 30 per cent."
        )
        return text % {**law, "percent": need.climate_percent}
    if need.climate == ClimateWeight.REQUIRED:
        text = _(
            "Climate and environment are met by requirements in the specification in place of "
            "a weighted award criterion, under %(law)s. It is clear that this gives a better "
            "effect on climate and environment."
        )
        return text % law
    text = _(
        "Climate and environment are not weighted, under %(law)s: by its nature the "
        "procurement has a climate footprint and an environmental impact that are "
        "insignificant."
    )
    return text % law


def _elsewhere(need: Need) -> str:
    if need.climate == ClimateWeight.WEIGHTED:
        text = _(
            "Climate and environment are an award criterion with a weight of %(percent)s per "
            "cent. The municipality has chosen the weight itself."
        )
        return text % {"percent": need.climate_percent}
    if need.climate == ClimateWeight.REQUIRED:
        return _(
            "Climate and environment are met by requirements in the specification in place of "
            "a weighted award criterion."
        )
    return _(
        "Climate and environment are not weighted. The municipality judges that the footprint "
        "of the purchase is insignificant."
    )


def rules(need: Need, read: FileRead) -> list[Rule]:
    """List the rules of the dialogue, with what the platform knows of each."""
    return [
        _published(need),
        _answered(read),
        _equal_talks(read),
        Rule(
            _("What happens is written down"),
            ngettext("%(n)s entry in the log.", "%(n)s entries in the log.", read.entries)
            % {"n": read.entries},
            "yes" if read.entries else "wait",
        ),
        Rule(
            _("Conflicts of interest are considered"),
            _("Written down.") if need.conflict_of_interest else _("Nothing is written yet."),
            "yes" if need.conflict_of_interest else "wait",
        ),
        Rule(
            _("Nobody hears what another supplier has said in confidence"),
            _("Keep the confidential parts of solutions among the buyers."),
            "",
        ),
        Rule(
            _("No supplier alone shapes the requirements"),
            _("Describe functions; more than one supplier must be able to meet each of them."),
            "",
        ),
        Rule(
            _("Taking part in the dialogue gives no advantage in the competition"),
            _("Put everything that was said to one into the documents for all."),
            "",
        ),
    ]


def _published(need: Need) -> Rule:
    text = _("All suppliers get the same information at the same time")
    if need.published_at is None:
        return Rule(text, _("The need is not published yet."), "wait")
    day = date_in_words(need.published_at)
    return Rule(text, _("Published %(day)s.") % {"day": day}, "yes")


def _answered(read: FileRead) -> Rule:
    text = _("Questions are answered to everybody")
    if read.open_questions:
        words = ngettext(
            "%(n)s question waits for an answer.",
            "%(n)s questions wait for an answer.",
            read.open_questions,
        )
        return Rule(text, words % {"n": read.open_questions}, "wait")
    if not read.questions:
        return Rule(text, _("No question yet."), "yes")
    return Rule(text, _("All are answered."), "yes")


def _equal_talks(read: FileRead) -> Rule:
    text = _("Talks are of equal length, one for each supplier")
    if not read.lengths:
        return Rule(text, _("No talks are planned."), "yes")
    if len(read.lengths) > 1:
        return Rule(text, _("The talks differ in length."), "wait")
    minutes = next(iter(read.lengths))
    each = ngettext("%(n)s minute each.", "%(n)s minutes each.", minutes)
    return Rule(text, each % {"n": minutes}, "yes")
