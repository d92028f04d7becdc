"""What the actions on guidance talks refuse, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.models import Series, Talk
from gatherings.talk_words import talk_time
from improvement.actions.refusals import Declined
from networks.models import Municipality

MOST_TALKS = 60  # offered at once


class TalksClosed(Declined):
    """The series is a draft, or cancelled."""

    sentence = gettext_lazy("Talks can be booked while the series is published.")


class TalkTaken(Declined):
    """Somebody else was quicker."""

    field = "to"
    sentence = gettext_lazy("This time has just been booked. Choose another one.")


class TalkOver(Declined):
    """The talk has begun, has been held, or is cancelled."""

    field = "to"
    sentence = gettext_lazy("It is too late: the talk has begun, or it is cancelled.")


class TimePassed(Declined):
    """Nobody can come to a time that has passed."""

    field = "day"
    sentence = gettext_lazy("Choose a time to come.")


class NotBegun(Declined):
    """What has not begun has not been held."""

    sentence = gettext_lazy("The talk has not begun yet, or nobody has booked it.")


class NotAMember(Declined):
    """Talks are for the members of the network."""

    field = "contact"
    sentence = gettext_lazy("The municipality is not a member of the network.")


class NotAGuide(Declined):
    """Guidance is given by those who hold the series or lead the network."""

    field = "guide"
    sentence = gettext_lazy("Choose somebody of the hosts, or who leads the network.")


class NoSlots(Declined):
    """No talk goes into the time given, or too many do."""

    field = "ends"

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        if not self.count:
            return _("Not one talk goes into this time.")
        return _("That is %(count)s talks. Offer at most %(most)s at once.") % {
            "count": self.count,
            "most": MOST_TALKS,
        }


class GuideBusy(Declined):
    """Nobody gives two talks at the same time."""

    field = "guide"

    def __init__(self, talk: Talk) -> None:
        super().__init__(talk)
        self.talk = talk

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("%(guide)s has another talk then: %(when)s.") % {
            "guide": self.talk.guide.get_full_name(),
            "when": talk_time(self.talk),
        }


class NoTalkLeft(Declined):
    """The municipality has booked as many talks as each may."""

    field = "past_limit"

    def __init__(self, municipality: Municipality, series: Series) -> None:
        super().__init__(municipality)
        self.municipality, self.series = municipality, series

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        known = {
            "place": self.municipality,
            "number": self.series.talks_per_municipality,
            "email": self.series.contact_email,
        }
        return (
            _(
                "%(place)s has booked as many talks as each municipality may: %(number)s. "
                "Change the time of yours, or ask the host: %(email)s."
            )
            % known
        )
