"""Planning a test with real groups that would confirm, or refute, what the model predicts."""
