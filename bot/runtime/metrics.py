"""Count what can be measured from outside, in Prometheus' format under /metrics.

The operations pages' tables are made from these: `python -m bot.runtime.metrics` prints the English one, with
`--zh` the Chinese one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

UPDATES = Counter("zhiqun_updates", "Updates committed, by kind", ["kind"])
DEAD_LETTERS = Counter("zhiqun_dead_letters", "Updates that could not be read or decided")
OPEN_LETTERS = Gauge("zhiqun_dead_letters_open", "Dead letters that nobody has retried or dropped")
UNKNOWN_MESSAGES = Counter(
    "zhiqun_unknown_messages", "Messages of a kind that this version does not know: media unknown in rules"
)
DUPLICATES = Counter("zhiqun_duplicate_updates", "Updates that arrived again and were dropped")
HITS = Counter("zhiqun_rule_hits", "Rules that hit", ["rule", "mode"])
ACTIONS = Counter("zhiqun_actions", "Actions decided", ["action"])
POINTS = Counter("zhiqun_points", "Points granted", ["source"])
CHECKOUT_SECONDS = Histogram(
    "zhiqun_checkout_seconds", "From a pre-checkout query's arrival to the answer to it"
)
PAYMENTS = Counter("zhiqun_payments", "What Telegram told of payments and subscriptions", ["step"])
PROVIDER_NOTICES = Counter(
    "zhiqun_provider_notices",
    "Notices of payment providers: taken, told again, or why they were refused",
    ["provider", "outcome"],
)
PROVIDER_CALLS = Counter(
    "zhiqun_provider_calls",
    "What payment providers were asked, and how it ended",
    ["provider", "what", "state"],
)
BATCH_SECONDS = Histogram("zhiqun_batch_seconds", "From a batch's arrival to its commit")
CALLS = Counter("zhiqun_calls", "Bot API calls made; code 0 means that no answer came", ["method", "code"])
CALL_SECONDS = Histogram("zhiqun_call_seconds", "One Bot API call")
OUTBOX_WAITING = Gauge("zhiqun_outbox_waiting", "Calls that wait in the outbox, all of them", ["priority"])
OUTBOX_DOUBTFUL = Gauge("zhiqun_outbox_in_doubt", "Calls nobody knows the fate of")
OUTBOX_LOADED = Gauge(
    "zhiqun_outbox_loaded", "Calls that wait in memory, of those in the outbox", ["priority"]
)
OUTBOX_PLANNED = Gauge(
    "zhiqun_outbox_planned", "Calls that are to leave later, known by time and number only"
)
CALLS_UNDER_WAY = Gauge("zhiqun_calls_under_way", "Calls about to leave, or that Telegram has not answered")
RECEIPTS_WAITING = Gauge("zhiqun_receipts_waiting", "Calls that ended and whose receipt is not written yet")
TIMERS_DUE = Gauge("zhiqun_timers_due", "Timers whose time has come and that have not fired")
INTAKE_UPDATES = Histogram(
    "zhiqun_intake_updates",
    "Updates in a batch; 100 means that more wait at Telegram",
    buckets=(1, 2, 5, 10, 20, 50, 99, 100),
)
INTAKE_WAITING = Gauge("zhiqun_intake_waiting", "Updates received and not committed yet")
SPOOLED = Gauge("zhiqun_intake_spooled", "Updates fetched ahead that wait in the database for their turn")
SUGGESTIONS = Counter("zhiqun_suggestions", "Course suggestions posted", ["where"])
RULE_BOOK_LOADED = Gauge(
    "zhiqun_rule_book_loaded_timestamp_seconds", "When the rule book in force was loaded, unix time"
)
ERRORS = Counter("zhiqun_errors", "Errors that were caught at an edge", ["edge"])
PURGED = Counter("zhiqun_purged_rows", "Rows dropped because their time was over", ["table"])
FEEDBACK = Counter("zhiqun_feedback", "What members said of suggestions", ["kind"])
PICTURES = Counter("zhiqun_pictures", "Pictures of members without trust, by what came of them", ["outcome"])
PRESSES_REFUSED = Counter("zhiqun_presses_refused", "Pressed buttons without effect", ["why"])
LIMITED = Counter("zhiqun_limited", "Commands and presses beyond a member's limit", ["what"])

SPAM_SECONDS = Histogram("zhiqun_spam_seconds", "Scoring the texts of a batch that were not seen lately")
FIT_SECONDS = Histogram(
    "zhiqun_fit_seconds",
    "Reading the course events and fitting the recommender",
    buckets=(0.1, 0.5, 1, 5, 15, 60, 300, 1800),
)
SPAM_LABELS = Counter("zhiqun_spam_labels", "Texts labelled by moderators", ["label", "source"])


def described() -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    """Name, type, labels and meaning of each, as Prometheus shows them, by name."""
    ours = [value for value in globals().values() if isinstance(value, MetricWrapperBase)]
    for metric, shown in sorted(((m, next(iter(m.describe()))) for m in ours), key=lambda pair: pair[1].name):
        name = f"{shown.name}_total" if shown.type == "counter" else shown.name
        yield name, shown.type, tuple(metric._labelnames), shown.documentation


# What each means, for the Chinese page.
CHINESE = {
    "zhiqun_actions_total": "决定要做的处理",
    "zhiqun_batch_seconds": "一批更新从到达到提交的时间",
    "zhiqun_call_seconds": "一次 Bot API 调用的时间",
    "zhiqun_calls_total": "发出的 Bot API 调用；code 为 0 表示没有收到回应",
    "zhiqun_calls_under_way": "即将发出或尚无回应的调用",
    "zhiqun_checkout_seconds": "从结账询问到达到作出答复的时间",
    "zhiqun_dead_letters_open": "还没有重试或放弃的死信",
    "zhiqun_dead_letters_total": "无法读取或处理的更新",
    "zhiqun_duplicate_updates_total": "重复到达、已忽略的更新",
    "zhiqun_errors_total": "在各个入口被拦下的错误",
    "zhiqun_feedback_total": "成员对推荐的反馈",
    "zhiqun_fit_seconds": "读取课程记录并训练推荐模型的时间",
    "zhiqun_intake_spooled": "提前取来、在数据库里等待处理的更新",
    "zhiqun_intake_updates": "一批更新的条数；100 表示 Telegram 那边还有",
    "zhiqun_intake_waiting": "已收到、还没有提交的更新",
    "zhiqun_limited_total": "超出每人次数限制的命令和按钮",
    "zhiqun_outbox_in_doubt": "不知是否已执行的调用",
    "zhiqun_outbox_loaded": "待发调用中已读入内存的",
    "zhiqun_outbox_planned": "以后才发的调用，内存里只有时间和编号",
    "zhiqun_outbox_waiting": "全部待发调用",
    "zhiqun_provider_notices_total": "支付平台的通知：已处理、重复，或拒绝的原因",
    "zhiqun_provider_calls_total": "向支付平台的请求和结果",
    "zhiqun_payments_total": "Telegram 告知的付款和订阅变化",
    "zhiqun_pictures_total": "未受信任成员的图片，按结果",
    "zhiqun_points_total": "发出的积分",
    "zhiqun_presses_refused_total": "没有生效的按钮点击",
    "zhiqun_purged_rows_total": "到期清理的行",
    "zhiqun_receipts_waiting": "已结束、回执还没有写下的调用",
    "zhiqun_rule_book_loaded_timestamp_seconds": "现行规则载入的时间（Unix 秒）",
    "zhiqun_rule_hits_total": "规则命中",
    "zhiqun_spam_labels_total": "管理员标注的消息",
    "zhiqun_spam_seconds": "给一批没见过的消息打垃圾信息分数的时间",
    "zhiqun_suggestions_total": "发出的课程推荐",
    "zhiqun_timers_due": "到时间还没有触发的定时器",
    "zhiqun_unknown_messages_total": "这个版本不认识的消息类型（规则里是 media: unknown）",
    "zhiqun_updates_total": "已提交的更新，按种类",
}


def table(*, chinese: bool = False) -> str:
    """The table of metrics of an operations page."""
    head = "| 指标 | 类型 | 标签 | 含义 |" if chinese else "| metric | type | labels | meaning |"
    none = "无" if chinese else "none"
    rows = [head, "|---|---|---|---|"]
    for name, kind, labels, meaning in described():
        means = CHINESE[name] if chinese else f"{meaning}."
        rows.append(f"| `{name}` | {kind} | {', '.join(f'`{x}`' for x in labels) or none} | {means} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(f"{table(chinese='--zh' in sys.argv)}\n")
