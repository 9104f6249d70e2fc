"""Commands: each declared once, in the file of its family.

To add one: write its handler, declare it as a `Command` beside it, add that to `TABLE` in table.py,
and give it the messages `command-<name>` and `help-<name>` in both locales. Routing, /help, the
menu that Telegram shows and the docs follow from the declaration.
"""
