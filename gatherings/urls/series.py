"""Addresses for those who read: the series there are, one series, one gathering."""

from django.urls import path

from gatherings.views import series

urlpatterns = [
    path("samlinger/", series.SeriesList.as_view(), name="series-list"),
    path("samling/<int:pk>/", series.GatheringDetail.as_view(), name="gathering"),
    path("samlinger/<slug:slug>/", series.SeriesDetail.as_view(), name="series"),
]
