"""Forms that a page loads in place by htmx, and that are pages of their own without it.

A form that is asked for by htmx is answered alone, without the page around it; when it is
done, the whole page is opened anew. ``next`` names the page to come back to.
"""

from typing import Any

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect


def is_fragment(request: HttpRequest) -> bool:
    """Whether the form alone is wanted."""
    return bool(getattr(request, "htmx", False))


def element_ids(request: HttpRequest) -> dict[str, Any]:
    """Give the form's elements names of their own: several forms may stand on one page."""
    target = request.htmx.target if is_fragment(request) else None  # type: ignore[attr-defined]
    # The form fills the name of a field in for the one "%s".
    return {"auto_id": f"id_{target.replace('%', '')}_%s"} if target else {}


def element_of(field: BoundField) -> str:
    """Name the element that leads to a field: its own, or its first choice.

    Radios and check boxes have no element that is the whole field.
    """
    choices = field.subwidgets if not field.id_for_label else []
    return field.id_for_label or (choices[0].id_for_label if choices else field.auto_id)


def next_address(request: HttpRequest, otherwise: str) -> str:
    """Give the page that the reader came from, if it is one of ours: a path from the root."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted.startswith("/") and is_ours else otherwise


def lead_on(request: HttpRequest, address: str) -> HttpResponse:
    """Open another page, also out of a form that htmx has sent."""
    return HttpResponseClientRedirect(address) if is_fragment(request) else redirect(address)


def context_of(request: HttpRequest) -> dict[str, Any]:
    """Give what ``parts/fragment_form.html`` needs besides the form and its button."""
    return {
        "is_fragment": is_fragment(request),
        "fragment_target": request.htmx.target if is_fragment(request) else "",  # type: ignore[attr-defined]
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
