"""``manage.py load_demo``: the demonstration data."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.demo.loading import load_demo


class Command(BaseCommand):
    """Three networks on real figures, and illustrative ones where a goal would be empty."""

    help = "Load the demonstration data; again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it and say what was done."""
        if not load_demo(at=timezone.now(), say=self.stdout.write):
            self.stdout.write(_("Everything is there already: nothing has changed."))
