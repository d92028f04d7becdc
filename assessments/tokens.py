"""The secret link of an applicant, who needs no account: to the own sheet, and nothing else.

The link of one number is always the same; a new number ends it.
"""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from assessments.models import ApplicantLink

_SALT = "assessments.applicant"


def make_token(link: ApplicantLink) -> str:
    """Sign the link."""
    return Signer(salt=_SALT).sign_object([link.assessment_id, link.number])


def read_token(token: str) -> tuple[int, int] | None:
    """Give the keys of assessment and link; None for what was not signed here."""
    try:
        case, number = Signer(salt=_SALT).unsign_object(token)
        return int(case), int(number)
    except (BadSignature, TypeError, ValueError):
        return None


def address(link: ApplicantLink) -> str:
    """Give the path of the applicant's sheet."""
    return reverse("assessments:sheet-link", kwargs={"token": make_token(link)})
