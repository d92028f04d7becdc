"""Addresses of questions to the network."""

from django.urls import URLPattern, path

from knowledge.views import questions

ALL = "nettverk/<slug:slug>/sporsmal"
ONE = f"{ALL}/<int:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", questions.QuestionList.as_view(), name="question-list"),
    path(f"{ALL}/ny/", questions.QuestionAsk.as_view(), name="question-ask"),
    path(f"{ONE}/", questions.QuestionPage.as_view(), name="question"),
    path(f"{ONE}/besvart/", questions.QuestionMark.as_view(), name="question-mark"),
    path(f"{ONE}/folg/", questions.QuestionFollowing.as_view(), name="question-follow"),
    path(
        "kunnskap/sporsmal/slutt/<str:token>/",
        questions.FollowsEnd.as_view(),
        name="follows-end",
    ),
]
