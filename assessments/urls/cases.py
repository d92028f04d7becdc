"""Addresses of cases, of their way to a decision, of portfolios."""

from django.urls import URLPattern, path

from assessments.views import case_list, cases, decisions, portfolio

ONE = "vurderinger/<int:pk>"
_PORTFOLIO = "vurderinger/programmer/<slug:slug>/portefolje"

urlpatterns: list[URLPattern] = [
    path("vurderinger/", case_list.CaseList.as_view(), name="case-list"),
    path("vurderinger/ny/", cases.CaseStart.as_view(), name="case-start"),
    path("vurderinger/ny/<slug:slug>/", cases.CaseCreate.as_view(), name="case-create"),
    path(f"{ONE}/", cases.CaseDetail.as_view(), name="case"),
    path(f"{ONE}/endre/", cases.CaseChange.as_view(), name="case-change"),
    path(f"{ONE}/spor/", cases.CaseAsk.as_view(), name="case-ask"),
    path(f"{ONE}/ta/", cases.CaseTake.as_view(), name="case-take"),
    path(f"{ONE}/komplettering/", cases.CaseCompletion.as_view(), name="case-completion"),
    path(f"{ONE}/videre/", cases.CaseResume.as_view(), name="case-resume"),
    path(f"{ONE}/samlet/", cases.CaseSumUp.as_view(), name="case-sum-up"),
    path(f"{ONE}/tilbake/", cases.CaseTakeBack.as_view(), name="case-back"),
    path(f"{ONE}/stopp/", cases.CaseStop.as_view(), name="case-stop"),
    path(f"{ONE}/tiltak/", cases.CaseMeasure.as_view(), name="case-measure"),
    path(f"{ONE}/beslutter/", cases.CaseDecider.as_view(), name="case-decider"),
    path(f"{ONE}/vedtak/", decisions.CaseDecide.as_view(), name="case-decide"),
    path(f"{ONE}/brev/", decisions.CaseLetterSend.as_view(), name="case-letter"),
    path(
        f"{ONE}/brev/<int:letter>/word/",
        decisions.LetterFile.as_view(),
        name="case-letter-file",
    ),
    path(f"{ONE}/oppfolging/", decisions.CaseFollowUp.as_view(), name="case-follow-up"),
    path(
        f"{ONE}/vilkar/<int:condition>/",
        decisions.CaseCondition.as_view(),
        name="case-condition",
    ),
    path(f"{ONE}/lukk/", decisions.CaseClose.as_view(), name="case-close"),
    path(f"{ONE}/word/", decisions.CaseFile.as_view(), name="case-file"),
    path("vurdering/brev/<str:token>/", decisions.LetterLink.as_view(), name="letter-link"),
    path(f"{_PORTFOLIO}/", portfolio.PortfolioPage.as_view(), name="portfolio"),
    path(
        f"{_PORTFOLIO}/tall.<str:ending>",
        portfolio.PortfolioFile.as_view(),
        name="portfolio-file",
    ),
]
