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
doctor-spool-some = Updates: { $count ->
    [one] one waits
   *[other] { $count } wait
} here for its turn, the first since { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}. More comes in than the bot decides, or it does not run.
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
doctor-membership-channels = Membership: plans name channels where the bot is no administrator: { $channels }. Add it there, or correct membership.yaml.
doctor-membership-groups = Membership: plans name groups that are not claimed: { $groups }. Claim them with `zhiqun claim`, or correct membership.yaml.
doctor-membership-gone = Membership: members have plans that membership.yaml does not know: { $plans }. Bring them back, with sold: false if they are not for sale.
doctor-membership-stars = Membership: Telegram sells for the bot; it has ⭐ { $stars }.
doctor-membership-refused = Membership: Telegram does not tell of the bot's Stars ({ $reason }), so nothing can be sold.
doctor-providers-unready = Payments: { $reason }
doctor-providers-ready = Payments: { $provider } is ready; it has to send its notices to { $address }.
doctor-providers-ends = Payments: the certificate of { $provider } ends in { $days } days. Get the new one, and name its file in .env.
doctor-providers-rule = Payments: by Telegram's rules digital goods inside Telegram are sold in Stars only. Whoever takes money otherwise answers for that: Telegram may stop the bot.
doctor-providers-unreachable = Payments: providers cannot reach the bot. ZHIQUN_PUBLIC_URL has to be its public https address, and ZHIQUN_HTTP must not be empty.
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
backtest-counted = Counted is what would be done, with what warnings lead to (put down to the rule that gave the last one); a rule in shadow mode is counted like one that acts. An example shows what all rules together do.
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

# What commands say when they are done.
unit-bytes = bytes
unit-checks = checks
unit-entries = entries
unit-events = events
unit-rows = rows
unit-steps = steps
claim-send = Send this in the group, as it is, within { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}. It works once.
claim-link = Or add the bot with this link, which claims the group at once:
bans-preview = { $count ->
    [one] 1 id
   *[other] { $count } ids
}: { $new } new, { $gone } of the list in use would go
bans-loaded = { $count ->
    [one] 1 id
   *[other] { $count } ids
}: { $new } new, { $gone } gone
bans-strange = { $count ->
    [one] 1 line
   *[other] { $count } lines
} without an id, the first is line { $first }
bans-nobody = Nobody in your groups is on it. It is applied to those who join from now on.
bans-members = { $count ->
    [one] 1 membership
   *[other] { $count } memberships
} in your groups on the list. Nobody who is there is put out; it is applied to those who join from now on:
bans-member = { $name } in { $chat }
bans-more = … and { $count } more
courses-imported = { $new ->
    [one] 1 new course event
   *[other] { $new } new course events
}, { $known } known already{ $left_out ->
    [0] { "" }
    [one] , 1 line left out
   *[other] , { $left_out } lines left out
}
courses-checked = { $folder }: { $courses ->
    [one] 1 course
   *[other] { $courses } courses
}, { $problems ->
    [one] 1 problem
   *[other] { $problems } problems
}, { $advice } to look at.
courses-rows-more = … and { $count ->
    [one] 1 more row
   *[other] { $count } more rows
} that cannot be used
courses-elsewhere = is '{ $name }'
courses-merged = { $new } new, { $changed } changed, { $gone } gone, { $elsewhere } elsewhere, { $same } same{ $left_out ->
    [0] { "" }
    [one] , 1 row left out
   *[other] , { $left_out } rows left out
}
courses-unwritten = ; nothing was written
courses-tags = { $count } of { $of ->
    [one] 1 course
   *[other] { $of } courses
} without tags can be given some.
db-revision = revision { $revision }
db-backed-up = { $file }: { $told }: good.
db-manifest = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
} in { $tables ->
    [one] 1 table
   *[other] { $tables } tables
}, revision { $revision }, of { $at }
db-no-manifest = There is no manifest beside { $file }: only the file itself could be checked.
db-restored = { $file }: { $told }, now at revision { $revision }.
db-aside = What was there before is kept as { $file }
db-rebuilt = { $count ->
    [one] 1 balance
   *[other] { $count } balances
} rebuilt from the ledger.
db-accepted = { $count ->
    [one] 1 finding
   *[other] { $count } findings
} taken as known.
db-problems = { $count ->
    [one] 1 problem
   *[other] { $count } problems
}
points-good = Every balance is the sum of the ledger: { $balances } balances, { $rows } rows.
db-good = Everything adds up.
db-rest-good = Everything else adds up.
db-oldest = the oldest is { $count ->
    [one] 1 day
   *[other] { $count } days
} old
db-file-bytes = bytes of the file
dead-update = update { $id }
dead-none = There are no dead letters.
dead-none-open = There are no open dead letters.
dead-decided = { $number }: decided.
dead-failed = { $number }: still cannot be decided: { $reason }
dead-unknown = { $number }: there is no such open letter.
dead-waiting = { $numbers }: marked; no bot runs here: the next start takes them.
dead-waiting-running = { $numbers }: marked; the running bot takes them soon.
dead-dropped = { $number }: dropped.
gap-table-head = { $questions ->
    [one] 1 question
   *[other] { $questions } questions
} of { $askers ->
    [one] 1 member
   *[other] { $askers } members
}, { $unanswered } without an answer (the period before: { $earlier })
gap-table-unknown = unknown
gap-table-none = No topic came up twice.
gap-table-topic = topic
gap-table-askers = askers
gap-table-before = before
gap-table-questions = questions
gap-table-unanswered = unanswered
gap-table-covered = covered
gap-table-course = nearest course
gap-table-few = △ fewer than { $count } members: this may be chance.
history-count-messages = messages
history-count-moves = came or left
history-count-known = known
history-count-too-old = too old
history-count-without-text = without text
history-count-others = others
history-count-unreadable = unreadable
spam-at-target = at { $share } false alarms
spam-at-even = rather spam than not
spam-texts = { $count ->
    [one] 1 text
   *[other] { $count } texts
}, { $spam } of them spam, { $groups ->
    [one] 1 group
   *[other] { $groups } groups
} of copies
spam-intervals = 95 % intervals at the target: recall { $recall }, F1 { $f1 }, FPR { $fpr }
spam-learned = Learned from { $spam } spam and { $ham } ordinary texts{ $new }: model { $model }.
spam-new = , { $count } of them new
spam-score = spam with { $chance }; { $tail } of ordinary texts look as much like it
backtest-unreadable = Could not be read of { $file }: { $count }
demo-starts = Starting the bot. Its log is { $log } until this ends; --keep FOLDER keeps it.
demo-starts-kept = Starting the bot. Its log is { $log }.
demo-open = Open { $url } in a browser. Ctrl-C ends it.
demo-plays = Playing for { $time }.

