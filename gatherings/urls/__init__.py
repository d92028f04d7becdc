"""Addresses of the gatherings."""

from gatherings.urls import calendar, hosting, seats, series

app_name = "gatherings"
urlpatterns = [
    *hosting.urlpatterns,
    *calendar.urlpatterns,
    *seats.urlpatterns,
    *series.urlpatterns,  # last: any word may be the name of a series
]
