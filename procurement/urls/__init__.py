"""Addresses of the procurement stage."""

from procurement.urls import dialogue, needs, opendata, pools, solutions, suppliers

app_name = "procurement"
urlpatterns = [
    *suppliers.urlpatterns,
    *solutions.urlpatterns,
    *pools.urlpatterns,
    *dialogue.urlpatterns,
    *opendata.urlpatterns,
    *needs.urlpatterns,  # last: any word may be the name of a need
]
