"""The running bot: edges and wiring."""
