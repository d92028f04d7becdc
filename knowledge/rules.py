"""Who may do what with knowledge; found by rules' autodiscovery.

Reading is decided by ``visible_to`` of the models: what one may not read is not found.
"""

import rules
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from improvement.queries import acting
from improvement.rules import works_in
from knowledge.enums import ExampleState
from knowledge.models import Example, Question, Tool
from networks.rules import leads, leads_any

Person = User | AnonymousUser


@rules.predicate
def writes_example(person: Person, example: Example | None) -> bool:
    """Those who work in the municipality; the sender from outside until it is taken in."""
    if example is None or not isinstance(person, User):
        return False
    if acting.works_in(person, example.municipality):
        return True
    is_senders = example.is_from_outside and example.created_by_id == person.pk
    return is_senders and example.state == ExampleState.WAITING


@rules.predicate
def takes_in(person: Person, example: Example | None) -> bool:
    """Leaders of a network of the municipality, for what comes from outside."""
    if example is None or not isinstance(person, User):
        return False
    return Example.objects.waiting_for(person).filter(pk=example.pk).exists()


@rules.predicate
def keeps_tool(person: Person, tool: Tool | None) -> bool:
    """The leader of the owner; tools of the platform are kept by whoever runs it."""
    return tool is not None and tool.network is not None and bool(leads(person, tool.network))


@rules.predicate
def asked(person: Person, question: Question | None) -> bool:
    return question is not None and question.asked_by_id == person.pk


rules.add_perm("knowledge.write_examples", works_in)
rules.add_perm("knowledge.write_example", writes_example)
rules.add_perm("knowledge.take_in_example", takes_in)
# The queue of examples from outside, the glossary, new tools.
rules.add_perm("knowledge.keep", leads_any)
rules.add_perm("knowledge.keep_tool", keeps_tool)
rules.add_perm("knowledge.mark_answered", asked)
