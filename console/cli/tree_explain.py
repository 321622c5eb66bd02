"""The commands that tell why a result is what it is."""

from console.cli.clicking import Branch, Leaf
from console.cli.options import Both, Option, argument

OF_A_UNIT = (
    argument("unit"),
    Option("--year", metavar="YEAR", required=True, vi="mã hồ sơ năm (bắt buộc)",
           en="the id of the bloc year (required)"),
    Option("--person", metavar="ID", vi="chỉ những gì người này được xem",
           en="only what this person may see"),
)  # fmt: skip

EXPLAIN = Branch(
    Both("vì sao có kết quả này: từng số đã nhập, quy tắc, căn cứ",
         "why a result is what it is: every entry, rule and article"),
    {
        "class": Leaf(
            "explain:explain_class",
            Both("vì sao đơn vị được điểm và loại này", "why a unit has its points and class"),
            OF_A_UNIT,
        ),
        "rank": Leaf(
            "explain:explain_rank",
            Both("vì sao đơn vị đứng ở hạng này", "why a unit has its rank"),
            OF_A_UNIT,
        ),
        "award": Leaf(
            "explain_award:explain_award",
            Both("vì sao được khen, bị loại hay không được đề nghị",
                 "why an award was decided, cut, held or not proposed"),
            (argument("unit_or_award"), OF_A_UNIT[1]),
        ),
        "vote": Leaf(
            "explain_vote:explain_vote",
            Both("vì sao cuộc bỏ phiếu có kết quả này", "why a ballot came out as it did"),
            (argument("ballot"), OF_A_UNIT[1]),
        ),
    },
)  # fmt: skip
