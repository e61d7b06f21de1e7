"""Files of produce sales that wait for a worker."""

from orders.importing.queueing import ImportQueue
from orders.produce.sales.importing.models import SaleImport
from orders.produce.sales.importing.running import TURN, import_sales

QUEUE = ImportQueue(SaleImport, run=import_sales, turn=TURN, key="sale-import")
