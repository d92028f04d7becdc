"""Closing a network."""

from django.urls import path

from improvement.views import closing

_NETWORK = "nettverk/<slug:slug>/avslutning/"
_PART = f"{_NETWORK}<str:country>/<str:code>/"

urlpatterns = [
    path(_NETWORK, closing.NetworkClosing.as_view(), name="close"),
    path(f"{_NETWORK}fil.json", closing.SnapshotFile.as_view(), name="close-file"),
    path(_PART, closing.NetworkPart.as_view(), name="network-part"),
    path(f"{_PART}fil.zip", closing.NetworkPartFile.as_view(), name="network-part-file"),
    path(f"{_PART}flytt/", closing.NetworkPartMove.as_view(), name="network-part-move"),
]
