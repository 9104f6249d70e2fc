digest-head = <b>📰 这几天</b>
digest-answers = ✅ 帮到人的回答
digest-best = 💯 精华
digest-picked = • <a href="{ $url }">{ $name }</a>
digest-name = { $name }
digest-helpers = 🙏 帮助最多的：{ $names }
digest-courses = 📚 新课程
digest-course = • { $course }
anniversary = 🎂 { $name } 今天来群里满 { $years } 年了。
