"""Addresses of assessments."""

from assessments.urls import cases, initiatives, programmes, sheets, templates

app_name = "assessments"
urlpatterns = [
    *programmes.urlpatterns,
    *cases.urlpatterns,
    *initiatives.urlpatterns,
    *sheets.urlpatterns,
    *templates.urlpatterns,
]
