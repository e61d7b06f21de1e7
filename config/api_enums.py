"""What the API's schema calls its choices, where two of them would be called the same."""

ENUM_NAMES = {
    "AnyCategory": "partners.journal.kinds.ANY_CATEGORY",
    "Category": "partners.journal.kinds.Category",
    "ContractStatus": "partners.contracts.lifecycle.ContractStatus",
    "EntryKind": "partners.contracts.lifecycle.EntryKind",
    "Handling": "orders.produce.lifecycle.Handling",
    "LotStatus": "orders.produce.lifecycle.LotStatus",
    "OrderStatus": "orders.agent_orders.lifecycle.OrderStatus",
    "PayHow": "orders.agent_orders.models.AgentOrder.PayHow",
    "PayWhen": "orders.agent_orders.models.AgentOrder.PayWhen",
    "ProduceCategory": "partners.journal.kinds.ProduceCategory",
    "Role": "partners.accounts.models.Role",
    "ListingStatus": "orders.produce.sales.lifecycle.ListingStatus",
    "PaidHow": "orders.produce.sales.settlement.FarmerSettlement.PaidHow",
    "SaleStatus": "orders.produce.sales.lifecycle.SaleStatus",
    "ServiceKind": "orders.counter.kinds.ServiceKind",
    "TransferKind": "partners.ledger.kinds.TransferKind",
    "CaseOutcome": "orders.logistics.models.ParcelCase.Outcome",
    "ManifestStatus": "orders.logistics.lifecycle.ManifestStatus",
    "ParcelStatus": "orders.logistics.lifecycle.ParcelStatus",
    "ScanOutcome": "orders.logistics.scanning.ScanOutcome",
}
