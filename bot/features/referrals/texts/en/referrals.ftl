command-invite = your own link to bring others
help-invite = In private: your own link of each group. Who comes by it counts for you once they have stayed for a while and taken part.
command-invites = who brought members that stayed
help-invites = /invites shows who brought most this month, and how many you brought; /invites all shows all time.

invite-off = Bringing others is not rewarded here.
invite-not-yet = That comes later: first get to know the group a little.
invite-no-link = I cannot make a link for you: I may not invite people in your groups.
invite-refused = For { $chat } I cannot make a link: I may not invite people there.
invite-line = 🔗 { $chat }: { $address }
invite-name = invited by { $name }
invite-terms = Your own links. A newcomer who comes by one brings you { $points } points once they have been here for { $stays }, have written { $messages ->
    [one] a message
   *[other] { $messages } messages
} and others have answered them; at most { $most } a month. Whoever leaves soon takes the points along.
invites-how = /invites or /invites all.
invites-month = <b>Brought this month, and stayed</b>
invites-all = <b>Brought so far, and stayed</b>
invites-empty = Nobody was brought who has stayed long enough yet.
invites-line = { $rank }. { $name } — { $count }
invites-mine = By you: { $counts } stayed, { $waiting } still to be seen, { $void } not counted.
source-referral = brought a newcomer
