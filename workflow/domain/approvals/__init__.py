"""Approvals: a chain of steps over the work of a stage, decided by offices and not by accounts.

`chain` reads the definition, `state` and `events` hold what was done, `folding` makes the one from
the others, `course` says where a chain may go. `signers` is the one place that knows who may act on
a day, `counting` when a step has enough, `verbs` what people do, `clock` what happens by itself,
`standins` who acts for whom while they are away, `waiting` whose move it is.
"""
