"""Files of agent orders that wait for a worker."""

from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.importing.running import TURN, import_orders
from orders.importing.queueing import ImportQueue

QUEUE = ImportQueue(OrderImport, run=import_orders, turn=TURN, key="order-import")
submit_import, import_now, run_next_import, progress_of = (
    QUEUE.submit,
    QUEUE.import_now,
    QUEUE.run_next,
    QUEUE.progress_of,
)
