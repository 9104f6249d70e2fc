"""The community itself: who the bot is, settings of a group, notes, answers to words, coming and going."""
