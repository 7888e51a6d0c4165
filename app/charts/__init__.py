"""One chart a file: each makes a Plotly figure (or the field of dots) and its twin, a table, from a comparison."""
