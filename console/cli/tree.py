"""The whole command line at one glance: every command, what it does, what it takes."""

import click

from console.cli.clicking import Branch, Leaf
from console.cli.options import Both, Option, argument

PERSON = Option(
    "--person", metavar="ID", vi="chỉ việc của người này", en="only what waits for this person"
)

DEFINITIONS = Branch(
    Both("xem và kiểm tra định nghĩa", "look at definitions and check them"),
    {
        "list": Leaf("definitions:list_all", Both("liệt kê định nghĩa", "list the definitions")),
        "show": Leaf(
            "definitions:show",
            Both("in một định nghĩa đã ghép đủ các lớp", "print a definition with all its layers"),
            (argument("name", metavar="ID"),),
        ),
        "lint": Leaf(
            "linting:lint",
            Both("tìm lỗi trong định nghĩa", "find what is wrong in definitions"),
            (argument("targets", nargs=-1, metavar="[ID|FILE]…"),),
        ),
        "diagram": Leaf(
            "definitions:diagram",
            Both("vẽ các bước trong năm", "draw the stages of the year"),
            (
                argument("name", metavar="ID"),
                Option("--svg", "form", flag_value="svg", vi="hình SVG", en="as SVG"),
                Option("--mermaid", "form", flag_value="mermaid", vi="văn bản Mermaid (mặc định)",
                       en="as Mermaid text (the default)"),
                Option("--state", metavar="ID", vi="bước năm đang ở", en="the stage to mark"),
            ),
        ),
    },
)  # fmt: skip

YEAR = Branch(
    Both("hồ sơ năm của khối", "the bloc-year file"),
    {
        "open": Leaf(
            "year_open:open_year",
            Both("mở năm đầu tiên của một tệp hồ sơ", "open the first year of a case file"),
            (argument("file"),),
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
            ),
        ),
    },
)  # fmt: skip

HISTORY = Branch(
    Both("lịch sử và bằng chứng", "the history and its proof"),
    {
        "show": Leaf(
            "history:show",
            Both("đọc lịch sử của một năm", "read the history of a year"),
            (
                argument("year"),
                Option("--raw", is_flag=True, vi="từng dòng đúng như đang lưu",
                       en="each line exactly as it is stored"),
            ),
        ),
        "verify": Leaf(
            "history:verify",
            Both("kiểm chứng lại từng sự kiện", "prove every event again"),
            (
                argument("years", nargs=-1, metavar="[YEAR]…"),
                Option("--all", "every", is_flag=True, vi="mọi hồ sơ năm", en="every bloc year"),
            ),
        ),
    },
)  # fmt: skip

TREE = Branch(
    Both(
        "Thi Đua: đưa khối thi đua đi hết một năm, từ đăng ký đến bàn giao.",
        "Thi Đua: carries an emulation bloc through its year, from registration to handover.",
    ),
    {
        "demo": Leaf(
            "demo:demo",
            Both("chạy năm hồ sơ mẫu, trọn từng năm, trong thời gian giả lập",
                 "play the five source cases, whole years, in simulated time"),
        ),
        "run": Leaf(
            "demo:run",
            Both("chạy một tệp hồ sơ bất kỳ", "play any case file"),
            (argument("file"),),
        ),
        "serve": Leaf(
            "serve:serve",
            Both("mở giao diện, API, tiến trình nền và lịch trong một tiến trình",
                 "console, API, worker and schedule in one process"),
            (
                Option("--port", type=click.IntRange(0, 65535), default=8000,
                       vi="cổng (mặc định 8000)", en="the port (8000 by default)"),
                Option("--host", default="127.0.0.1", vi="địa chỉ (mặc định 127.0.0.1)",
                       en="the address (127.0.0.1 by default)"),
            ),
        ),
        "schema": Leaf(
            "schema:schema",
            Both("in JSON Schema của tệp do người viết", "print the JSON Schema of a file"),
            (argument("name", required=False, metavar="[NAME]"),),
        ),
        "definitions": DEFINITIONS,
        "year": YEAR,
        "work": Leaf(
            "work:work", Both("việc đang chờ từng người", "what waits for whom"), (PERSON,)
        ),
        "history": HISTORY,
        "doctor": Leaf(
            "doctor:doctor",
            Both("cho biết hệ thống đang vướng gì", "say what is wrong with this installation"),
        ),
    },
)  # fmt: skip
