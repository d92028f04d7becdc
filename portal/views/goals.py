"""The 17 goals and their 169 targets, in the reader's language."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from indicators.models import Framework
from portal.caching import Part, cached_page
from portal.queries.frameworks import find_framework
from portal.queries.goals import goals_with_targets


@method_decorator(login_not_required, name="dispatch")
class Goals(View):
    """Every target in a few words, with its official wording one click away."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        framework = find_framework(request.GET.get("framework"))
        return cached_page(
            request, framework=framework, key="goals", build=lambda: _goals(framework)
        )


def _goals(framework: Framework | None) -> Part:
    return Part(
        template="portal/goals_body.html",
        context={"goals": goals_with_targets(framework.pk if framework else None)},
        title=_("The 17 goals and their targets"),
        description=_("The 169 targets in a few words, and what is measured for each."),
        crumbs=((_("Front page"), "/"), (_("Goals and targets"), reverse("portal:goals"))),
    )
