digest-head = <b>📰 The last days</b>
digest-answers = ✅ Answers that helped
digest-best = 💯 Among the best
digest-picked = • <a href="{ $url }">{ $name }</a>
digest-name = { $name }
digest-helpers = 🙏 Helped most: { $names }
digest-courses = 📚 New courses
digest-course = • { $course }
anniversary = 🎂 { $name } has been with us for { $years ->
    [one] a year
   *[other] { $years } years
} today.
