from django.urls import path

from improvement.views import exchange, measures, work

PLACE = "kommuner/<str:country>/<str:code>"

urlpatterns = [
    path(f"{PLACE}/arbeid/", work.Work.as_view(), name="work"),
    path(f"{PLACE}/tiltak/", measures.MeasureList.as_view(), name="measures"),
    path(f"{PLACE}/tiltak/nytt/", measures.MeasureCreate.as_view(), name="measure-create"),
    path(f"{PLACE}/tiltak/fil.xlsx", exchange.MeasureExport.as_view(), name="measure-export"),
    path(f"{PLACE}/tiltak/les-inn/", exchange.MeasureImport.as_view(), name="measure-import"),
    path(
        f"{PLACE}/tiltak/les-inn/<int:file>/",
        exchange.MeasureImportCheck.as_view(),
        name="measure-import-check",
    ),
    path(
        f"{PLACE}/tiltak/les-inn/<int:file>/forkast/",
        exchange.MeasureImportDiscard.as_view(),
        name="measure-import-discard",
    ),
    path("tiltak/<int:pk>/endre/", measures.MeasureChange.as_view(), name="measure-change"),
    path("tiltak/<int:pk>/arkiver/", measures.MeasureArchive.as_view(), name="measure-archive"),
    path(
        "tiltak/<int:pk>/hent-tilbake/",
        measures.MeasureRestore.as_view(),
        name="measure-restore",
    ),
    path(
        "tiltak/<int:pk>/gjor-det-samme/", measures.MeasureCopy.as_view(), name="measure-copy"
    ),
]
