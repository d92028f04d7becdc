"""The list of cases."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from accounts.signed_in import SignedIn
from assessments.forms.cases import chosen
from assessments.models import FundingProgramme
from assessments.queries import cases as queries
from assessments.views import case_rows as rows

PAGE = 25


class CaseList(SignedIn, View):
    """Cases that the reader may know of; the choices stand in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        at, person = timezone.now(), self.person
        today = timezone.localdate(at)
        choices = chosen(request.GET)
        found = queries.listed(person, choices, today=today)
        page = Paginator(found, PAGE).get_page(request.GET.get("side"))
        number = page.paginator.count
        tests = queries.count_tests(person)
        handled = FundingProgramme.objects.handled_by(person)
        context = {
            "choices": choices,
            "groups": rows.groups(choices, queries.programmes_with_cases(person)),
            "rows": [rows.list_row(case, today=today) for case in page],
            "page": page,
            "query": request.GET,
            "result": ngettext("%(n)s case", "%(n)s cases", number) % {"n": number},
            "sorts": rows.sorts(),
            "tests": tests,
            "may_receive": handled.exists(),
            "crumbs": [(_("Front page"), "/"), (_("Assessments"), request.path)],
        }
        return render(request, "assessments/case_list.html", context)
