"""Indexes of the search over examples, tools, words, questions (PostgreSQL alone)."""

from django.db import migrations

from common.search.operations import AddSearchIndex


class Migration(migrations.Migration):

    dependencies = [("knowledge", "0003_terms")]

    operations = [
        AddSearchIndex(
            "example",
            "knowledge_example_search",
            ("title", "summary", "text", "effect", "advice"),
        ),
        AddSearchIndex("question", "knowledge_question_search", ("title", "text")),
        AddSearchIndex("answer", "knowledge_answer_search", ("text",)),
        AddSearchIndex("tool", "knowledge_tool_search", ("title", "summary", "topic")),
        AddSearchIndex(
            "term",
            "knowledge_term_search",
            (
                *("name_nb", "name_nn", "name_sv", "name_en"),
                *("text_nb", "text_nn", "text_sv", "text_en"),
            ),
        ),
    ]
