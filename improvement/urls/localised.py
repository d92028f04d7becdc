from django.urls import path

from improvement.views import localised, localised_adoption, localised_values

urlpatterns = [
    path(
        "nettverk/<slug:slug>/indikatorer/",
        localised.LocalisedList.as_view(),
        name="localised",
    ),
    path(
        "nettverk/<slug:slug>/indikatorer/ny/",
        localised.LocalisedCreate.as_view(),
        name="localised-create",
    ),
    path(
        "nettverk/<slug:slug>/indikatorer/<int:adoption>/slutt/",
        localised_adoption.LocalisedRelease.as_view(),
        name="localised-release",
    ),
    path("tilpassede/<int:pk>/", localised.LocalisedDetail.as_view(), name="localised-detail"),
    path(
        "tilpassede/<int:pk>/ny-versjon/",
        localised.LocalisedVersion.as_view(),
        name="localised-change",
    ),
    path(
        "tilpassede/<int:pk>/revidert/",
        localised.LocalisedConsider.as_view(),
        name="localised-consider",
    ),
    path(
        "tilpassede/<int:pk>/ta-i-bruk/",
        localised_adoption.LocalisedAdopt.as_view(),
        name="localised-adopt",
    ),
    path(
        "kommuner/<str:country>/<str:code>/tilpassede/",
        localised_values.LocalisedValues.as_view(),
        name="localised-values",
    ),
]
