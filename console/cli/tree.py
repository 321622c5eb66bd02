"""The whole command line at one glance: every command, what it does, what it takes."""

import click

from console.cli.clicking import Branch, Leaf
from console.cli.options import Both, Option, argument
from console.cli.tree_ballot import BALLOT
from console.cli.tree_calendar import CALENDAR
from console.cli.tree_explain import EXPLAIN
from console.cli.tree_notices import NOTICES
from console.cli.tree_year import YEAR

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
        "report": Leaf(
            "report:report",
            Both("biểu tổng hợp: một khối hay nhiều khối, một năm hay nhiều năm",
                 "a statistical table: one bloc or many, one year or several"),
            (
                argument("form", required=False, metavar="[FORM|FILE]"),
                Option("--bloc", "blocs", multiple=True, metavar="ID", vi="chỉ khối này",
                       en="only this bloc"),
                Option("--year", "years", multiple=True, type=click.IntRange(1901, 2100),
                       vi="chỉ năm này", en="only this year"),
                Option("--province", "provinces", multiple=True, metavar="ID",
                       vi="chỉ các khối của tỉnh này", en="only blocs of this province"),
                Option("--definition", "definitions", multiple=True, metavar="ID",
                       vi="chỉ các năm theo định nghĩa này, hoặc theo thư mục này",
                       en="only years of this definition, or of this folder of them"),
                Option("--html", is_flag=True, vi="một trang để in, A4 ngang",
                       en="one page to print, A4 landscape"),
            ),
        ),
        "work": Leaf(
            "work:work", Both("việc đang chờ từng người", "what waits for whom"), (PERSON,)
        ),
        "notices": NOTICES,
        "ballot": BALLOT,
        "evidence": Leaf(
            "evidence:evidence",
            Both("tên, dung lượng và mã sha256 của tệp minh chứng, để ghi kèm điểm",
                 "name, size and sha256 of files of evidence, to be sent with an entry"),
            (argument("files", nargs=-1, metavar="FILE…", required=True),),
        ),
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
