doctor-rules-good = Rules: { $count } in { $folder }, without problems.
doctor-rules-refused = Rules: { $count ->
    [one] one problem
   *[other] { $count } problems
}, the first: { $first }. `zhiqun check` lists all.
doctor-database-good = Database: writable and up to date.
doctor-database-behind = Database: not there yet, or older than this program. Starting the bot sees to it, and so does `zhiqun db upgrade`.
trouble-database-damaged = the database is damaged, or is none: stop the bot and restore a backup with `zhiqun db restore FILE`, or check ZHIQUN_DATABASE
trouble-database-locked = another program keeps the database locked: end it, or try again in a moment
trouble-database-read-only = the database cannot be written: check the rights of the file and its folder
trouble-database-full = there is no room left for the database: make room on its disk
trouble-database-behind = the database is older than this program, or another one's: run `zhiqun db upgrade`, or check ZHIQUN_DATABASE
trouble-database-unopenable = the database cannot be opened: check ZHIQUN_DATABASE, and whether the folder is there and may be written
trouble-database-password = the database server does not let us in: check name and password in ZHIQUN_DATABASE
trouble-database-unnamed = the database server has no database of this name: make it, or check ZHIQUN_DATABASE
trouble-database-away = the database server does not answer: is it running, and is its address in ZHIQUN_DATABASE right?
trouble-database-other = the database cannot do what it should ({ $reason }): `zhiqun doctor` looks closer
trouble-network-name = its name is not found (DNS)
trouble-network-certificate = its certificate is not accepted
trouble-network-down = the network is unreachable
trouble-network-refused = it refuses the connection
trouble-network-slow = no answer in time (timeout)
trouble-network-broken = the connection was closed before it answered
trouble-network-other = { $reason }
doctor-database-newer = Database: a later version of this program has worked on it (revision { $revision }), and this one cannot. Install that version again, or bring back a backup of before with `zhiqun db restore FILE`.
doctor-database-trouble = Database: { $trouble }.
doctor-database-refused = Database: cannot be opened ({ $reason }). Check ZHIQUN_DATABASE and the folder's rights.
doctor-chats-good = Groups: { $count } claimed.
doctor-chats-none = Groups: none claimed yet. `zhiqun claim` gives a one-time code; send /claim CODE in the group.
doctor-token-good = Token: good, the bot is @{ $username }.
doctor-token-absent = Token: not set. Get one from @BotFather and put it into .env as ZHIQUN_TOKEN.
doctor-token-wrong = Token: Telegram does not know it. Check ZHIQUN_TOKEN or get a new one from @BotFather.
doctor-telegram-away = Telegram: { $url } cannot be reached ({ $reason }). Check the network, the proxy or ZHIQUN_API_URL.
doctor-privacy-good = Privacy mode: off, the bot sees the groups' messages.
doctor-privacy-on = Privacy mode: on. Make the bot an administrator, or turn it off with /setprivacy at @BotFather and add the bot again.
doctor-webhook-other = Webhook: Telegram has { $url }, which is not the setting; starting the bot changes that.
doctor-webhook-failing = Webhook: Telegram's last delivery failed: { $reason }.
doctor-updates-good = Updates: no kind is missing.
doctor-updates-few = Updates: Telegram does not send { $kinds } now; the bot asks for them when it starts.
doctor-clock-good = Clock: { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
} from Telegram's.
doctor-clock-wrong = Clock: { $seconds } seconds from Telegram's, so mutes would end at the wrong time. Set it (NTP).
doctor-rights-good = “{ $chat }”: the bot has all rights.
doctor-rights-few = “{ $chat }”: rights are missing, with what needs them: { $rights }. Give them in the group's administrator settings.
doctor-group-basic = “{ $chat }” is a basic group, in which Telegram neither mutes nor restricts: { $whats }. Turn it into a supergroup, by making its history visible to newcomers.
doctor-rights-outside = “{ $chat }”: the bot cannot look inside ({ $reason }).
doctor-disk-good = Disk: { $free } MB free.
doctor-disk-scarce = Disk: only { $free } MB free beside the database; a backup needs as much room as the database has. Make room.
doctor-disk-full = Disk: { $free } MB free beside the database, so it may soon be unable to store anything. Make room now.
doctor-wal-large = Database: its write-ahead log has grown to { $size } MB. Some program keeps the database open for reading; end it, or restart the bot.
doctor-files-good = Files: closed to other accounts: { $files }.
doctor-files-none = Files: neither .env nor a database file is here yet, so there is nothing to close.
doctor-files-open = Files: every account of this machine can read { $files }. Close them with chmod o-rwx.
doctor-integrity-good = Database: the file is sound.
doctor-integrity-damaged = Database: the file is damaged ({ $reason }). Stop the bot and restore a backup: `zhiqun db restore FILE`.
doctor-letters-none = Dead letters: none.
doctor-letters-open = Dead letters: { $count ->
    [one] one update
   *[other] { $count } updates
} could not be read or decided. See `zhiqun dead list`.
doctor-calls-good = Outgoing calls: none is in doubt or late.
doctor-calls-late = Outgoing calls: { $count } should have left more than an hour ago. Is the bot running, and is Telegram reachable?
doctor-calls-doubtful = Outgoing calls: { $count } in doubt, carried out or not. `zhiqun db check` lists them.
doctor-backup-good = Backup: the newest is { $days ->
    [0] of today
    [one] one day old
   *[other] { $days } days old
}.
doctor-backup-old = Backup: the newest is { $days } days old. Make one with `zhiqun db backup`.
doctor-backup-none = Backup: there is none yet. Make one with `zhiqun db backup`; it may run beside the bot.
doctor-webhook-good = Webhook: Telegram delivers, { $count ->
    [one] one update waits
   *[other] { $count } updates wait
}.
doctor-running-here = Bot: it runs on this database.
doctor-poller-none = Polling: nobody else fetches this bot's updates.
doctor-poller-other = Polling: another program fetches this bot's updates (409 Conflict), and each loses what the other gets. End it, or get a new token from @BotFather.
doctor-all-good = Nothing stands in the way.
doctor-some-bad = { $count ->
    [one] One thing needs your attention.
   *[other] { $count } things need your attention.
}
rules-problems = { $count ->
    [one] one problem
   *[other] { $count } problems
} in { $folder }
rules-good = { $folder }: { $rules ->
    [one] one rule
   *[other] { $rules } rules
}, { $tests ->
    [one] one test
   *[other] { $tests } tests
} of them, { $jobs ->
    [one] one job
   *[other] { $jobs } jobs
}, { $courses ->
    [one] one course
   *[other] { $courses } courses
}: good.
rules-untested = the rules' tests were not run: they are once these problems are mended
explain-left-out-kind = does not look at events of this kind
explain-left-out-scope = left out by its scope or exemptions
explain-left-out-stopped = holds too, but an earlier rule said stop
explain-exempt = Result: not judged: { $who ->
    [creator] the group's owner is exempt
    [administrator] administrators are exempt
    [trusted] members whom moderators trust are exempt
    [anonymous_admin] anonymous administrators are exempt
    [linked_channel] the linked channel is exempt
    [channel] channels are exempt
    [bot] bots are exempt
   *[service] service messages are exempt
}.
explain-done = Result: { $actions }
explain-more = `--all` shows every condition of every rule, `--rule ID` those of one.
explain-spam = Like spam with { $chance }, and { $tail } of ordinary messages look as much like it, says { $model ->
    [shipped] the model that comes along
   *[own] the model in force
}:
explain-spam-limit = { $rule } holds for { $limit ->
    [copy] copies of what moderators called spam
   *[other] { $limit }
}
explain-spam-copy = nearly the same as what moderators called { $label ->
    [spam] spam
   *[ham] no spam
}
explain-spam-late = Not scored for spam: that is done for the first { $first ->
    [one] message
   *[other] { $first } messages
} of a member, and this is number { $number }.
explain-nothing = Result: nothing is done.
explain-escalated = The warnings reach a step of the ladder: { $step }
backtest-head = { $events ->
    [one] One event
   *[other] { $events } events
} from { $since } to { $until }, { $speed } a second.
backtest-scored = { $count ->
    [one] One first message was
   *[other] { $count } first messages were
} scored for spam, { $model ->
    [shipped] by the model that comes along
   *[own] by the model in force, which may have learned from this very past
}: { $speed } events a second with that.
backtest-limits-past = Members' names and roles are those of today, as far as history tells nothing else.
backtest-limits-file = A file tells of messages, arrivals and leavings: rules about edits, reactions, new names, reports and moderators' acts find nothing in it.
backtest-unknown = { $count ->
    [one] Of one event
   *[other] Of { $count } events
} it is no longer known which name was new, or what a moderator did.
backtest-silent = { $all ->
    [true] No rule of { $count } finds anything. `--all` lists them.
   *[false] { $count ->
        [one] One more rule finds nothing. `--all` lists it.
       *[other] { $count } more rules find nothing. `--all` lists them.
    }
}
backtest-without-text = The texts of { $count } of them are kept no more: words, links and files could not be looked for there.
backtest-rule = rule
backtest-mode = mode
backtest-mode-enforce = enforce
backtest-mode-shadow = shadow
backtest-mode-review = review
backtest-mode-off = off
backtest-mode-gone = no more
backtest-hits = hits
backtest-members = members
backtest-delete = delete
backtest-warn = warn
backtest-mute = mute
backtest-kick = kick
backtest-ban = ban
backtest-undone = undone
backtest-new = new
backtest-gone = gone
backtest-escalated = of these by warnings
backtest-counted = Counted is what would be done, with what warnings lead to (put down to the rule that gave the last one); a rule in shadow as if it acted. An example shows what all rules together do.
backtest-withheld = { $count ->
    [one] One action that rules ask for is
   *[other] { $count } actions that rules ask for are
} not counted: the member was muted already, or something harder is done.
backtest-nothing = There is nothing to replay.
backtest-before = The last message of the { $where ->
    [file] file
   *[database] database
} is of { $at }, and --since counts back from now: go further back, or leave it out.
backtest-absent = --admins: nobody in the file is called '{ $name }'
backtest-nearest = {" "}(did you mean '{ $near }'?)
history-too-old = too old: events are kept for { $days } days (ZHIQUN_KEEP_EVENTS_DAYS), and what is older is left out
history-without-text = without text: texts are kept for { $days ->
    [one] one day
   *[other] { $days } days
} (ZHIQUN_KEEP_TEXTS_DAYS)
backtest-done = Something would be done { $count ->
    [one] once
   *[other] { $count } times
}, to { $members ->
    [one] one member
   *[other] { $members } members
}.
backtest-changed-book = Against the rules in force, { $count ->
    [one] one decision changes
   *[other] { $count } decisions change
}.
backtest-changed-past = Against what the bot did, { $count ->
    [one] one decision changes
   *[other] { $count } decisions change
}.
backtest-examples-hit = { $rule } hits:
backtest-examples-new = { $rule } newly hits:
backtest-examples-gone = { $rule } no longer hits:

