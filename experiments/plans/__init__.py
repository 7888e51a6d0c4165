"""Plans of experiments: what is run over which worlds, strategies, values and seeds, as a file that can be kept."""
