from django.urls import path

from networks.enums import ScopeKind
from networks.views import (
    deciding,
    invitations,
    inviting,
    leading,
    members,
    municipality,
    programmes,
    roles,
)

app_name = "networks"

_PLACES = {
    ScopeKind.MUNICIPALITY: "kommuner/<str:country>/<str:code>/",
    ScopeKind.REGION: "regioner/<slug:slug>/",
    ScopeKind.NETWORK: "nettverk/<slug:slug>/",
    ScopeKind.PROGRAMME: "programmer/<slug:slug>/",
}
role_urls = [
    *(
        path(
            f"{place}roller/",
            roles.ScopeRoles.as_view(),
            {"kind": kind},
            name=f"{kind.lower()}-roles",
        )
        for kind, place in _PLACES.items()
    ),
    *(
        path(
            f"{place}roller/logg/",
            roles.ScopeRoleLog.as_view(),
            {"kind": kind},
            name=f"{kind.lower()}-role-log",
        )
        for kind, place in _PLACES.items()
    ),
    path("roller/<int:pk>/avslutt/", roles.RoleEnd.as_view(), name="role-end"),
    path(
        "invitasjoner/<int:pk>/send-igjen/",
        roles.InvitationResend.as_view(),
        name="invitation-resend",
    ),
    path(
        "invitasjoner/<int:pk>/trekk/",
        roles.InvitationWithdraw.as_view(),
        name="invitation-withdraw",
    ),
    path("invitasjon/", invitations.InvitationAnswer.as_view(), name="invitation-answer"),
    path("invitasjon/<str:token>/", invitations.InvitationLink.as_view(), name="invitation"),
]

_LEADER = "nettverk/<slug:slug>/styre/"
_MEMBER = f"{_LEADER}kommuner/<int:membership>/"
_OWN = "kommuner/<str:country>/<str:code>/"
network_urls = [
    path("styre/", leading.NetworkManageList.as_view(), name="manage"),
    path("nettverk/ny/", leading.NetworkCreate.as_view(), name="network-create"),
    path(_LEADER, leading.NetworkManage.as_view(), name="network-manage"),
    path(f"{_LEADER}endre/", leading.NetworkChange.as_view(), name="network-change"),
    path(f"{_LEADER}inviter/", inviting.MembershipInvite.as_view(), name="membership-invite"),
    path(f"{_LEADER}sak/", deciding.CaseCreate.as_view(), name="decision-open"),
    path(f"{_LEADER}grupper/ny/", deciding.GroupCreate.as_view(), name="subgroup-create"),
    path(
        f"{_LEADER}grupper/<int:group>/", deciding.GroupChange.as_view(), name="subgroup-change"
    ),
    path(
        f"{_LEADER}grupper/<int:group>/fjern/",
        deciding.GroupRemove.as_view(),
        name="subgroup-remove",
    ),
    path("programmer/<slug:slug>/", programmes.ProgrammeDetail.as_view(), name="programme"),
]
member_urls = [
    path(_MEMBER, members.MembershipDetail.as_view(), name="membership-detail"),
    path(
        f"{_MEMBER}aktiver/", members.MembershipActivate.as_view(), name="membership-activate"
    ),
    path(f"{_MEMBER}avslutt/", members.MembershipLeave.as_view(), name="membership-leave"),
    path(f"{_MEMBER}trekk/", members.MembershipWithdraw.as_view(), name="membership-withdraw"),
    path(
        f"{_MEMBER}forventninger/",
        members.MembershipExpectations.as_view(),
        name="membership-expect",
    ),
    path(f"{_MEMBER}gruppe/", members.MembershipGroup.as_view(), name="membership-group"),
    path(
        f"{_MEMBER}vedtak/<int:decision>/knytt/",
        members.MembershipAttach.as_view(),
        name="membership-attach",
    ),
    path(f"{_MEMBER}vedtak/", deciding.DecisionCreate.as_view(), name="decision-record"),
    path(
        f"{_MEMBER}hovedkontakt/", members.MainContactAppoint.as_view(), name="contact-appoint"
    ),
    path(
        f"{_MEMBER}hovedkontakt/avslutt/", members.MainContactEnd.as_view(), name="contact-end"
    ),
]
municipality_urls = [
    path(
        f"{_OWN}nettverk/",
        municipality.MunicipalityNetworks.as_view(),
        name="municipality-networks",
    ),
    path(f"{_OWN}vedtak/", municipality.DecisionList.as_view(), name="decision-list"),
    path(
        f"{_OWN}nettverk/<slug:slug>/svar/",
        municipality.MembershipAnswer.as_view(),
        name="membership-answer",
    ),
    path(
        f"{_OWN}nettverk/<slug:slug>/hovedkontakt/",
        municipality.OwnMainContactAppoint.as_view(),
        name="own-contact-appoint",
    ),
    path(
        f"{_OWN}nettverk/<slug:slug>/hovedkontakt/avslutt/",
        municipality.OwnMainContactEnd.as_view(),
        name="own-contact-end",
    ),
    path(
        f"{_OWN}nettverk/<slug:slug>/vedtak/",
        municipality.OwnDecisionCreate.as_view(),
        name="own-decision-record",
    ),
]

urlpatterns = [*role_urls, *network_urls, *member_urls, *municipality_urls]
