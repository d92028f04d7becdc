"""At the same moment: one sheet for each, nothing overwritten, one training of a gathering."""

from assessments.actions import sheets, training
from assessments.enums import Side
from assessments.models import Sheet, Training
from tests.assessments.contents import whole
from tests.assessments.factories import AT, AssessmentFactory
from tests.factories import RegionFactory
from tests.gatherings.factories import GatheringFactory
from tests.threads import PEOPLE, RACE, all_at_once

pytestmark = RACE


def test_windows_that_save_at_once_do_not_overwrite_each_other():
    case = AssessmentFactory(state="SELF")
    writer = sheets.Writer(case=case, side=Side.APPLICANT)

    raised = all_at_once(
        lambda number: sheets.save_draft(
            writer=writer,
            content={"overall": {"why": f"Vindu {number}"}},
            version=0,
            by=None,
            at=AT,
        )
    )

    assert [type(error) for error in raised] == [sheets.ChangedMeanwhile] * (PEOPLE - 1)
    assert Sheet.objects.get().version == 1


def test_sending_at_once_makes_one_version():
    case = AssessmentFactory(state="SELF")
    content = whole(case.version)
    writer = sheets.Writer(case=case, side=Side.APPLICANT)

    raised = all_at_once(
        lambda _number: sheets.send(writer=writer, content=content, version=0, by=None, at=AT)
    )

    assert [type(error) for error in raised] == [sheets.SheetIsSent] * (PEOPLE - 1)
    assert Sheet.objects.get().versions.count() == 1


def test_a_gathering_becomes_training_once():
    region = RegionFactory()
    gathering = GatheringFactory(series__network__region=region)

    raised = all_at_once(
        lambda _number: training.save_training(
            region=region, gathering=gathering, about="", trained={}
        )
    )

    assert [type(error) for error in raised] == [training.GatheringNotHere] * (PEOPLE - 1)
    assert Training.objects.count() == 1
