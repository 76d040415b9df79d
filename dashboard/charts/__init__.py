"""Charts: a frame or a result and a look in, a Plotly figure out. Nothing here reads, decides or shows."""
