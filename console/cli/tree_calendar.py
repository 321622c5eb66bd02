"""The commands about the calendar of working days."""

import click

from console.cli.clicking import Branch, Leaf
from console.cli.options import Both, Option, argument

SIGNED = (
    Option("--person", metavar="ID", vi="mã người ghi lịch", en="the id of whoever lays it down"),
    Option("--reason", metavar="TEXT", vi="lý do", en="the reason"),
    Option("--decree", metavar="TEXT", vi="văn bản làm căn cứ", en="the decision it rests on"),
    Option("--dry-run", is_flag=True, vi="chỉ xem hạn nào sẽ đổi, không ghi gì",
           en="only show which deadlines would move; write nothing"),
)  # fmt: skip

CALENDAR = Branch(
    Both("lịch ngày làm việc, ngày nghỉ và làm bù", "the calendar: days off, and worked instead"),
    {
        "show": Leaf(
            "calendar:show",
            Both("những ngày được quyết định nghỉ hoặc làm việc", "days off or worked by decision"),
            (
                Option("--year", type=click.IntRange(1901, 2100), vi="chỉ năm này",
                       en="only this year"),
                Option("--versions", is_flag=True, vi="kèm mọi phiên bản",
                       en="with every version"),
            ),
        ),
        "edit": Leaf(
            "calendar_edit:edit",
            Both("thêm, sửa hoặc bỏ từng ngày; tính lại mọi hạn",
                 "add, change or take off single days; every deadline is reckoned anew"),
            (
                Option("--off", multiple=True, metavar="DATE", vi="ngày nghỉ", en="a day off"),
                Option("--working", multiple=True, metavar="DATE", vi="ngày làm việc",
                       en="a working day"),
                Option("--remove", multiple=True, metavar="DATE", vi="bỏ ngày đã ghi",
                       en="take a day off the list"),
                Option("--scope", metavar="SCOPE", default="nation",
                       vi="nation, province:<mã> hoặc bloc:<mã> (mặc định nation)",
                       en="nation, province:<id> or bloc:<id> (nation by default)"),
                Option("--title", metavar="TEXT", vi="tên ngày", en="its name in Vietnamese"),
                Option("--title-en", metavar="TEXT", vi="tên ngày bằng tiếng Anh",
                       en="its name in English"),
                Option("--source", metavar="TEXT", vi="văn bản quyết định ngày này",
                       en="the decision on this day"),
                *SIGNED,
            ),
        ),
        "import": Leaf(
            "calendar_edit:import_file",
            Both("ghi các ngày trong một tệp lịch; tính lại mọi hạn",
                 "lay down the days of a calendar file; every deadline is reckoned anew"),
            (argument("file"), *SIGNED),
        ),
        "diff": Leaf(
            "calendar:diff",
            Both("những ngày khác nhau giữa hai phiên bản", "days in which two versions differ"),
            (
                argument("before", required=False, type=int, metavar="[FROM]"),
                argument("after", required=False, type=int, metavar="[TO]"),
            ),
        ),
    },
)  # fmt: skip
