command-setrules = set this group's rules in prose
command-setwelcome = set what newcomers are told
help-setrules = Sets what /rules answers in this group: write the rules after the command, or reply to a message that holds them. Alone it shows them; off: none; reset: as in the file.
help-setwelcome = Sets what newcomers of this group are told; {"{member}"} and {"{chat}"} are filled in. Alone it shows how it looks; off: nobody is welcomed; reset: as in the file.
words-set = ✅ Saved. This is how it looks:
words-restored = ✅ Back to the file's.
words-welcome = <b>Welcome</b> ({ $whose })
words-rules = <b>Rules</b> ({ $whose })
words-own = set in this group
words-file = from the rule files
words-none = (nothing is said)
words-how = To change it: /{ $command } and the new text. For none: /{ $command } off
words-how-back = To go back to the file's: /{ $command } reset. For none: /{ $command } off
words-too-long = That is too long: at most { $most } characters, please. Nothing was changed.
words-strange = I can't fill in { $name }: write {"{member}"} or {"{chat}"}. Nothing was changed.
rules-of = <b>{ $chat }</b>
    { $text }
