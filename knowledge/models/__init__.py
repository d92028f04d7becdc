"""Examples, tools, words, questions, characteristics."""

from knowledge.models.characteristics import (
    ConsentAnswer,
    ConsentEntry,
    Edition,
    EditionEvent,
    ProfileRow,
    Publication,
    Trait,
    TraitProposal,
)
from knowledge.models.examples import DidToo, Example, ExampleEvent
from knowledge.models.questions import Answer, Question, QuestionFollow
from knowledge.models.terms import Term
from knowledge.models.tools import Tool, ToolVersion

__all__ = [
    "Answer",
    "ConsentAnswer",
    "ConsentEntry",
    "DidToo",
    "Edition",
    "EditionEvent",
    "Example",
    "ExampleEvent",
    "ProfileRow",
    "Publication",
    "Question",
    "QuestionFollow",
    "Term",
    "Tool",
    "ToolVersion",
    "Trait",
    "TraitProposal",
]
