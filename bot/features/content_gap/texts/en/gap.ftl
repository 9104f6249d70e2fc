command-gap = what members ask about and no course covers
help-gap = Topics members asked about lately that no course covers, by how many asked and how often nobody answered. A number of days may follow. In private or in the moderators' group.

gap-away = The report could not be made this time. Please try /gap again.
gap-how = Please write /gap or /gap and a number of days, up to { $most }.
gap-none = In the last { $days } days { $questions ->
    [one] one question was asked
   *[other] { $questions } questions were asked
}, and no topic came up twice.
gap-head =
    🧭 <b>What members ask about</b>, last { $days } days
    { $questions ->
        [one] One question
       *[other] { $questions } questions
    } from { $askers ->
        [one] one member
       *[other] { $askers } members
    }, { $unanswered } without an answer{ $earlier ->
        [-1] {""}
       *[other] { " " }(the period before: { $earlier })
    }
gap-line = { $few }<b>{ $words }</b>: { $askers ->
    [one] one member
   *[other] { $askers } members
}, { $questions ->
    [one] one question
   *[other] { $questions } questions
}, { $unanswered } unanswered{ $trend }
gap-trend-up = , ↗ (before: { $count })
gap-trend-down = , ↘ (before: { $count })
gap-trend-same = , → (before: { $count })
gap-nearest = Nearest course: { $course }, covers about { $percent }%
gap-far = Hardly covered; nearest course: { $course } ({ $percent }%)
gap-nothing = No course speaks of it.
gap-example = <i>“{ $text }”</i>
gap-covered-one = { $words } ({ $askers }, { $course })
gap-covered = ✅ Asked about and covered: { $topics }
gap-all-covered = ✅ Everything that was asked about more than once is covered.
gap-few-note = △ fewer than { $fewest } members asked: this may be chance.
