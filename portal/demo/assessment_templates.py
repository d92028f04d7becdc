"""Programmes, rules and templates of the demonstration, by the actions of officers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from assessments.actions import programmes, questions, reviews, rulesets, templates, versions
from assessments.actions.programmes import ProgrammeDetails
from assessments.actions.questions import QuestionDetails
from assessments.actions.versions import VersionParts
from assessments.enums import Level, VersionState
from assessments.models import (
    FundingProgramme,
    RuleSet,
    Template,
    TemplateQuestion,
    TemplateVersion,
)
from networks.models import Region
from portal.demo.people import person

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Built:
    """A template that has been built, and what the examples say of it."""

    template: Template
    row: Row


def make_programme(row: Row, *, region: Region, by: User, at: datetime) -> FundingProgramme:
    """Make a programme with its first rules."""
    when = at + timedelta(days=row["day"])
    programme = programmes.create_programme(
        region=region,
        details=ProgrammeDetails(
            name=row["name"],
            state=row["state"],
            languages=tuple(row["languages"]),
            group_minimum=row.get("group_minimum", 5),
            is_blind=row.get("is_blind", False),
        ),
        by=by,
        at=when,
    )
    if "pass_counts" in row:
        first = _set(programme.rule_sets.get(), row)
        if "step" in row:
            rulesets.save_step(rules=first, name=row["step"], count=2, level=Level.ACTIVELY)
    return programme


def _rules(
    programme: FundingProgramme, row: Row, *, number: int, by: User, at: datetime
) -> RuleSet:
    """Give the rules of a number, made when they are first asked for."""
    rules = programme.rule_sets.filter(number=number).first()
    if rules is not None:
        return rules
    made = rulesets.next_rules(programme=programme, by=by, at=at)
    return _set(made, row)


def _set(rules: RuleSet, row: Row) -> RuleSet:
    return rulesets.change_rules(
        rules=rules,
        one_met=row["one_met"],
        pass_count=row["pass_counts"][rules.number - 1],
        pass_level=Level.PARTLY,
        basic_name=rules.steps.get(position=0).name,
    )


def build(
    row: Row, *, programme: FundingProgramme, rules: Row, by: User, at: datetime
) -> Built:
    """Build the first version of a template and take it as far as it has come."""
    when = at + timedelta(days=row["days"][0])
    if "copies" in row:
        template = templates.copy_template(
            template=Template.objects.get(slug=row["copies"]),
            programme=programme,
            name=row["name"],
            by=by,
            at=when,
        )
        built = Built(template, row)
        _finish(template.versions.get(), row, by=by, at=when)
        return built
    template = templates.create_template(
        programme=programme, kind=row["kind"], name=row["name"], by=by, at=when
    )
    built = Built(template, row)
    version = template.versions.get()
    # A template with as many versions as there are rules begins with the first rules.
    number = len(rules["pass_counts"]) - len(row["days"]) + 1
    newest = _rules(programme, rules, number=number, by=by, at=when)
    _choose(version, newest)
    _ask(version, built, number=1, at=at)
    _finish(version, row, by=by, at=when)
    if "shared_with" in row:
        other = Region.objects.get(slug=row["shared_with"])
        templates.share_template(template=template, region=other, by=by, at=when)
    return built


def build_next(built: Built, *, rules: Row, by: User, at: datetime) -> None:
    """Make the second version, on the second rules, with what it asks for more."""
    when = at + timedelta(days=built.row["days"][1])
    version = templates.next_version(template=built.template, by=by, at=when)
    newest = _rules(built.template.programme, rules, number=2, by=by, at=when)
    _choose(version, newest)
    _ask(version, built, number=2, at=at)
    _finish(version, built.row, by=by, at=when)


def _choose(version: TemplateVersion, rules: RuleSet) -> None:
    versions.choose_parts(
        version=version,
        parts=VersionParts(
            with_goals=True,
            with_dimensions=True,
            with_perspectives=True,
            with_criteria=True,
            rule_set=rules,
        ),
    )


def _ask(version: TemplateVersion, built: Built, *, number: int, at: datetime) -> None:
    """Write the sections and questions that came with a version."""
    if "reviewer" in built.row:
        reviews.name_reviewer(
            version=version,
            organisation=built.row["organisation"],
            email=person(built.row["reviewer"]).email,
            at=at + timedelta(days=built.row["days"][0]),
        )
    for place, row in enumerate(built.row["section"]):
        if row["since"] == number:
            questions.add_section(
                version=version, title=row["title"], guidance=row.get("guidance", {})
            )
        section = version.sections.order_by("position")[place]
        for asked in row["question"]:
            if asked.get("since", 1) != number:
                continue
            question = questions.add_question(
                section=section,
                details=QuestionDetails(
                    kind=asked["kind"],
                    text=asked["text"],
                    guidance=asked.get("guidance", {}),
                    is_required=asked.get("required", False),
                    unit=asked.get("unit", ""),
                    choices=asked.get("choices", ()),
                ),
            )
            for said in asked.get("comments", ()):
                reviews.comment(
                    version=version,
                    question=question,
                    text=said["text"],
                    by=person(said["by"]),
                    is_reviewer=said["by"] == built.row["reviewer"],
                    at=at + timedelta(days=said["day"]),
                )


def _finish(version: TemplateVersion, row: Row, *, by: User, at: datetime) -> None:
    """Test a version and put it in use, as far as it has come."""
    state = row.get("state", VersionState.IN_USE)
    steps = (VersionState.TEST, VersionState.IN_USE)
    for days, step in enumerate(steps[: {"DRAFT": 0, "TEST": 1}.get(state, 2)], start=1):
        versions.move_version(
            version=version, state=step, note="", by=by, at=at + timedelta(days=days)
        )


def answers_of(version: TemplateVersion, known: Row) -> dict[str, str]:
    """Give the key of each question of a version → what of a case answers it."""
    rows = TemplateQuestion.objects.filter(section__version=version)
    return {
        str(row.pk): next(known[text] for text in row.text.values() if text in known)
        for row in rows
    }


def asked_in(contents: list[Row]) -> Row:
    """Give each question's text, in any language → what of a case answers it."""
    return {
        text: question["answer"]
        for content in contents
        for template in content["template"]
        for section in template.get("section", ())
        for question in section["question"]
        for text in question["text"].values()
    }
