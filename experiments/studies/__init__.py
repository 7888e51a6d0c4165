"""What all studies share: their record, from which reports are made and by which they can be checked."""
