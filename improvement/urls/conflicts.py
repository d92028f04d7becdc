from django.urls import path

from improvement.views import conflicts

PLACE = "kommuner/<str:country>/<str:code>"

urlpatterns = [
    path(
        "nettverk/<slug:slug>/malkonflikter/",
        conflicts.NetworkConflicts.as_view(),
        name="conflicts",
    ),
    path(
        f"{PLACE}/malkonflikter/",
        conflicts.MunicipalityConflicts.as_view(),
        name="municipality-conflicts",
    ),
    path(
        f"{PLACE}/malkonflikter/ny/", conflicts.ConflictCreate.as_view(), name="conflict-create"
    ),
    path("malkonflikter/<int:pk>/", conflicts.ConflictDetail.as_view(), name="conflict"),
    path(
        "malkonflikter/<int:pk>/endre/",
        conflicts.ConflictChange.as_view(),
        name="conflict-change",
    ),
]
