from django.urls import path

from improvement.views import work

PLACE = "kommuner/<str:country>/<str:code>"

urlpatterns = [
    path(f"{PLACE}/arbeid/", work.Work.as_view(), name="work"),
]
