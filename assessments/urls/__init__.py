"""Addresses of assessments."""

from assessments.urls import cases, programmes, sheets, templates

app_name = "assessments"
urlpatterns = [
    *programmes.urlpatterns,
    *cases.urlpatterns,
    *sheets.urlpatterns,
    *templates.urlpatterns,
]
