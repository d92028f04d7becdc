"""Addresses of pools and of what came of them."""

from django.urls import URLPattern, path

from procurement.views import benefits, pools

ONE = "behov/<slug:slug>"
_MEMBER = f"{ONE}/felles/<str:country>/<str:code>"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/felles/start/", pools.PoolStart.as_view(), name="pool-start"),
    path(f"{ONE}/felles/endre/", pools.PoolChange.as_view(), name="pool-change"),
    path(f"{ONE}/felles/spor/", pools.PoolAsk.as_view(), name="pool-ask"),
    path(f"{ONE}/felles/like/", pools.PoolProposals.as_view(), name="pool-proposals"),
    path(f"{_MEMBER}/svar/", pools.PoolAnswer.as_view(), name="pool-answer"),
    path(f"{_MEMBER}/trekk/", pools.PoolLeave.as_view(), name="pool-leave"),
    path(f"{_MEMBER}/vedtak/", pools.PoolAnchor.as_view(), name="pool-anchor"),
    path(
        "behov/nettverk/<slug:slug>/effekt/",
        benefits.NetworkBenefits.as_view(),
        name="network-benefits",
    ),
    path(f"{ONE}/effekt/ny/", benefits.BenefitReport.as_view(), name="benefit-report"),
    path(
        f"{ONE}/effekt/<int:pk>/fjern/", benefits.BenefitRemove.as_view(), name="benefit-remove"
    ),
]
