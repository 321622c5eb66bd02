"""The part of the command line that is about secret ballots; it runs on a voter's own machine."""

from console.cli.clicking import Branch, Leaf
from console.cli.options import Both, argument

BALLOT = Branch(
    Both("phiếu kín: tạo khóa, niêm phong phiếu", "secret ballots: make a key, seal a vote"),
    {
        "key": Leaf(
            "ballot:key",
            Both("tạo cặp khóa của người giữ khóa", "make the pair of keys of a trustee"),
        ),
        "seal": Leaf(
            "ballot:seal",
            Both("niêm phong lá phiếu, để gửi bằng cast_vote",
                 "seal a vote, to be sent with cast_vote"),
            (
                argument("year"),
                argument("ballot", metavar="BALLOT"),
                argument("answers", nargs=-1, metavar="ITEM=ANSWER…", required=True),
            ),
        ),
    },
)  # fmt: skip
