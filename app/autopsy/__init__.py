"""The Autopsy page: why one group died, what showed on the way, and until when it could have been saved."""
