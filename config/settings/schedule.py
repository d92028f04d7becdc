"""What beat starts by itself, and when; the hours are those of CELERY_TIMEZONE."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "heartbeat": {
        "task": "common.heartbeat",
        "schedule": 30.0,
        "options": {"expires": 300},  # signs that waited longer say nothing
    },
    "requeue-stale-jobs": {"task": "common.requeue_stale_jobs", "schedule": 60.0},
    "send-outbox": {"task": "common.send_outbox", "schedule": 30.0},
    "forget-old": {"task": "accounts.forget_old", "schedule": crontab(hour="3", minute="40")},
    "recompute-all": {
        "task": "indicators.recompute_all",
        "schedule": crontab(hour="2", minute="30"),
    },
    # Before the working day; the digest goes out with it on Mondays.
    "remind": {"task": "improvement.remind_all", "schedule": crontab(hour="6", minute="30")},
    "lapse-offers": {
        "task": "gatherings.lapse_offers",
        "schedule": 300.0,
        "options": {"expires": 300},  # the next one does the same
    },
    "count-polls": {
        "task": "gatherings.count_polls",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "remind-of-gatherings": {
        "task": "gatherings.remind",
        "schedule": crontab(minute="5"),
        "options": {"expires": 3600},  # the next one does the same
    },
    "forget-gatherings": {
        "task": "gatherings.forget_old",
        "schedule": crontab(hour="3", minute="20"),
    },
    "tell-news-of-needs": {
        "task": "procurement.tell_news",
        "schedule": crontab(hour="6", minute="45"),
    },
    "remind-of-needs": {"task": "procurement.remind", "schedule": crontab(minute="15")},
    "forget-needs": {"task": "procurement.forget_old", "schedule": crontab("30", "3")},
    "forget-old-notices": {
        "task": "improvement.forget_old",
        "schedule": crontab(hour="3", minute="50"),
    },
    "remind-of-cases": {"task": "assessments.remind", "schedule": crontab("50", "6")},
}
