"""Every task has its queue, every queue a worker, and the night shares its worker with nothing slow."""

from pathlib import Path

from config.celery import app
from config.queues import QUEUES, ROUTES
from config.serve import WORKERS, commands


def tasks():
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_every_task_has_one_queue_and_no_queue_names_a_task_that_is_gone():
    named = [task for queue in QUEUES.values() for task in queue]
    assert sorted(named) == sorted(tasks())


def test_what_is_sent_goes_there():
    queues = {task: app.amqp.router.route({}, task)["queue"].name for task in ROUTES}
    assert queues == {task: route["queue"] for task, route in ROUTES.items()}
    assert app.amqp.router.route({}, "nobody.knows_it")["queue"].name == "house"


def test_what_beat_rings_for_is_a_task():
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(ROUTES)


def test_each_queue_has_one_worker_on_one_machine():
    served = [queue for _size, queues in WORKERS.values() for queue in queues]
    assert sorted(served) == sorted(QUEUES)


def test_the_night_has_a_worker_of_its_own():
    [queues] = [queues for _size, queues in WORKERS.values() if "festival" in queues]
    assert queues == ("festival",)


def test_the_supervisor_starts_them():
    children = commands("127.0.0.1", 8000, Path("/tmp"))
    for name, (_size, queues) in WORKERS.items():
        argv = children[name]
        assert argv[argv.index("--queues") + 1] == ",".join(queues)
