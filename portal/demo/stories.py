"""What has happened in the series of the demonstration, told by the actions people use.

DalaLab has held its first gathering, with a vote on the themes of the last two. Hallingdal
takes sign-ups. The north is told of in ``portal.demo.case_story``.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from gatherings.actions.attendance import note_attendance
from gatherings.actions.ballots import cast
from gatherings.actions.counting import count
from gatherings.actions.feedback import answer, make_form
from gatherings.actions.materials import MaterialDetails, add_material
from gatherings.actions.minutes import write_minutes
from gatherings.actions.polls import PollRules, make_poll, open_poll
from gatherings.actions.proposals import merge, propose
from gatherings.actions.seats import answer_offer, withdraw
from gatherings.actions.substitutes import name_substitute
from gatherings.actions.talks import book_talk, offer_talks
from gatherings.enums import Access, Attendance, QuestionKind, SeatState
from gatherings.models import Gathering, Participation, Registration, Series, ThemePoll
from portal.demo.moments import at_hour, leader_of, member, moment
from portal.demo.networks import DOMAIN


def tell_dalalab(series: Series, *, at: datetime) -> None:
    """Fill the waiting list of Falun, hold the first gathering, vote, evaluate."""
    leader = leader_of(series)
    _pass_on_a_seat(series, at=at)
    first, second, *later = series.gatherings.order_by("number")
    poll = _propose_themes(series, first, later, leader=leader, at=at)
    _attend(first, leader=leader)
    _vote(poll, first, leader=leader)
    _evaluate_gathering(first)
    write_minutes(
        gathering=first,
        text=(
            "Vi gick igenom hur kommunerna följer upp Agenda 2030 i dag. Skillnaderna är "
            "stora, och flera vill kunna jämföra sig. Gruppen röstade om tema för träff 3 "
            "och 4."
        ),
        access=Access.NETWORK,
        tells=False,
        by=leader,
    )
    add_material(
        series=series,
        details=MaterialDetails(
            title="Kolada, öppen databas med nyckeltal",
            access=Access.PUBLIC,
            link="https://www.kolada.se/",
            gathering=second,
        ),
        upload=None,
        by=leader,
    )


def tell_hallingdal(series: Series, *, at: datetime) -> None:
    """Offer guidance talks, and ask for themes of the last gathering."""
    leader = leader_of(series)
    first, _second, third = series.gatherings.order_by("number")
    day = timezone.localdate(at) + timedelta(days=12)
    zone = series.time_zone
    starts = [moment(day, hour, zone) for hour in (time(9), time(9, 45), time(10, 30))]
    talks = offer_talks(
        series=series,
        guide=leader,
        times=[(start, start + timedelta(minutes=30)) for start in starts],
        link="https://meet.example.org/hallingdal",
        at=at,
    )
    book_talk(
        talk=talks[0],
        municipality=member(series, "3328"),
        question="Hvordan får vi tiltakene inn i økonomiplanen?",
        by=None,
        at=at,
    )
    poll = make_poll(
        series=series,
        rules=PollRules(
            question="Hva skal den tredje samlingen handle om?",
            held_at=first,
            choices_max=2,
            opens_at=at_hour(first, time(14, 30)),
            closes_at=at_hour(first, time(15)),
        ),
        decides=[third],
        by=leader,
        at=at,
    )
    for title in ("Fra tiltak til vedtak", "Innkjøp som virker", "Ungdom som ressurs"):
        propose(poll=poll, title=title, registration=None, by=leader, at=at)


def _pass_on_a_seat(series: Series, *, at: datetime) -> None:
    """One of Falun's three withdraws, the fourth is offered the seat and takes it."""
    rows = list(series.registrations.filter(municipality__code="2080").order_by("pk"))
    withdraw(registration=rows[2], by=None, at=at - timedelta(days=70))
    waiting = Registration.objects.get(pk=rows[3].pk)
    answer_offer(registration=waiting, accepts=True, by=None, at=at - timedelta(days=69))
    second = rows[1].participations.get(gathering__number=2)
    name_substitute(
        participation=second,
        name="Utvecklingsledare i Falun",
        email=f"samling-2080-vikarie@{DOMAIN}",
        by=None,
        at=at - timedelta(days=3),
    )


