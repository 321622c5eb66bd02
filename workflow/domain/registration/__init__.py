"""Registration: what each unit and its people aim at, and how much of the bloc that covers.

`state`, `events` and `folding` hold what was registered; `dossier` is the small machine of whatever
a unit submits; `handing_in` is what a unit does, `taking_on` what the bloc does with it, `running`
until when. `coverage` counts, `inherited` says which
registration counts after a merger.
"""
