"""Addresses of what has been learnt."""

from knowledge.urls import examples

app_name = "knowledge"
urlpatterns = [*examples.urlpatterns]
