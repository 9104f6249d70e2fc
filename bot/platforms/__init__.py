"""One folder for each platform that people chat on."""