advice-none = There is nothing to suggest now.
advice-chance = (chance of being the next course: { $chance } %)
advice-refused = not suggested now: { $reason }
advice-refused-hidden = hidden
advice-refused-taken = taken already
advice-refused-dismissed = dismissed
advice-refused-shown-lately = suggested lately
advice-refused-began-already = it began already
advice-refused-ended = it is over
advice-refused-full = all seats are taken
advice-refused-own = the member's own
advice-refused-prerequisites = other courses come before it
advice-term-popular = popular
advice-term-next = next
advice-term-together = together
advice-term-alike = alike
advice-term-beyond = beyond
advice-term-talk = talk
advice-term-rated = rated
advice-term-liked = liked
advice-term-language = language
missing-lost = Data is missing: the database lacks { $commits ->
    [one] the last commit
   *[other] the last { $commits } commits
}, from { $since } to { $until }{ $updates }. Its write-ahead log (the file ending in -wal) was cut, changed or removed, or an older file was put in its place. If a backup is newer than { $since }, stop the bot and run `zhiqun db restore FILE`. Otherwise nothing brings it back: check recent cases and points, then run `zhiqun db check --accept`.
missing-everything = Data is missing: the database is empty, and yet { $commits ->
    [one] one commit was made
   *[other] { $commits } commits were made
} here until { $until }{ $updates }. The file or its write-ahead log (ending in -wal) was removed. Stop the bot and restore the newest backup: `zhiqun db restore FILE`. If you wanted to begin anew, run `zhiqun db check --accept`.
missing-updates-none = { "" }
missing-updates-span = ; with them go updates { $first } to { $last }, which Telegram does not send again
missing-updates-upto = ; with them go updates up to { $last }, which Telegram does not send again
missing-other = The database was exchanged for another one. The one before had { $commits } commits, the newest of { $until }. If you did this, run `zhiqun db check --accept`; if not, look for the file that stood here.
missing-uncounted = The file ending in -commits beside the database is gone, so nobody can say whether commits after { $since } are missing. It was made anew. Copy and keep it together with the database; `zhiqun db check --accept` says that you know.
missing-unreadable = The file ending in -commits beside the database was damaged, so nobody can say whether commits are missing. It was made anew. Check the disk; `zhiqun db check --accept` says that you know.
missing-gap = Telegram went on after a gap: { $commits ->
    [one] one update ({ $updates })
   *[other] { $commits } updates ({ $updates })
} since { $since } never came to this database. Either the bot was away for more than 24 hours, for which Telegram keeps them, or another program fetched them, or the database is an older one. If a newer one or a backup is there, stop the bot and restore it; `zhiqun db check --accept` says that you know.
missing-updates-between = { $first } to { $last }
doctor-missing-some = { $told }
doctor-missing-none = Commits: all that were counted are there.
