"""What can happen in the workspace: each act stores, emits events, counts notifications, tells watchers."""