report-model = recommender
report-popularity = popularity
report-days = { $days ->
    [one] The last day:
   *[other] The last { $days } days:
}
report-people = { $count ->
    [one] { $shown } person
   *[other] { $shown } people
}
report-arm = { $people }  { $shown } shown  { $accepted } accepted  { $dismissed } dismissed ({ $rate })
report-accepted = accepted of those shown:
report-axis = accepted of those shown (Beta posterior, bars: 95 %)
report-title = Course suggestions: recommender and popularity, { $days ->
    [one] 1 day
   *[other] { $days } days
} to { $day }
report-drawn = Drawn into { $file }.
report-undrawn = { $file } is not written: there is nothing to draw.
report-drawn-arm = { $name }: { $rate }, { $accepted } of { $shown } accepted
report-nothing = Nobody was suggested anything in this time: there is nothing to compare yet.
report-uneven = Do not trust this comparison: { $held } of { $people } people are held out, which should be one in ten and is hardly chance (p = { $chance }).
report-why = Something keeps members of one group from being suggested courses, or counts them twice.
report-few = Too little to tell: { $count ->
    [one] 1 suggestion
   *[other] { $count } suggestions
} by { $by }, { $needed } are needed at least.
report-better = The recommender is better with a probability of { $better }: accepted { $apart } points more often { $interval }.
report-worse = What is popular is accepted more often: the recommender is better with a probability of { $better } alone, { $apart } points { $interval }.
report-train = Train it anew (`zhiqun recommend train`), or look at the catalogue's texts.
report-undecided = Not decided yet: the recommender is better with a probability of { $better }, { $apart } points { $interval }{ $more }.
report-needed = , about { $count ->
    [one] 1 more suggestion
   *[other] { $count } more suggestions
} to held-out members would tell
evaluate-method = method
evaluate-part = part
evaluate-people = people
evaluate-held-out = held out
evaluate-all = At k = { $k } every course is suggested to everybody: only NDCG and MRR tell methods apart.
evaluate-talk = { $people } people of whom { $sentences } sentences of their courses are known and nothing else: { $times } times popularity's HR@{ $k }. Full ranking.
evaluate-from = Held out is what came from { $at } on, the same for everybody.
evaluate-against = Against { $other }: { $ahead }. { $held-out } held-out courses of { $people } people, full ranking over { $courses } courses without what they took; { $training-events } events to learn from, { $texts } texts. Settings were chosen inside of those alone.
evaluate-part-cold = cold
evaluate-part-warm = warm
evaluate-part-history-1 = history 1
evaluate-part-history-2-3 = history 2-3
evaluate-part-history-4-9 = history 4-9
evaluate-part-history-10 = history 10+
evaluate-part-popular-courses = popular courses
evaluate-part-middling-courses = middling courses
evaluate-part-rare-courses = rare courses

economy-head = Shares of what an honest helper earns in { $days } days
economy-title = What farming pays: shares of an honest helper's points, { $days } days
economy-scale = 1× is what the helper gets; left of it farming does not pay
economy-limit = limit
economy-honest = an honest helper, points
economy-ours = this file
economy-mee6 = MEE6
economy-discourse = Discourse
economy-skool = Skool
economy-stack-exchange = Stack Exchange
economy-spammer = 600 messages a day
economy-ring5 = ring of five
economy-ring20 = trusted ring of twenty
economy-swapper = swaps thanks
economy-alt-referrer = brings own accounts
economy-sleeper = only checks in
economy-filler = generated texts
economy-simplified = The others' rules are simplified; how everybody lives stands in bot/simulation/economy/living.py.
economy-drawn = drawn: { $file }
economy-moved = { $events } events, { $people } members with points; { $moves } would have others
economy-moved-who = who
economy-moved-before = in force
economy-moved-after = tried
economy-moved-place = place
