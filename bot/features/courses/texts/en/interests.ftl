command-interests = see and change what I take you to be interested in
help-interests = In private: lists what I think interests you, which suggestions build on. Words after it are added, -word takes one away, clear removes everything.

interests-head = 🔎 <b>What I think interests you</b> (from what you write in the groups, and from you)
interests-line = { $bar } { $word }{ $own }
interests-more = … and { $count } more
interests-left = At most { $most } words at once, so these are left out: { $words }
interests-own = { " " }(your own word)
interests-none = I know nothing of your interests yet. Send /interests and what you want to learn, such as /interests python writing.
interests-foot = A button takes one away for good; /interests and words add some. Only words are kept, not what you wrote.
interests-off = You stopped suggestions, so I do not look at what you write. /optin suggestions changes that.
button-clear = 🗑 remove everything
pressed-interests = Done.
