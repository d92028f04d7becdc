"""Write down what became of a measure. A later evaluation stands beside the earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from improvement.enums import Confidence, Outcome
from improvement.models import Evaluation, Measure
from improvement.queries.comparison_groups import ComparisonGroup
from improvement.queries.evaluations import Compared, comparisons
from networks.models import Municipality


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationDetails:
    """What the municipality writes.

    Attributes:
        outcome: Its judgement.
        text: What was done, and what came of it.
        evidence: What the judgement rests on.
        link: Address of a report.
        confidence: How sure it is.
        advice: To others who think of doing the same.
        language: Of the texts.
    """

    outcome: Outcome | str
    text: str
    confidence: Confidence | str
    evidence: str = ""
    link: str = ""
    advice: str = ""
    language: str = "nb"


class TextMissing(Declined):
    """An evaluation says something."""

    field = "text"
    sentence = _("Write what was done, and what came of it.")


class OutcomeUnknown(Declined):
    """The judgement is none of those there are."""

    field = "outcome"
    sentence = _("Choose a judgement.")


class ConfidenceUnknown(Declined):
    """The confidence is none of those there are."""

    field = "confidence"
    sentence = _("Say how sure you are.")


@transaction.atomic
def evaluate(
    *,
    measure: Measure,
    group: ComparisonGroup,
    details: EvaluationDetails,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Evaluation:
    """Store a judgement together with the figures as they are now.

    The same words from the same person with the same figures again give the same row.

    Args:
        measure: What is evaluated.
        group: Whom its indicators are compared with.
        details: The judgement.
        by: Who judges.
        at: When.
        on_behalf_of: The municipality, where ``by`` has no role of its own.

    Raises:
        TextMissing: ``text`` is empty.
        OutcomeUnknown: ``outcome`` is not a code of ``Outcome``.
        ConfidenceUnknown: ``confidence`` is not a code of ``Confidence``.
    """
    locked = (
        Measure.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "from_indicator")
        .get(pk=measure.pk)
    )
    if not details.text.strip():
        raise TextMissing
    if details.outcome not in Outcome.values:
        raise OutcomeUnknown
    if details.confidence not in Confidence.values:
        raise ConfidenceUnknown
    written = {
        "group": group.key,
        "figures": [figure(one, group) for one in comparisons(locked, group=group)],
        "outcome": str(details.outcome),
        "text": details.text.strip(),
        "evidence": details.evidence.strip(),
        "link": details.link.strip(),
        "confidence": str(details.confidence),
        "advice": details.advice.strip(),
        "language": details.language,
        "by": by,
    }
    newest = locked.evaluations.order_by("-at", "-pk").first()
    if newest is not None and all(getattr(newest, name) == written[name] for name in written):
        return newest
    return Evaluation.objects.create(
        measure=locked, on_behalf_of=on_behalf_of, at=at, **written
    )


def figure(compared: Compared, group: ComparisonGroup) -> dict[str, Any]:
    """Give what is frozen of one indicator, as plain values."""
    indicator = compared.indicator
    return {
        "indicator": indicator.code,
        "name": str(indicator.local_name),
        "unit": str(indicator.local_unit),
        "decimals": indicator.decimals,
        "delay_months": compared.delay_months,
        "expected": compared.expected,
        "better": compared.better,
        "group": group.label,
        "comparison": compared.comparison.as_document(),
    }
