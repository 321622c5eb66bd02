"""Floor 3: what happens in the background. Tasks carry keys; what is owed lies in the database.

A notice: the act writes an outbox row in its own transaction; the relay claims the row with a
lease, commits, publishes its key; `notices.send` claims it for one attempt, hands it to the sender,
and marks what came of it. Whatever dies in between leaves a row whose lease ends, and the relay's
claim finds it again: the relay is also the sweep. A notice may go out twice, always as one
Message-ID.

A deadline: `deadlines.tick` claims timers that are due and acts on each in one transaction.

An approval: opening a step owes the request to those who may act and arms the step's ladder of
reminders and its due moment, in the transaction of the act; what ends the step cancels them. The
tick sends a reminder to those whom the rung names, and when time is over it does what the
definition says of that case. Who may act also changes by no event: a seat ends, a stand-in begins
with a day. `approvals.recheck` looks at every open approval, asks those who came, once each, and
says aloud, or routes, what nobody is able to act on any more.

Every task may run twice, or never: the database says what is left to do.
"""
