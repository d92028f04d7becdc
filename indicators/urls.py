from django.urls import path

from indicators.views import imports, own_values

app_name = "indicators"

_OWN = "kommuner/<str:country>/<str:code>/egne-tall/"
urlpatterns = [
    path("data/", imports.ImportList.as_view(), name="import-list"),
    path("data/mal/<slug:kind>.csv", imports.ImportTemplate.as_view(), name="import-template"),
    path("data/<int:pk>/", imports.ImportDetail.as_view(), name="import-detail"),
    path("data/<int:pk>/importer/", imports.ImportConfirm.as_view(), name="import-confirm"),
    path("data/<int:pk>/forkast/", imports.ImportDiscard.as_view(), name="import-discard"),
    path("data/<int:pk>/feil.csv", imports.ImportProblems.as_view(), name="import-problems"),
    path(_OWN, own_values.OwnValues.as_view(), name="own-values"),
    path(f"{_OWN}<str:indicator>/<int:year>/", own_values.OwnValue.as_view(), name="own-value"),
    path(
        f"{_OWN}<str:indicator>/<int:year>/angre/",
        own_values.OwnValueUndo.as_view(),
        name="own-value-undo",
    ),
]
