"""Which strategy stays best over all worlds that agree with the evidence, and what its rank hangs on."""
