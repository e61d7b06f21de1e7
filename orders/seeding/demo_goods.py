"""What villagers buy, with the usual price in yuan, and how much of the value each category has.

Shares of value: domain, section 4; clothing with shoes and bags, farm inputs with tools are
one figure there and are split here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from partners.journal.kinds import Category

VALUE_SHARES = {
    Category.LARGE_APPLIANCES: 0.30,
    Category.CLOTHING: 0.14,
    Category.DAILY_GOODS: 0.12,
    Category.SMALL_APPLIANCES: 0.10,
    Category.PHONES: 0.10,
    Category.FOOD: 0.08,
    Category.SHOES_BAGS: 0.06,
    Category.MOTHER_BABY: 0.05,
    Category.FURNITURE: 0.03,
    Category.FARM_INPUTS: 0.012,
    Category.TOOLS: 0.008,
}

GOODS: dict[Category, dict[str, int]] = {
    Category.LARGE_APPLIANCES: {
        "32英寸高清液晶电视": 999,
        "43英寸智能网络电视": 1699,
        "55英寸4K智能电视": 2899,
        "双门冰箱 180升": 1099,
        "三门冰箱 215升": 1599,
        "全自动波轮洗衣机 7公斤": 899,
        "双缸半自动洗衣机 8公斤": 599,
        "壁挂式空调 大1匹": 1999,
        "立式空调 2匹": 3999,
        "燃气热水器 10升": 999,
        "储水式电热水器 60升": 799,
        "冷柜 200升": 1199,
    },
    Category.SMALL_APPLIANCES: {
        "电饭煲 4升": 159,
        "电压力锅 5升": 229,
        "电磁炉 送汤锅炒锅": 169,
        "电热水壶 1.7升": 59,
        "豆浆机": 249,
        "吹风机": 45,
        "落地电风扇": 119,
        "小太阳取暖器": 99,
        "电热毯 双人": 89,
        "微波炉 20升": 299,
    },
    Category.PHONES: {
        "老人手机 大字大声": 129,
        "4G智能手机 5英寸 移动版": 699,
        "4G智能手机 5.5英寸 双卡": 999,
        "国产旗舰手机 3G+32G": 1999,
        "平板电脑 8英寸": 599,
        "移动电源 10000毫安": 69,
        "蓝牙耳机": 49,
        "无线路由器": 79,
        "收音机 插卡音箱": 65,
    },
    Category.CLOTHING: {
        "轻薄羽绒服 男": 199,
        "中长款羽绒服 女": 299,
        "加绒保暖内衣套装": 69,
        "加绒加厚牛仔裤": 79,
        "中老年妈妈装外套": 119,
        "儿童棉衣": 99,
        "羊毛衫 男": 129,
        "秋衣秋裤 纯棉": 49,
        "冲锋衣 两件套": 169,
        "袜子 10双装": 25,
    },
    Category.SHOES_BAGS: {
        "老北京布鞋": 39,
        "加绒棉鞋 防滑": 59,
        "运动鞋 男": 119,
        "真皮皮鞋": 159,
        "雪地靴 女": 89,
        "雨靴 高筒": 45,
        "学生书包": 79,
        "拉杆箱 24寸": 149,
    },
    Category.DAILY_GOODS: {
        "洗衣液 3公斤×2": 49,
        "抽纸 30包": 39,
        "全棉四件套": 159,
        "棉被 8斤": 139,
        "洗发水 750毫升": 45,
        "牙膏牙刷家庭装": 35,
        "不锈钢炒锅": 89,
        "保温杯": 49,
        "收纳箱 3个装": 69,
        "毛巾 6条": 29,
        "晾衣架 落地": 65,
        "蚊帐": 79,
    },
    Category.FOOD: {
        "东北大米 10公斤": 69,
        "花生油 5升": 99,
        "牛奶 250毫升×24": 59,
        "红枣 2.5公斤": 79,
        "坚果礼盒": 89,
        "方便面 24袋": 45,
        "白酒 6瓶装": 199,
        "饼干零食大礼包": 39,
        "茶叶 500克": 68,
        "苹果 5公斤": 49,
    },
    Category.MOTHER_BABY: {
        "婴儿纸尿裤 L码 60片": 89,
        "婴幼儿奶粉 3段 900克": 168,
        "婴儿推车": 239,
        "儿童玩具车": 79,
        "积木 1000粒": 59,
        "婴儿湿巾 80抽×5": 35,
        "孕妇装": 79,
        "儿童自行车 16寸": 259,
    },
    Category.FURNITURE: {
        "布衣柜 加固": 99,
        "实木床 1.8米": 899,
        "床垫 椰棕": 499,
        "餐桌椅 一桌四椅": 699,
        "电视柜": 359,
        "沙发 三人位": 1099,
        "鞋柜": 159,
        "折叠桌": 89,
    },
    Category.FARM_INPUTS: {
        "蔬菜种子 20包": 29,
        "复合肥 25公斤": 95,
        "电动喷雾器 16升": 139,
        "大棚膜": 189,
        "果树修枝剪": 39,
        "遮阳网": 69,
    },
    Category.TOOLS: {
        "电动车 48V": 1899,
        "手电钻套装": 129,
        "割草机": 399,
        "家用梯子": 159,
        "工具箱 46件": 89,
        "水泵 家用": 219,
    },
}


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of a shopping list, in yuan."""

    title: str
    category: Category
    quantity: int
    unit_price: Decimal
    amount: Decimal


# Dear goods make up much of the value and few of the orders.
_FREQUENCIES = {
    category: VALUE_SHARES[category] * len(goods) / sum(goods.values()) for category, goods in GOODS.items()
}
_SEVERAL = {Category.FOOD, Category.DAILY_GOODS, Category.MOTHER_BABY, Category.FARM_INPUTS}
_CATEGORIES, _WEIGHTS = tuple(_FREQUENCIES), tuple(_FREQUENCIES.values())


def basket(chance: Random) -> list[Bought]:
    """One order: one line, now and then two or three."""
    lines = chance.choices((1, 2, 3), (92, 7, 1))[0]
    return [_bought(chance, category) for category in chance.choices(_CATEGORIES, _WEIGHTS, k=lines)]


def _bought(chance: Random, category: Category) -> Bought:
    title, usual = chance.choice(list(GOODS[category].items()))
    price = Decimal(max(round(usual * chance.lognormvariate(-0.15, 0.22)), 5))
    if chance.random() < 0.4:
        price -= Decimal("0.10")
    quantity = chance.choices((1, 2, 3), (82, 14, 4))[0] if category in _SEVERAL else 1
    amount = price * quantity
    if chance.random() < 0.18:  # a coupon
        amount -= min(Decimal(chance.choice((3, 5, 10, 20, 50))), amount / 10).quantize(Decimal(1))
    return Bought(title, category, quantity, price, amount)
