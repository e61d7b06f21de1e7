"""Which task goes through which queue: by purpose, so that no slow kind of work stands before a quick one.

A worker names the queues it serves (`config/serve.py`, docs/operations.md). A task that is not in
the table fails a test; at run time it would go to `house`.
"""

QUEUES: dict[str, tuple[str, ...]] = {
    # The night: what head office watches. Short, and rung every two seconds.
    "festival": ("orders.roll_up_turnover",),
    # Earnings, subsidies, months and payouts: short all month, long when it is closed.
    "income": (
        "partners.price_activity",
        "partners.give_subsidies",
        "partners.close_due_month",
        "partners.close_month",
        "partners.close_range",
        "partners.build_due_batch",
        "partners.run_trials",
    ),
    # Calls out of the house, which may wait for somebody else's server.
    "gateway": (
        "orders.drive_gateways",
        "orders.drive_gateway",
        "orders.reconcile_due_days",
        "orders.reconcile_gateway",
    ),
    "notices": ("stations.deliver_notices", "orders.remind_waiting", "stations.forget_notices"),
    # The rest: files that somebody uploaded, scores, what is forgotten in time.
    "house": (
        "orders.run_imports",
        "orders.score_levels",
        "orders.forget_personal_data",
        "stations.forget_old_requests",
    ),
}

ROUTES = {task: {"queue": queue} for queue, tasks in QUEUES.items() for task in tasks}
