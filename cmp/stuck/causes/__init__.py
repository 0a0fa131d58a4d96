"""Why a sync waits or fails, as tables: a sign in what is read, and the cause that it shows."""
