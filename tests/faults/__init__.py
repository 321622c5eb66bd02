"""The fault table: each row that applies, done to real parts. `docs/faults.md` names every one."""
