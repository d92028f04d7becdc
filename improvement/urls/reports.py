"""Reports and input to the state."""

from django.urls import path

from improvement.views import frozen_reports, reports, state_inputs

_WORK = "kommuner/<str:country>/<str:code>/"
_NETWORK = "nettverk/<slug:slug>/"

urlpatterns = [
    path(f"{_WORK}rapporter/", reports.ReportList.as_view(), name="reports"),
    path(
        f"{_WORK}rapporter/<slug:kind>/",
        reports.ReportDraft.as_view(),
        name="report-draft",
    ),
    path(
        f"{_WORK}rapporter/<slug:kind>/frys/",
        reports.ReportFreeze.as_view(),
        name="report-freeze",
    ),
    path(
        f"{_WORK}rapporter/<slug:kind>/<slug:title>.docx",
        reports.ReportDraftWord.as_view(),
        name="report-draft-word",
    ),
    path("rapporter/<int:pk>/", frozen_reports.ReportDetail.as_view(), name="report"),
    path(
        "rapporter/<int:pk>/sammenlign/",
        frozen_reports.ReportCompare.as_view(),
        name="report-compare",
    ),
    path(
        "rapporter/<int:pk>/<slug:title>.docx",
        frozen_reports.ReportWord.as_view(),
        name="report-word",
    ),
    path(
        f"{_NETWORK}rapporter/",
        reports.NetworkReportList.as_view(),
        name="network-reports",
    ),
    path(
        f"{_NETWORK}rapporter/<slug:kind>/",
        reports.NetworkReportDraft.as_view(),
        name="network-report-draft",
    ),
    path(
        f"{_NETWORK}rapporter/<slug:kind>/frys/",
        reports.NetworkReportFreeze.as_view(),
        name="network-report-freeze",
    ),
    path(
        f"{_NETWORK}rapporter/<slug:kind>/<slug:title>.docx",
        reports.NetworkReportDraftWord.as_view(),
        name="network-report-draft-word",
    ),
    path(f"{_WORK}innspill/", state_inputs.StateInputList.as_view(), name="state-inputs"),
    path(
        f"{_WORK}innspill/nytt/",
        state_inputs.StateInputCreate.as_view(),
        name="state-input-create",
    ),
    path(
        "innspill/<int:pk>/endre/",
        state_inputs.StateInputChange.as_view(),
        name="state-input-change",
    ),
    path(
        f"{_NETWORK}innspill/",
        state_inputs.NetworkStateInputList.as_view(),
        name="network-state-inputs",
    ),
]
