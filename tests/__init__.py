"""The tests of Qunlab."""
