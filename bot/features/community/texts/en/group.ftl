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
words-none-welcome = (newcomers are not welcomed)
words-none-rules = (no rules are shown)
words-how = To change it: /{ $command } and the new text. For none: /{ $command } off
words-how-back = To go back to the file's: /{ $command } reset. For none: /{ $command } off
words-too-long = That is too long: at most { $most } characters, please. Nothing was changed.
words-strange = I can't fill in { $name }: write {"{member}"} or {"{chat}"}. Nothing was changed.
rules-of = <b>{ $chat }</b>
    { $text }

command-filter = answer a word
command-filters = words that are answered
command-delfilter = stop answering a word
help-filter = Keeps an answer to a word: write word and answer, or reply to a message that holds the answer. Several words go in quotes. exact: answers a message that is just that, start: one that begins with it. Answers come without a sound, at most once a minute each.
help-filters = Lists the words that are answered in this group.
help-delfilter = Removes the answer to a word.
filter-how = Write the word and its answer: /filter price See the pinned message. Several words: /filter "how to pay" … Only when it is all that is said: /filter exact:faq … Only at the start: /filter start:question …
filter-too-long = A word has at most { $word } characters, an answer { $most }. Nothing was saved.
filter-too-many = There are { $most } answers already: please remove one first (/filters, /delfilter).
filter-saved = ✅ “{ $word }” ({ $mode }) is answered with:
filter-mode-word = anywhere
filter-mode-exact = alone
filter-mode-start = at the start
filters-none = No words are answered here yet. /filter price See the pinned message
filters-head = <b>{ $count ->
    [one] One word is
   *[other] { $count } words are
} answered here</b>
filters-line = · { $word } ({ $mode }): { $text }
filter-removed = “{ $word }” is no longer answered.
filter-none = There is no answer to “{ $word }”. /filters lists them.

command-setflood = set what is a flood in this group
command-stats = how lively the group is
help-setflood = So many messages of one member in a time are a flood in this group, such as 5 10s (at most 60 seconds). off: none are; reset: as in the file. Alone it shows how it stands. What follows a flood stays as the rule files say.
help-stats = For moderators, in private: messages, writers, joins and cases of the last day and week.
flood-how = Write how many messages in which time, such as /setflood 5 10s (2 to { $times } messages, 2 to { $seconds } seconds). /setflood off, /setflood reset. Nothing was changed.
flood-change = To change it: /setflood 5 10s. None are floods: /setflood off. As in the file: /setflood reset
flood-own = a flood here: { $times } messages of one member within { $time }
flood-off = floods are let be here
flood-file = a flood is what moderation.yaml says
flood-none = moderation.yaml has no rule about floods
stats-head = 📈 <b>{ $chat }</b> · members I know: { $members }
stats-messages = Messages: { $day } in a day, { $week } in a week
stats-writers = Who wrote: { $day } · { $week }
stats-joins = Came: { $day } · { $week }; left in a week: { $left }
stats-cases = Cases: { $day } · { $week }
settings-name-welcome = Welcome
settings-name-rules = Rules in prose
settings-name-flood = Floods
settings-name-locks = Locked
settings-name-answers = Answers to words
settings-words-own = set in the group
settings-words-file = as in community.yaml
settings-by-command = { $name }: <b>{ $value }</b> · { $command } in the group
settings-name-language = Language
settings-name-warnlimit = Warning limit
settings-of = { $value } ({ $whose })
settings-ladder-file = as in moderation.yaml

command-setlanguage = set the language of this group
command-setwarnlimit = set how many warnings bring a sanction
help-setlanguage = The language of what everybody reads in this group: zh or en; members still get answers in their own. default: as in the file. Alone it shows how it stands.
help-setwarnlimit = At how many warning points the last sanction comes in this group, from 2 to 30; what comes before it keeps its proportion. default: as in the file. Alone it shows how it stands. Other groups keep their own limit.
spoken-zh = Chinese
spoken-en = English
setlanguage-now = What everybody reads in this group is in { $spoken } ({ $whose }).{ $both ->
    [0] {""}
   *[other] {" "}The rule files want both languages: it comes first.
}
setlanguage-how = To change it: /setlanguage zh or /setlanguage en. To go back to the file's: /setlanguage default
setlanguage-strange = I speak Chinese and English: /setlanguage zh or /setlanguage en. /setlanguage default: as in the file. Nothing was changed.
setwarnlimit-now = Warnings lead to this here ({ $whose }): { $ladder }
setwarnlimit-how = To change where that ends: /setwarnlimit 5 ({ $least } to { $most } points). To go back to the file's: /setwarnlimit default
setwarnlimit-strange = Write at how many points the last sanction comes, such as /setwarnlimit 5 ({ $least } to { $most }). /setwarnlimit default: as in the file. Nothing was changed.
setwarnlimit-none = In the rule files warnings lead to no sanction, so there is no limit to set. Nothing was changed.
limit-rung = { $points ->
    [one] 1 point
   *[other] { $points } points
} – { $done }
