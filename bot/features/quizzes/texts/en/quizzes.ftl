command-quiz = ask the next question of a quiz
help-quiz = /quiz lists the quizzes; /quiz and a name asks the next question, and with a number several. Right answers earn points, once a question; results come when its time is over.

quiz-none = There are no quizzes: operators write them into quizzes.yaml.
quiz-how = Which one? /quiz and a name, and how many questions.
quiz-line = • <code>{ $id }</code> — { $title } ({ $count })
quiz-results = 🏁 { $right } of { $all } were right. { $named ->
    [0] { "" }
   *[other] First: { $names }.
}
source-quiz = quiz
