"""Which task goes through which queue: by purpose, so that no slow kind of work stands before a quick one.

A worker names the queues it serves (`config/serve.py`, docs/operations.md). A task that is not in
the table fails a test; at run time it would go to `house`.
"""

import socket

QUEUES: dict[str, tuple[str, ...]] = {
    # The night: what head office watches. Short, and rung every second.
    "festival": ("orders.roll_up_turnover", "orders.watch_festivals"),
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
    # The rest: files that somebody uploaded, presales that ended, scores, what is forgotten in time.
    "house": (
        "orders.run_imports",
        "orders.settle_presales",
        "orders.score_levels",
        "orders.forget_personal_data",
        "stations.forget_old_requests",
    ),
}

ROUTES = {task: {"queue": queue} for queue, tasks in QUEUES.items() for task in tasks}

# Every socket gives up after two seconds; but a worker that listens hears nothing from a dead line
# either, so the system probes it: half a minute, then the worker connects anew.
_PROBES = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 15_000}
TRANSPORT = {
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "socket_keepalive_options": {
        getattr(socket, name): value for name, value in _PROBES.items() if hasattr(socket, name)
    },
    # kombu's sweep for lost messages runs about every 100 s by default.
    "visibility_timeout": 20 * 60,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 5,
}
