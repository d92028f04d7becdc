"""Background jobs: the list for those who run the site, each job for the one who started it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.generic import View

from common.enums import JobState
from portal.pages.jobs import job_row
from portal.queries.jobs import jobs_visible_to, runs_the_site

PAGE = 50


class JobList(View):
    """All jobs, newest first, all or those in one state."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show the list.

        Raises:
            PermissionDenied: The reader does not run the site.
        """
        if not runs_the_site(request.user):
            raise PermissionDenied
        rows = jobs_visible_to(request.user)
        chosen = request.GET.get("tilstand", "")
        if chosen in JobState.values:
            rows = rows.filter(state=chosen)
        page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
        context = {
            "page": page,
            "rows": [job_row(job) for job in page.object_list],
            "states": JobState.choices,
            "chosen": chosen,
            "query": request.GET,
            "crumbs": [(_("Front page"), "/"), (_("Background jobs"), request.path)],
        }
        return render(request, "portal/jobs.html", context)


class JobDetail(View):
    """One job. htmx gets the progress alone, and the whole page again at the end."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        job = get_object_or_404(jobs_visible_to(request.user), pk=pk)
        row = job_row(job)
        if request.headers.get("HX-Request"):
            response: HttpResponse = render(
                request, "components/job.html", {"progress": row.progress}
            )
            if row.progress.is_finished:
                response["HX-Refresh"] = "true"
        else:
            home = (_("Background jobs"), reverse("portal:jobs"))
            crumbs = [(_("Front page"), "/"), (row.name, request.path)]
            if runs_the_site(request.user):
                crumbs.insert(1, home)
            response = render(request, "portal/job.html", {"row": row, "crumbs": crumbs})
        add_never_cache_headers(response)
        return response
