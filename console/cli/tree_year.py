"""The commands about one bloc year: open, look, ask why, act."""

from console.cli.clicking import Branch, Leaf
from console.cli.options import Both, Option, argument

YEAR = Branch(
    Both("hồ sơ năm của khối", "the bloc-year file"),
    {
        "open": Leaf(
            "year_open:open_year",
            Both("mở năm đầu tiên của các tệp hồ sơ, tất cả hoặc không năm nào",
                 "open the first year of case files, all or none"),
            (argument("files", nargs=-1, required=True, metavar="FILE…"),),
        ),
        "list": Leaf("year_list:list_years", Both("liệt kê hồ sơ năm", "list the bloc years")),
        "show": Leaf(
            "year_show:show",
            Both("các bước, đơn vị, kết quả của một năm", "stages, units and results of a year"),
            (argument("year"),),
        ),
        "why": Leaf(
            "year_why:why",
            Both("vì sao năm chưa chuyển bước: thiếu gì, đến lượt ai, hạn khi nào",
                 "why a year stays where it is: what is missing, whose move it is, by when"),
            (argument("year"),),
        ),
        "document": Leaf(
            "document:show",
            Both("in một văn bản đã điền từ hồ sơ năm; không nêu loại thì liệt kê các loại",
                 "print a document filled from the year; without its kind, list the kinds"),
            (
                argument("year"),
                argument("document", required=False, metavar="[DOC]"),
                Option("--number", metavar="NO", vi="văn bản số này, khi có nhiều",
                       en="the one of that number, where there are several"),
            ),
        ),
        "do": Leaf(
            "year_do:do",
            Both("làm một việc", "do one act"),
            (
                argument("year"),
                argument("act"),
                Option("--person", metavar="ID", required=True,
                       vi="mã người làm việc này (bắt buộc)",
                       en="the id of the person who acts (required)"),
                Option("--seat", metavar="SEAT", vi="vị trí, khi người này giữ nhiều vị trí",
                       en="the seat, where the person holds several"),
                Option("--given", metavar="JSON|@FILE", vi="nội dung của việc",
                       en="what the act is given"),
                Option("--at", metavar="DATE",
                       vi="ngày có hiệu lực: 27/03/2018 hoặc 2018-03-27 14:00",
                       en="when it took effect: 2018-03-27 or 2018-03-27 14:00"),
                Option("--id", "command_id", metavar="ID",
                       vi="mã yêu cầu; gửi lại không ghi hai lần",
                       en="the command's id; sent again, it is done once"),
                Option("--expect", multiple=True, metavar="STREAM=N",
                       vi="phiên bản đã xem; khác thì không ghi",
                       en="the version that was seen; nothing is done on another"),
                Option("--dry-run", is_flag=True,
                       vi="chỉ xem sẽ ghi nhận gì và kéo theo gì, không ghi",
                       en="only show what would be recorded and what follows; write nothing"),
            ),
        ),
    },
)  # fmt: skip
