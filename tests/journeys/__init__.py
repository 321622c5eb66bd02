"""Stories told from outside: programs started as people start them, and asked over HTTP."""
