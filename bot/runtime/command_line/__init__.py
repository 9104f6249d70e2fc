"""What every command of the command line shares: refusals, settings, languages, the page of --help."""
