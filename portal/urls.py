from django.urls import path

from portal.views import (
    about,
    account,
    area_downloads,
    areas,
    downloads,
    front,
    goals,
    health,
    indicator,
    indicators,
    jobs,
    lists,
    municipality,
    networks,
    reader,
)

app_name = "portal"
urlpatterns = [
    path("", front.Front.as_view(), name="front"),
    path("start/", front.Start.as_view(), name="start"),
    path("kommuner/", lists.MunicipalityList.as_view(), name="municipalities"),
    path(
        "kommuner/<str:country>/<str:code>/",
        municipality.MunicipalityDetail.as_view(),
        name="municipality",
    ),
    path(
        "kommuner/<str:country>/<str:code>/tall.<str:ending>",
        downloads.MunicipalityDownload.as_view(),
        name="municipality-download",
    ),
    path(
        "kommuner/<str:country>/<str:code>/indikatorer/<str:indicator>/",
        indicator.MunicipalityIndicator.as_view(),
        name="municipality-indicator",
    ),
    path("indikatorer/", indicators.IndicatorList.as_view(), name="indicators"),
    path(
        "indikatorer/<str:indicator>/",
        indicators.IndicatorDetail.as_view(),
        name="indicator",
    ),
    path(
        "indikatorer/<str:indicator>/tall.<str:ending>",
        downloads.IndicatorDownload.as_view(),
        name="indicator-download",
    ),
    path("nettverk/", lists.NetworkList.as_view(), name="networks"),
    path("nettverk/<slug:slug>/", networks.NetworkDetail.as_view(), name="network"),
    path(
        "nettverk/<slug:slug>/gruppe/<slug:group>/",
        networks.NetworkDetail.as_view(),
        name="subgroup",
    ),
    path(
        "nettverk/<slug:slug>/tall.<str:ending>",
        area_downloads.NetworkDownload.as_view(),
        name="network-download",
    ),
    path(
        "nettverk/<slug:slug>/gruppe/<slug:group>/tall.<str:ending>",
        area_downloads.NetworkDownload.as_view(),
        name="subgroup-download",
    ),
    path(
        "fylker/<str:country>/<str:code>/tall.<str:ending>",
        area_downloads.CountyDownload.as_view(),
        name="county-download",
    ),
    path(
        "regioner/<slug:slug>/tall.<str:ending>",
        area_downloads.RegionDownload.as_view(),
        name="region-download",
    ),
    path("fylker/<str:country>/<str:code>/", areas.CountyDetail.as_view(), name="county"),
    path("regioner/<slug:slug>/", areas.RegionDetail.as_view(), name="region"),
    path("mal/", goals.Goals.as_view(), name="goals"),
    path("metode/", about.Methods.as_view(), name="methods"),
    path("datakilder/", about.Sources.as_view(), name="sources"),
    path("om/<slug:page>/", about.About.as_view(), name="about"),
    path("sok/", lists.Search.as_view(), name="search"),
    path("sprak/<slug:code>/", reader.Language.as_view(), name="language"),
    path("konto/data/", account.AccountData.as_view(), name="account-data"),
    path("konto/data/fil/", account.AccountExport.as_view(), name="account-export"),
    path("konto/avslutt/", account.AccountClose.as_view(), name="account-close"),
    path("helse/", health.Health.as_view(), name="health"),
    path("jobber/", jobs.JobList.as_view(), name="jobs"),
    path("jobber/<int:pk>/", jobs.JobDetail.as_view(), name="job"),
    path("komponenter/", reader.Components.as_view(), name="components"),
]
