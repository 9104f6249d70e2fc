command-quiz = 出测验的下一题
help-quiz = /quiz 列出测验；/quiz 加名称出下一题，再加数字出几题。答对得分，同一题只得一次；到时间公布结果。

quiz-none = 还没有测验：由运营写在 quizzes.yaml 里。
quiz-how = 出哪一个？/quiz 加名称，可再加题数。
quiz-line = • <code>{ $id }</code> — { $title }（{ $count } 题）
quiz-results = 🏁 { $all } 人作答，{ $right } 人答对。{ $named ->
    [0] { "" }
   *[other] 最先答对：{ $names }。
}
source-quiz = 测验
