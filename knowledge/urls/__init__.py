"""Addresses of what has been learnt."""

from django.urls import path

from knowledge.urls import examples, questions, terms, tools, traits
from knowledge.views import home

app_name = "knowledge"
urlpatterns = [
    path("kunnskap/", home.Home.as_view(), name="home"),
    path("kunnskap/historie/<str:model>/<int:pk>/", home.History.as_view(), name="history"),
    *examples.urlpatterns,
    *tools.urlpatterns,
    *terms.urlpatterns,
    *questions.urlpatterns,
    *traits.urlpatterns,
]
