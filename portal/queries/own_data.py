"""Everything the site knows about one person, for the file that the person may take."""

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.queries import own_data as account_data
from assessments.queries.own_data import own_data as assessment_data
from common.models import Job, StoredFile
from gatherings.queries.own_data import own_data as gathering_data
from improvement.queries.own_data import own_data as work_data
from indicators.models import ImportBatch
from knowledge.queries.own_data import own_data as knowledge_data
from networks.queries.own_data import own_data as network_data
from procurement.queries.own_data import own_data as procurement_data


def own_data(person: User, *, at: datetime) -> dict[str, Any]:
    """All personal data of ``person`` from every app, ready for JSON."""
    jobs = Job.objects.filter(started_by=person).order_by("pk")
    files = StoredFile.objects.filter(uploaded_by=person).order_by("pk")
    imports = ImportBatch.objects.filter(imported_by=person).order_by("pk")
    return {
        "format": 1,
        "taken_at": at,
        **account_data(person),
        **network_data(person),
        **work_data(person),
        "gatherings": gathering_data(person),
        **procurement_data(person),
        "assessments": assessment_data(person),
        "knowledge": knowledge_data(person),
        "imports": list(imports.values("pk", "imported_at", "rows_added", "rows_changed")),
        "background_work": list(jobs.values("task", "state", "queued_at", "finished_at")),
        "uploaded_files": list(files.values("name", "size", "created_at")),
    }
