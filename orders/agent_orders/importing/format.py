"""The words of the file: column names and categories, in both languages; docs/import-format.md lists them.

They are a contract with whoever writes such files and do not change with a translation.
"""

from __future__ import annotations

from orders.importing.columns import Columns, plain
from partners.journal.kinds import Category

# In the order in which the documentation shows them.
COLUMNS = {
    "platform": "平台",
    "order_no": "订单号",
    "line_no": "行号",
    "station": "服务站编码",
    "villager": "村民姓名",
    "phone": "手机号",
    "title": "商品",
    "category": "类目",
    "quantity": "数量",
    "unit_price": "单价",
    "amount": "金额",
    "placed_at": "下单时间",
    "paid_at": "支付时间",
    "handed_over_at": "核销时间",
    "refunded": "退款金额",
    "refunded_at": "退款时间",
}

CATEGORIES = {
    Category.LARGE_APPLIANCES: ("large appliances and TV", "大家电"),
    Category.SMALL_APPLIANCES: ("small appliances", "小家电"),
    Category.PHONES: ("phones and digital", "手机数码"),
    Category.CLOTHING: ("clothing", "服装"),
    Category.SHOES_BAGS: ("shoes and bags", "鞋包"),
    Category.DAILY_GOODS: ("daily goods and bedding", "日用家纺"),
    Category.FOOD: ("food", "食品"),
    Category.MOTHER_BABY: ("mother and baby", "母婴"),
    Category.FURNITURE: ("furniture", "家具"),
    Category.FARM_INPUTS: ("farm inputs", "农资"),
    Category.TOOLS: ("tools and e-bikes", "工具电动车"),
}


FORMAT = Columns(COLUMNS)
CATEGORY_BY_NAME = {
    plain(name): category.value
    for category, labels in CATEGORIES.items()
    for name in (category.value, *labels)
}
