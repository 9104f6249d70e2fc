doctor-rules-good = Rules: { $count } in { $folder }, without problems.
doctor-rules-refused = Rules: { $count ->
    [one] one problem
   *[other] { $count } problems
}, the first: { $first }. `zhiqun check` lists all.
doctor-database-good = Database: writable and up to date.
doctor-database-behind = Database: not there yet, or older than this program. Starting the bot sees to it, and so does `zhiqun db upgrade`.
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
doctor-clock-good = Clock: { $seconds } seconds from Telegram's.
doctor-clock-wrong = Clock: { $seconds } seconds from Telegram's, so mutes would end at the wrong time. Set it (NTP).
doctor-rights-good = “{ $chat }”: the bot has all rights.
doctor-rights-few = “{ $chat }”: rights are missing: { $rights }. Give them in the group's administrator settings.
doctor-rights-outside = “{ $chat }”: the bot cannot look inside ({ $reason }).
doctor-all-good = Nothing stands in the way.
doctor-some-bad = { $count ->
    [one] One thing needs your attention.
   *[other] { $count } things need your attention.
}
