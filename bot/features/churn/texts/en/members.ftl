# `zhiqun members evaluate`
members-quiet = Quiet in the next 14 days: { $share } of { $rows } rows, { $members } members at { $moments } weekly midnights from { $from } to { $to }, each of whom acted in the { $within } days before
members-engages = Acts in the next 7 days: { $share } of { $rows } rows, { $members } members at { $moments } weekly midnights from { $from } to { $to }, each of whom acted in the { $within } days before
members-method = method
members-logistic = logistic regression
members-forest = TF-IDF and random forest
members-boosting = gradient boosting
members-last-act = days since the last act
members-majority = majority
members-auc = AUC
members-brier = Brier
members-log-loss = log loss
members-accuracy = accuracy
members-balanced-accuracy = balanced
members-precision-at-20 = precision@20
members-calibration-error = ECE
members-chosen = * chosen on the validation part. Ahead of the days since the last act: AUC { $auc }, Brier { $brier }.
members-parts = AUC of logistic regression by what it may know: { $parts }.
members-content = content
members-interaction = interaction
members-time = time
members-all-but-time = content and interaction
members-calibration = What was promised, and what came (the mark in the bar is the promise):
members-promised = promised
members-came = came
members-interval = 95 %
members-rows = rows
members-staying = How long members stay, from their first act to their last (Kaplan-Meier): { $people } members, of whom { $gone } were silent for the last four weeks
members-days = days
members-still = still there
members-chart = Who goes quiet, and how long members stay: { $file }
members-chart-promised = chance of being quiet for 14 days
members-chart-came = were quiet (bars: 95 %)
members-chart-days = days since the first act
members-chart-still = still there (Kaplan-Meier, 95 %)
members-drawn = Drawn into { $file }.
members-unread = { $count ->
    [one] One line could not be read
   *[other] { $count } lines could not be read
}, the first: { $first }
