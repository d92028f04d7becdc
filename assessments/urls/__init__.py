"""Addresses of assessments."""

from assessments.urls import programmes, templates

app_name = "assessments"
urlpatterns = [
    *programmes.urlpatterns,
    *templates.urlpatterns,
]
