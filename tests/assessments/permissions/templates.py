"""Who may open which page of templates: the officers of the region; nobody else knows."""

from assessments.actions.templates import share_template
from assessments.models import TemplateComment
from tests.assessments.factories import (
    AT,
    FundingProgrammeFactory,
    TemplateFactory,
    TemplateQuestionFactory,
    TemplateVersionFactory,
)
from tests.assessments.permissions.programmes import BUILD, programme
from tests.factories import RegionFactory
from tests.permission_rows import FORM, MISSING, MOVED, OK, SIGNED_IN, row

OWN = row(MISSING, signed_out=MOVED, superuser=OK)
OWN_FORM = {**OWN, "superuser": FORM}
_TEMPLATE = ("template", "template-rename", "template-copy", "template-share")
_VERSION = (
    "version",
    "version-parts",
    "version-take-back",
    "version-delete",
    "version-preview",
    "section-create",
    "version-comments",
    "version-reviewer",
    "reviewer-link",
    "reviewer-link-end",
)
_SECTION = ("section-change", "section-remove", "section-move", "question-create")
_QUESTION = ("question-change", "question-remove", "question-move")
TABLE = {
    "assessments:template-list": SIGNED_IN,
    "assessments:template-create": BUILD,
    "assessments:review-link": row(MISSING),  # with a secret that does not exist
    "assessments:template-share-end": OWN,
    "assessments:version-step": OWN,
    **{f"assessments:{page}": OWN for page in (*_TEMPLATE, *_VERSION, *_SECTION, *_QUESTION)},
    "assessments:version-next": OWN_FORM,
    "assessments:section-move": OWN_FORM,
    "assessments:question-move": OWN_FORM,
    "assessments:comment-settle": OWN_FORM,
}


def draft(world):
    """A version that is being made, with a question."""
    template = TemplateFactory(programme=FundingProgrammeFactory(region=world["region"]))
    question = TemplateQuestionFactory(
        section__version=TemplateVersionFactory(template=template, number=1)
    )
    return {"slug": template.slug, "number": 1}, question


def template(world):
    return {"slug": draft(world)[0]["slug"]}


def version(world):
    return draft(world)[0]


def section(world):
    place, question = draft(world)
    return {**place, "section": question.section_id}


def one_question(world):
    place, question = draft(world)
    return {**place, "question": question.pk}


def comment(world):
    place, question = draft(world)
    made = TemplateComment.objects.create(
        version=question.section.version, text="Uklart", at=AT
    )
    return {**place, "pk": made.pk}


def share(world):
    place, question = draft(world)
    made = share_template(
        template=question.section.version.template, region=RegionFactory(), by=None, at=AT
    )
    return {"slug": place["slug"], "pk": made.pk}


ARGUMENTS = {
    "assessments:template-create": programme,
    "assessments:review-link": lambda _world: {"token": "no-such-secret"},
    "assessments:template-share-end": share,
    "assessments:version-next": template,
    "assessments:version-step": lambda world: {**version(world), "step": "test"},
    "assessments:comment-settle": comment,
    **{f"assessments:{page}": template for page in _TEMPLATE},
    **{f"assessments:{page}": version for page in _VERSION},
    **{f"assessments:{page}": section for page in _SECTION},
    **{f"assessments:{page}": one_question for page in _QUESTION},
}
