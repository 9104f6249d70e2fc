"""What every listener of this project shares: time-outs, limits, allowed names, folded log lines."""
