"""What knowledge knows about a person, for the file that the person may take."""

from typing import Any

from accounts.models import User
from knowledge.models import (
    Answer,
    ConsentEntry,
    DidToo,
    Example,
    ProfileRow,
    Question,
    QuestionFollow,
    ToolVersion,
    TraitProposal,
)


def own_data(person: User) -> dict[str, Any]:
    """What one has told, asked, answered, proposed and put up, ready for JSON."""
    examples = Example.objects.filter(created_by=person).order_by("pk")
    too = DidToo.objects.filter(by=person).order_by("pk")
    questions = Question.objects.filter(asked_by=person).order_by("pk")
    answers = Answer.objects.filter(by=person).order_by("pk")
    follows = QuestionFollow.objects.filter(person=person).order_by("pk")
    proposals = TraitProposal.objects.filter(by=person).order_by("pk")
    consents = ConsentEntry.objects.filter(by=person).order_by("pk")
    profiles = ProfileRow.objects.filter(by=person).order_by("pk")
    versions = ToolVersion.objects.filter(by=person).order_by("pk")
    return {
        "examples": list(
            examples.values(
                "title",
                "text",
                "state",
                "sender",
                "contact_role",
                "contact_email",
                "created_at",
            )
        ),
        "did_too": list(too.values("example__title", "municipality__name", "text", "at")),
        "questions": list(questions.values("network__name", "title", "text", "asked_at")),
        "answers": list(answers.values("question__title", "text", "at")),
        "followed_questions": list(follows.values("question__title")),
        "proposed_characteristics": list(proposals.values("title", "reason", "at")),
        "answers_to_characteristics": list(
            consents.values("edition__title", "municipality__name", "answer", "reason", "at")
        ),
        "profiles": list(
            profiles.values("municipality__name", "trait__title", "judgement", "text", "at")
        ),
        "tools": list(versions.values("tool__title", "number", "note", "at")),
    }
