"""Praise outside the yearly awards: proposed as the year goes, answered by the bloc, and decided.

Where the definition names awards for it, a proposal is for one of them and for one achievement: the
bloc's answer lays it before the offices, whose steps are those of an approval like any other. The
last one signs the decision, and may take it back years later. One achievement is rewarded once, and
what was rewarded so serves for no award of the year. Luật TĐKT 2022, Điều 5(2)(c), 93(2); NĐ
152/2025, Điều 4(3).

`state` and `events` hold what was done, `folding` makes the one from the other; `proposing` and
`answering` are what the bloc does, `before_event` when it is too late for an event, `deciding` how
a proposal goes before its offices, `clock` what time does to an answer, `revoking` how it is taken
back.
"""
