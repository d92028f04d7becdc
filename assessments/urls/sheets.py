"""Addresses of sheets, of who writes them, and of results."""

from django.urls import path

from assessments.views import assessors, results, sheet_compare, sheets

_CASE = "vurderinger/<int:pk>/"
_LINK = "egenvurdering/<str:token>/"
_SHEET = "vurderinger/ark/<int:pk>/"

urlpatterns = [
    path(f"{_CASE}egen/", sheets.OwnSheet.as_view(), name="sheet-own"),
    path(f"{_CASE}vurder/", sheets.AssessorSheet.as_view(), name="sheet-assess"),
    path(f"{_CASE}felles/", sheets.CommonSheet.as_view(), name="sheet-common"),
    path(f"{_CASE}sammenlign/", sheet_compare.Compare.as_view(), name="sheet-compare"),
    path(f"{_CASE}vurderere/", assessors.Assessors.as_view(), name="assessors"),
    path(
        f"{_CASE}vurderere/<int:row>/",
        assessors.AssessorChange.as_view(),
        name="assessor-change",
    ),
    path(f"{_CASE}lenke/", assessors.ApplicantLinkPage.as_view(), name="applicant-link"),
    path(f"{_CASE}resultat/", results.Result.as_view(), name="result"),
    path(f"{_CASE}malkonflikter/", results.ConflictsOut.as_view(), name="result-conflicts"),
    path(_SHEET, sheets.SheetPage.as_view(), name="sheet"),
    path(
        f"{_SHEET}versjon/<int:number>/",
        sheets.SheetVersionPage.as_view(),
        name="sheet-version",
    ),
    path(_LINK, sheets.LinkSheet.as_view(), name="sheet-link"),
    path(
        f"{_LINK}versjon/<int:number>/",
        sheets.LinkVersionPage.as_view(),
        name="sheet-link-version",
    ),
]
