command-ask = put a question up for an answer
help-ask = Put a question up: /ask and the question, or /ask in reply to your own message (moderators: to anybody's). Answer by replying to it. When something helped, press the button under it, or reply to that message with /solved.
command-solved = say which answer helped
help-solved = In reply to the message that helped: whoever asked accepts it, and whoever answered gets points. Several may be accepted. Moderators may do so, too. The card under the question undoes it.
command-answers = look for questions that were solved
help-answers = /answers and some words: solved questions about them, with links to the answers that helped.

qa-ask-how = Write /ask and your question, or reply to your own question with /ask.
qa-asked-before = This question stands already.
qa-solved-how = Reply with /solved to the message that helped.
qa-no-question = Which question was that? Put it up with /ask first.
qa-not-yours = Whoever asked says what helped; moderators may, too.
qa-own = That is an answer of whoever asked; it cannot be accepted.
qa-already = This answer is accepted already.
qa-accepted = ✅ { $name }’s answer is accepted.
qa-not-accepted = This answer is not accepted.
qa-undone = { $name }’s answer is no longer accepted; its points are undone.
qa-no-answers = No answer to choose from: answers reply to the question.
qa-is-closed = This question is closed.
qa-card-open = ❓ Question { $number }. Reply to it to answer; whoever asked then says what helped.
qa-card-solved = ✅ Question { $number } is solved by { $by }.
qa-card-closed = Question { $number } is closed: nothing happened for a while. /ask puts it up again.
qa-linked = <a href="{ $url }">{ $name }</a>
qa-named = { $name }
qa-and = { ", " }
qa-solved = ✅ Solved
qa-more = ＋ Another one helped
qa-undo = ↩ Not after all
qa-thank = 🙏 Thank you
qa-thanked = You said thank you.
qa-thanked-before = You have said so already.
qa-own-thanks = That is your own answer.
qa-do-you-know = ❓ A question waits for an answer, and it sounds like something you know: <a href="{ $url }">{ $about }</a>
qa-no-questions = No more of these
qa-questions-off = All right, no more questions. /optin questions goes back.
qa-back = ← Back
qa-again = 💡 Asked and solved before: <a href="{ $url }">the answer of { $name }</a>
qa-helps = 👍 This helps
qa-helped = Good to know!
qa-answers-how = Write /answers and some words, such as /answers pandas.
qa-none-found = Nothing solved about this so far. /ask puts a question up.
qa-found-head = <b>Solved questions</b>
qa-found = • { $about } — <a href="{ $url }">the answer of { $name }</a>
source-accepted = answer accepted
source-asked = asked, and said what helped
