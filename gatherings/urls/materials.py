"""Addresses of materials and minutes."""

from django.urls import URLPattern, path

from gatherings.views import materials, minutes

_HOST = "samlinger/<slug:slug>/vert/materialer/"

urlpatterns: list[URLPattern] = [
    path("materialer/<int:pk>/", materials.MaterialFile.as_view(), name="material-file"),
    path(
        "plass/<str:token>/materialer/<int:pk>/",
        materials.SeatMaterial.as_view(),
        name="seat-material",
    ),
    path(_HOST, materials.Materials.as_view(), name="materials"),
    path(f"{_HOST}ny/", materials.MaterialAdd.as_view(), name="material-add"),
    path(f"{_HOST}<int:pk>/endre/", materials.MaterialChange.as_view(), name="material-change"),
    path(f"{_HOST}<int:pk>/flytt/", materials.MaterialMove.as_view(), name="material-move"),
    path(f"{_HOST}<int:pk>/fjern/", materials.MaterialRemove.as_view(), name="material-remove"),
    path(
        "samlinger/<slug:slug>/vert/samling/<int:number>/referat/",
        minutes.Minutes.as_view(),
        name="minutes",
    ),
]
