command-done = I finished a course
help-done = Notes that you finished a course, named by its id or words of its title; in private you are asked how it was. Without a name it lists what you take.
command-courses = the course catalogue
command-suggest = suggest a course to me
help-courses = Lists the courses. Words after it search; #tag, free, <100 and level:beginner filter, as the buttons do.
help-suggest = One course for you, from what you took, what you talk about and what others take.

courses-head = 📚 <b>{ $count ->
    [one] One course
   *[other] { $count } courses
}</b>{ $pages ->
    [1] {""}
   *[other] { " " }(page { $page } of { $pages })
}
courses-line = { $course } · { $kind } · { $price }{ $more }
    { $text }
courses-none = Nothing found for “{ $query }”. Send /courses to see everything.
tags-guessed = ≈ { $tags } (guessed)
level-beginner = beginner
level-intermediate = intermediate
level-advanced = advanced
button-everything = show all
kind-course = course
kind-live = live
kind-camp = camp
kind-book = book
kind-article = article
price-free = free
price = ¥{ $amount }
button-back = ‹ back
button-more = more ›

suggest-head = 🎯 <b>Picked for you today</b>
suggest-line = { $mark } { $member }: { $body }
suggest-one = 🎯 For you: { $body }
suggest-none = Nothing new for you right now. Talk about what you want to learn, or send /courses for everything.
suggestion-body = { $course } ({ $price })
    💡 { $why }
suggestion-told = { $course } ({ $price })
    { $text }
    💡 { $why }
button-open = Open the course
button-open-short = Open
button-members = 🔑 For members
button-like = Interested
button-taken = Took it
button-no = Not for me
button-stop = No more suggestions
pressed-open = The button leads to the course now: press it once more.
open-gone = This course is not there any more. /courses shows what is.
pressed-like = Noted: you are interested.
pressed-taken = Noted. Next time I suggest what follows it.
pressed-no = All right, not this one again.
pressed-stop = All right, no more suggestions. /optin suggestions brings them back.

reason-next = { $count } people who took “{ $course }” went on to it
reason-next-few = it follows well on “{ $course }”
reason-next-of = { $count } of the { $all } people who took “{ $course }” went on to it
reason-together = { $count } people took both “{ $course }” and this
reason-together-few = it goes well with “{ $course }”
reason-alike = it is close to “{ $course }”, which you took
reason-explore = few have seen it yet: have a look
reason-beyond = you are interested in { $words }; people who took “{ $course }” go on to it
reason-talk = you are interested in { $words }
reason-asked = you wrote about { $words }
reason-asked-alike = it is close to what you wrote you want to learn
reason-towards = it comes before “{ $course }”, which fits what you wrote
reason-towards-of = you wrote about { $words }, and it comes before “{ $course }”
reason-popular = { $count } people took it in the last 30 days
reason-popular-few = people have been taking it lately
reason-liked = you said it interests you
reason-new = a good place to begin
reason-later = a step for later on
why-suggestion = “{ $course }”, suggested to you last: { $why }
why-course = “{ $course }”: { $why }
why-which = Which one do you mean?
why-line = <code>/why { $id }</code> { $course }
refused-hidden = It is not public at the moment.
refused-taken = You took it already, so it is not suggested.
refused-dismissed = You said it is not for you, so it is not suggested.
refused-shown-lately = It was suggested lately; it rests for two weeks.
refused-began-already = It has begun already.
refused-ended = It is over.
refused-full = All seats are taken.
refused-native = It teaches a language that you read already, so it is not suggested.
refused-own = It is your own course.
course-title = “{ $course }”
refused-prerequisites = To be taken before it: { $courses }.

button-stars = { $count }★
button-rate = How was it?
done = 🎓 Well done: “{ $course }” is finished.
done-how = Please say which course you finished: /done and its name, such as /done python.
done-which = Which one did you finish?
done-line = <code>/done { $id }</code> { $course }
rate-ask = 🎓 You finished “{ $course }”. How was it? Your stars help others to choose.
rate-thanks = { $stars } for “{ $course }”. Thank you! You may still change it.
rate-none = There is nothing to rate right now. /done and a course's name tells me what you finished.
pressed-rated = Thank you, noted.
pressed-rated-new = Thank you! Stars count once you have been in the group for a while and written there: please press again then.
reason-rated = members give it { $stars } of 5 stars ({ $count } ratings)
reason-rated-few = it is rated better than most
