"""Addresses of companies."""

from django.urls import URLPattern, path

from procurement.views import supplier_people as people
from procurement.views import supplier_public as public
from procurement.views import supplier_watches as watches
from procurement.views import suppliers

urlpatterns: list[URLPattern] = [
    path("leverandor/", suppliers.Desk.as_view(), name="desk"),
    path("leverandor/ny/", suppliers.SupplierSignUp.as_view(), name="supplier-sign-up"),
    path("leverandor/endre/", suppliers.SupplierChange.as_view(), name="supplier-change"),
    path("leverandor/avslutt/", suppliers.SupplierClose.as_view(), name="supplier-close"),
    path("leverandor/folk/", people.SupplierPeople.as_view(), name="supplier-people"),
    path(
        "leverandor/folk/<int:pk>/fjern/",
        people.SupplierPersonRemove.as_view(),
        name="supplier-person-remove",
    ),
    path(
        "leverandor/invitasjon/<int:pk>/trekk/",
        people.SupplierInvitationWithdraw.as_view(),
        name="supplier-invitation-withdraw",
    ),
    path(
        "leverandor/invitasjon/<str:token>/",
        people.SupplierInvitationAnswer.as_view(),
        name="supplier-invitation",
    ),
    path("leverandor/bedrift/<slug:slug>/", public.SupplierDetail.as_view(), name="supplier"),
    path(
        "leverandor/bedrift/<slug:slug>/meld/",
        public.SupplierReport.as_view(),
        name="supplier-report",
    ),
    path(
        "leverandor/bedrift/<slug:slug>/stans/",
        public.SupplierSuspend.as_view(),
        name="supplier-suspend",
    ),
    path(
        "leverandor/bedrift/<slug:slug>/apne/",
        public.SupplierRestore.as_view(),
        name="supplier-restore",
    ),
    path(
        "leverandor/bedrift/<slug:slug>/person/",
        public.SupplierName.as_view(),
        name="supplier-name",
    ),
    path("varsler/behov/", watches.Watches.as_view(), name="watches"),
    path("varsler/behov/<int:pk>/slutt/", watches.WatchStop.as_view(), name="watch-stop"),
    path("varsler/slutt/<str:token>/", watches.WatchEnd.as_view(), name="watch-end"),
    path("behov/<slug:slug>/folg/", watches.Follow.as_view(), name="need-follow"),
]
