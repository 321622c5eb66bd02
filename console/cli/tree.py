"""The whole command line at one glance: every command, what it does, what it takes."""

import click

from console.cli.clicking import Branch, Leaf
from console.cli.options import Both, Option, argument
from console.cli.tree_ballot import BALLOT
from console.cli.tree_notices import NOTICES

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

DATABASE = Branch(
    Both("bảng và quyền của cơ sở dữ liệu", "the database's tables and rights"),
    {
        "upgrade": Leaf(
            "database:bring_up",
            Both("đưa các bảng lên phiên bản này", "bring the tables to this release"),
        ),
        "roles": Leaf(
            "database:give_roles",
            Both("tạo vai trò PostgreSQL và cấp quyền", "make PostgreSQL's roles, with rights"),
        ),
    },
)

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
        "cluster": Leaf(
            "cluster:cluster",
            Both("chạy cả hệ thống nhiều tiến trình trên máy này, qua năm hồ sơ mẫu rồi dừng",
                 "run a whole installation of many processes here, live the demo, and stop"),
            (
                Option("--keep", is_flag=True, vi="để chạy tiếp cho đến khi Ctrl-C",
                       en="let it run on until Ctrl-C"),
            ),
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
        "calendar": CALENDAR,
        "explain": EXPLAIN,
        "work": Leaf(
            "work:work", Both("việc đang chờ từng người", "what waits for whom"), (PERSON,)
        ),
        "notices": NOTICES,
        "ballot": BALLOT,
        "history": HISTORY,
        "alive": Leaf(
            "alive:alive",
            Both("cho biết tiến trình nền còn hoạt động không, cho nơi khởi động lại nó",
                 "say whether a worker lives, for whoever restarts it"),
            (
                argument("name", required=False, metavar="[NAME]"),
                Option("--within", type=click.IntRange(1), default=120, metavar="SECONDS",
                       vi="im lặng quá từng này giây là không còn (mặc định 120)",
                       en="silent for longer is dead (120 by default)"),
            ),
        ),
        "retry": Leaf(
            "retry:retry",
            Both("cho thử lại một thời hạn hay việc nền đã bị dừng",
                 "have a deadline or other work tried again that was stopped"),
            (argument("year", metavar="YEAR"), argument("name", metavar="NAME")),
        ),
        "restored": Leaf(
            "restored:restored",
            Both("sau khi khôi phục bản sao: thông báo nào có thể gửi hai lần, và quyết định",
                 "after restoring a backup: which notices may go out twice, and the decision"),
            (
                Option("--confirm", type=click.Choice(("release", "drop")),
                       vi="release: gửi đi; drop: bỏ", en="release: send them; drop: give them up"),
            ),
        ),
        "database": DATABASE,
        "doctor": Leaf(
            "doctor:doctor",
            Both("cho biết hệ thống đang vướng gì", "say what is wrong with this installation"),
        ),
    },
)  # fmt: skip
