"""The glossary: words added, changed, removed and brought back."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from knowledge.actions.slugs import free_slug
from knowledge.models import Term
from knowledge.queries.terms import forget_terms
from networks.actions.locks import sign


class SourceMissing(Declined):
    """An explanation says where it rests."""

    field = "source"
    sentence = _("Say where the explanation rests.")


class NameTaken(Declined):
    """A word stands once."""

    field = "name_nb"
    sentence = _("The word is in the glossary already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDetails:
    """A word and its explanation in the four languages."""

    name_nb: str
    name_nn: str
    name_sv: str
    name_en: str
    text_nb: str
    text_nn: str
    text_sv: str
    text_en: str
    source: str
    source_url: str = ""


@transaction.atomic
def add_term(*, details: TermDetails, by: User) -> Term:
    """Add a word.

    Passes on:
        SourceMissing, NameTaken: What is written does not hold together.
    """
    _check(details, but=0)
    term = Term(
        slug=free_slug(Term.objects.all(), details.name_nb, otherwise="ord"), **asdict(details)
    )
    return _save(term, by=by)


@transaction.atomic
def change_term(*, term: Term, details: TermDetails, by: User) -> Term:
    """Change a word; its address stays.

    Passes on:
        SourceMissing, NameTaken: What is written does not hold together.
    """
    locked = Term.objects.select_for_update().get(pk=term.pk)
    _check(details, but=locked.pk)
    for name, value in asdict(details).items():
        setattr(locked, name, value)
    return _save(locked, by=by)


@transaction.atomic
def remove_term(*, term: Term, by: User, at: datetime) -> Term:
    """Take a word out of the glossary; its history stays. Again changes nothing."""
    locked = Term.objects.select_for_update().get(pk=term.pk)
    locked.removed_at = locked.removed_at or at
    return _save(locked, by=by)


@transaction.atomic
def bring_back(*, term: Term, by: User) -> Term:
    """Put a removed word back. Again changes nothing."""
    locked = Term.objects.select_for_update().get(pk=term.pk)
    locked.removed_at = None
    return _save(locked, by=by)


def _check(details: TermDetails, *, but: int) -> None:
    """Refuse a word without a source, or one that is there.

    Raises:
        SourceMissing: There is no source.
        NameTaken: Another word has the name.
    """
    if not details.source.strip():
        raise SourceMissing
    same = Term.objects.filter(name_nb__iexact=details.name_nb, removed_at__isnull=True)
    if same.exclude(pk=but).exists():
        raise NameTaken


def _save(term: Term, *, by: User) -> Term:
    sign(term, by=by)
    term.save()
    transaction.on_commit(forget_terms)
    return term
