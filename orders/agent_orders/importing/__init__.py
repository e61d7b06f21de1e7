"""Agent orders come in from a platform's file. Entered through `running.import_orders`."""
