"""Floor 3: what happens in the background. Tasks carry keys; what is owed lies in the database.

A notice: the act writes an outbox row in its own transaction; the relay claims the row with a
lease, commits, publishes its key; `notices.send` claims it for one attempt, hands it to the sender,
and marks what came of it. Whatever dies in between leaves a row whose lease ends, and the relay's
claim finds it again: the relay is also the sweep. A notice may go out twice, always as one
Message-ID.

A deadline: `deadlines.tick` claims timers that are due and acts on each in one transaction.

An approval needs no task of its own. Opening a step owes the request to its office and arms the
step's ladder of reminders and its due moment, in the transaction of the act; deciding the step
cancels them. The tick sends a reminder to those whom the rung names, and when time is over it
records that the step expired, which tells the office named for that case. The step stays open.

Every task may run twice, or never: the database says what is left to do.
"""
