"""import-linter cannot see foreign keys written as strings; this can."""

from django.apps import apps
from django.conf import settings

ORDER = settings.LOCAL_APPS  # bottom first
RELATIONS = [
    (model, field)
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in ORDER
    for field in [*model._meta.fields, *model._meta.many_to_many]
    if field.is_relation and field.related_model._meta.app_label in ORDER
]


def test_relations_point_downward():
    upward = [
        str(field)
        for model, field in RELATIONS
        # docs/decisions/0002: a person may be referred to from everywhere
        if field.related_model._meta.label != settings.AUTH_USER_MODEL
        and ORDER.index(field.related_model._meta.app_label)
        > ORDER.index(model._meta.app_label)
    ]

    assert upward == []


def test_every_app_of_ours_has_its_place():
    ours = {
        config.label
        for config in apps.get_app_configs()
        if config.path.startswith(str(settings.BASE_DIR)) and "site-packages" not in config.path
    }

    assert ours == set(ORDER)
