"""`python -m bot.cli` is `zhiqun`."""

from bot.cli import main

if __name__ == "__main__":
    main()
