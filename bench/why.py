"""Why a target may not be held: what the product does there that raw work leaves out."""

ACT = (
    "an act also reads what it decides on, asks every rule, writes the stream's snapshot and the "
    "answer kept for its command id, besides what raw writes: one more round trip and the Python "
    "of the rules"
)
SMALL = "the smaller the raw work, the more the fixed cost of the rules weighs"
WHY = {
    "1": ACT,
    "2": f"{ACT}; with 4 clients and a server on 2 cores, the clients' Python is the limit",
    "3a": ACT,
    "3b": f"{ACT}; on a busy machine the slowest of both are the scheduler's",
    "4a": "an act that looks at another bloc year reads that as well",
    "4b": "a transaction besides the act's own was written",
    "5": f"{ACT}; {SMALL}",
    "6a": f"{ACT}; without waiting for the disk, {SMALL}",
    "6b": ACT,
    "7a": "the fence asks whether there is such an arrow before it lets the library move",
    "7b": "a machine is built once for each definition, on the first act that meets it",
    "8a": "caches of a fixed size were still filling up",
    "8b": "caches of a fixed size fill up with more bloc years",
    "9a": (
        "raw fills in copies of rows that are known beforehand; the product checks the roster and "
        "the definition, folds four events, works out the deadlines and who is told"
    ),
    "9b": "as for 9a: what is done for every year in Python weighs more where its rows weigh less",
    "10": "each act of a meeting is decided and folded by itself; only the rows go at once",
    "11a": "2 cores carry the server and all clients: more clients only wait in turn",
    "11b": "an acknowledged act is missing, or one is there twice: a defect",
    "17": (
        "the relay also claims its rows in the database and notes them with the witness, in "
        "batches; Celery's own loop only publishes"
    ),
    "18a": (
        "between the commit and the publishing lie a thread's waking, the claim, its commit and "
        "the note to the witness"
    ),
    "18b": "as for 18a; on a busy machine, also waiting for a processor",
    "s1a": f"{ACT}; of a full sheet the whole snapshot is written",
    "s1b": f"{ACT}; {SMALL}",
    "s1c": "the list of all units and people is read with every act, and grows with the bloc",
    "s1d": "points are exact: decimals and fractions, rounded as the regulation says",
    "s1e": (
        "raw adds numbers up; the product asks the way of every leaf, its standard, bounds, "
        "rounding, classes and ties, with exact fractions"
    ),
    "s1f": "a processor that is shared with others, or a cache that a large bloc does not fit in",
}
"""By the id of the target."""
