"""The part of the command line that is about notices."""

import click

from console.cli.clicking import Branch, Leaf
from console.cli.options import Both, Option, argument

NUMBER = argument("number", type=click.IntRange(1, 2**63 - 1), metavar="N")
BY_HAND = (
    NUMBER,
    Option("--person", metavar="ID", required=True, vi="mã người quyết định (bắt buộc)",
           en="the id of the person who decides (required)"),
    Option("--why", "reason", metavar="TEXT", required=True, vi="lý do (bắt buộc)",
           en="the reason (required)"),
)  # fmt: skip

NOTICES = Branch(
    Both("thông báo: đang ở đâu, gửi lại, bỏ", "notices: where they stand, send again, give up"),
    {
        "list": Leaf(
            "notices:list_notices",
            Both("liệt kê thông báo, mới nhất trước", "list notices, the newest first"),
            (
                Option("--year", metavar="YEAR", vi="chỉ hồ sơ năm này", en="only this bloc year"),
                Option("--person", metavar="ID", vi="chỉ gửi người này", en="only to this person"),
                Option("--state", "status", metavar="STATE", vi="chỉ trạng thái này: sent, dead…",
                       en="only in this state: sent, dead…"),
                Option("--limit", type=click.IntRange(1, 100_000), default=200,
                       vi="nhiều nhất bao nhiêu dòng (mặc định 200)",
                       en="how many at most (200 by default)"),
            ),
        ),
        "show": Leaf(
            "notices:show",
            Both("nội dung và trạng thái một thông báo", "the words and the state of one notice"),
            (NUMBER,),
        ),
        "retry": Leaf(
            "notices:retry", Both("gửi lại một thông báo", "have a notice sent again"), BY_HAND
        ),
        "drop": Leaf("notices:drop", Both("bỏ một thông báo", "give a notice up"), BY_HAND),
    },
)  # fmt: skip
