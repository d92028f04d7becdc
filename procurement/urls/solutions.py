"""Addresses of solutions, for companies and for buyers."""

from django.urls import URLPattern, path

from procurement.views import buyers, solution_pages, solutions

urlpatterns: list[URLPattern] = [
    path("losninger/", solutions.SolutionList.as_view(), name="solution-list"),
    path("losninger/ny/", solution_pages.SolutionStart.as_view(), name="solution-create"),
    path("losninger/referanser/", buyers.References.as_view(), name="references"),
    path(
        "losninger/referanser/<int:pk>/",
        buyers.ReferenceAnswer.as_view(),
        name="reference-answer",
    ),
    path("losninger/<int:pk>/", solutions.SolutionDetail.as_view(), name="solution"),
    path(
        "losninger/<int:pk>/endre/",
        solution_pages.SolutionChange.as_view(),
        name="solution-change",
    ),
    path(
        "losninger/<int:pk>/trekk/",
        solution_pages.SolutionWithdraw.as_view(),
        name="solution-withdraw",
    ),
    path(
        "losninger/<int:pk>/utgave/<int:number>/",
        solutions.SolutionVersionPage.as_view(),
        name="solution-version",
    ),
    path(
        "losninger/<int:pk>/vedlegg/<int:attachment>/",
        solutions.SolutionFile.as_view(),
        name="solution-file",
    ),
    path(
        "behov/<slug:slug>/send-losning/",
        solution_pages.SolutionWrite.as_view(),
        name="solution-write",
    ),
    path("behov/<slug:slug>/losninger/", buyers.BuyerDesk.as_view(), name="buyer-desk"),
    path(
        "behov/<slug:slug>/losninger/<int:pk>/",
        buyers.BuyerSolution.as_view(),
        name="buyer-solution",
    ),
    path(
        "behov/<slug:slug>/losninger/<int:pk>/kort/",
        buyers.BuyerShortlist.as_view(),
        name="buyer-shortlist",
    ),
    path(
        "behov/<slug:slug>/losninger/<int:pk>/resultat/",
        buyers.BuyerVerdict.as_view(),
        name="buyer-verdict",
    ),
]