def _propose_themes(
    series: Series, first: Gathering, later: list[Gathering], *, leader: User, at: datetime
) -> ThemePoll:
    poll = make_poll(
        series=series,
        rules=PollRules(
            question="Vad ska träff 3 och 4 handla om?",
            held_at=first,
            present_only=True,
            choices_max=2,
            opens_at=at_hour(first, time(14, 40)),
            closes_at=at_hour(first, time(15)),
        ),
        decides=later,
        by=leader,
        at=at - timedelta(days=60),
    )
    day = at - timedelta(days=50)
    seats = _seated(series)
    titles = (
        "Hållbarhet i upphandling",
        "Invånardialog om målen",
        "Klimatbudget i praktiken",
        "Att mäta social hållbarhet",
        "Klimatbudget",
    )
    rows = [
        propose(poll=poll, title=title, registration=seats[n * 2], by=None, at=day)
        for n, title in enumerate(titles)
    ]
    merge(
        proposal=rows[4],
        into=rows[2],
        reason="Samma tema, föreslaget av två kommuner.",
        by=leader,
        at=day,
    )
    return poll


def _attend(gathering: Gathering, *, leader: User) -> None:
    rows = Participation.objects.filter(
        gathering=gathering, registration__state=SeatState.CONFIRMED
    )
    for number, row in enumerate(rows.order_by("pk")):
        given = Attendance.EXCUSED if number % 6 == 4 else Attendance.PRESENT
        note_attendance(
            participation=row, attendance=given, by=leader, at=at_hour(gathering, time(10, 10))
        )


def _vote(poll: ThemePoll, gathering: Gathering, *, leader: User) -> None:
    open_poll(poll=poll, by=leader, at=poll.opens_at)
    themes = list(poll.proposals.filter(merged_into=None).order_by("pk"))
    for number, row in enumerate(_present_at(gathering)):
        # Most like the third theme; the second vote is spread.
        wanted = (themes[2], themes[number % 2]) if number % 3 else (themes[number % 4],)
        choices = list(dict.fromkeys(theme.pk for theme in wanted))
        cast(
            poll=poll,
            registration=row.registration,
            choices=choices,
            at=poll.opens_at + timedelta(minutes=1 + number),
        )
    count(poll=poll, by=leader, at=poll.closes_at + timedelta(minutes=2))


def _evaluate_gathering(gathering: Gathering) -> None:
    ends = gathering.ends_at or at_hour(gathering, time(15))
    form = make_form(
        gathering=gathering,
        intro="Tack för att du var med. Svaren är anonyma.",
        opens_at=ends,
        closes_at=ends + timedelta(days=14),
    )
    questions = list(form.questions.order_by("position"))
    for number, row in enumerate(_present_at(gathering)):
        if number % 4 == 3:
            continue  # not everybody answers
        answers: dict[int, int | str] = {}
        for question in questions:
            if question.kind == QuestionKind.SCALE:
                answers[question.pk] = 3 + (number + question.position) % 3
            elif question.kind == QuestionKind.CHOICE:
                answers[question.pk] = number % len(question.options)
            elif number % 5 == 0:
                answers[question.pk] = "Mer tid för samtal mellan kommunerna."
        answer(participation=row, answers=answers, at=ends + timedelta(days=1, minutes=number))


def _seated(series: Series) -> list[Registration]:
    rows = series.registrations.filter(state=SeatState.CONFIRMED)
    return list(rows.select_related("municipality").order_by("pk"))


def _present_at(gathering: Gathering) -> list[Participation]:
    rows = gathering.participations.filter(attendance=Attendance.PRESENT)
    return list(rows.select_related("registration").order_by("pk"))
