command-essence = the best messages of the group
help-essence = The newest of the messages that moderators picked as the best. Moderators pick in reply to one, and take it back in the same way.
essence-nobody = Reply to a member's own message.
essence-own = Others pick what you wrote.
essence-picked = 💯 { $name }’s message is among the best now.
essence-undone = { $name }’s message is not among the best any more; its points are undone.
essence-none = Nothing is among the best yet.
essence-head = <b>The best of the group</b>
essence-line = • { $day } <a href="{ $url }">{ $name }</a>
source-essence = among the best
source-report = report that was right
source-course = course finished
