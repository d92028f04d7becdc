"""Addresses of the gatherings."""

from gatherings.urls import (
    calendar,
    cases,
    feedback,
    hosting,
    materials,
    seats,
    series,
    talks,
    themes,
)

app_name = "gatherings"
urlpatterns = [
    *hosting.urlpatterns,
    *calendar.urlpatterns,
    *seats.urlpatterns,
    *themes.urlpatterns,
    *cases.urlpatterns,
    *talks.urlpatterns,
    *materials.urlpatterns,
    *feedback.urlpatterns,
    *series.urlpatterns,  # last: any word may be the name of a series
]
