"""Every table. Importing this module fills `SQLModel.metadata`."""

from storage.tables.answering import AskedQuestion, EssenceRow, GivenAnswer
from storage.tables.camps import CampCheckin, CampMember
from storage.tables.cases import Appeal, Case, CaseAct, CaseNote, Evidence, RuleBookRow
from storage.tables.courses import (
    CourseEvent,
    CourseNotice,
    Interests,
    ModelVersion,
    Question,
    Suggestion,
    Watermark,
)
from storage.tables.delivery import OutboxRow, PostedMessage, Receipt
from storage.tables.durability import CommitCounter, Loss
from storage.tables.events import (
    DeadLetter,
    EventDetail,
    EventRow,
    MessageText,
    SeenUpdate,
    SpooledUpdate,
)
from storage.tables.homework import HomeworkDraft, HomeworkHandin, HomeworkRow
from storage.tables.identity import Chat, ChatAlias, ClaimCode, Community, InstallationKey, Person
from storage.tables.membership import Member, Preference, Stale, Standing, Warning
from storage.tables.plan_gifts import FamilyPlace, HeldCoupon
from storage.tables.points import HeldBadge, LedgerRow, PaidReaction, SeenRing
from storage.tables.providers import ProviderCall, ProviderNotice, ProviderRow, RefusedNotice
from storage.tables.purchases import (
    ChannelLink,
    Entitlement,
    PaymentRow,
    PlanCode,
    PlanDoor,
    PlanLink,
    PlanTrust,
    Purchase,
    StarRow,
    SubscriptionRow,
    ToldOnce,
)
from storage.tables.quizzes import QuizAnswer, QuizPoll
from storage.tables.referrals import FirstSteps, InviteLink, Referral
from storage.tables.risks import MemberRisk, RiskModel
from storage.tables.screening import (
    AnswerRow,
    ChatPermissions,
    ChatSetting,
    Newcomer,
    Note,
    Report,
    Reported,
    SharedBan,
    Trusted,
)
from storage.tables.shop import ShopCode, ShopOrder
from storage.tables.spam import SpamLabel, SpamModelRow
from storage.tables.timers import JobRun, Timer

__all__ = [
    "AnswerRow",
    "Appeal",
    "AskedQuestion",
    "CampCheckin",
    "CampMember",
    "Case",
    "CaseAct",
    "CaseNote",
    "ChannelLink",
    "Chat",
    "ChatAlias",
    "ChatPermissions",
    "ChatSetting",
    "ClaimCode",
    "CommitCounter",
    "Community",
    "CourseEvent",
    "CourseNotice",
    "DeadLetter",
    "Entitlement",
    "EssenceRow",
    "EventDetail",
    "EventRow",
    "Evidence",
    "FamilyPlace",
    "FirstSteps",
    "GivenAnswer",
    "HeldBadge",
    "HeldCoupon",
    "HomeworkDraft",
    "HomeworkHandin",
    "HomeworkRow",
    "InstallationKey",
    "Interests",
    "InviteLink",
    "JobRun",
    "LedgerRow",
    "Loss",
    "Member",
    "MemberRisk",
    "MessageText",
    "ModelVersion",
    "Newcomer",
    "Note",
    "OutboxRow",
    "PaidReaction",
    "PaymentRow",
    "Person",
    "PlanCode",
    "PlanDoor",
    "PlanLink",
    "PlanTrust",
    "PostedMessage",
    "Preference",
    "ProviderCall",
    "ProviderNotice",
    "ProviderRow",
    "Purchase",
    "Question",
    "QuizAnswer",
    "QuizPoll",
    "Receipt",
    "Referral",
    "RefusedNotice",
    "Report",
    "Reported",
    "RiskModel",
    "RuleBookRow",
    "SeenRing",
    "SeenUpdate",
    "SharedBan",
    "ShopCode",
    "ShopOrder",
    "SpamLabel",
    "SpamModelRow",
    "SpooledUpdate",
    "Stale",
    "Standing",
    "StarRow",
    "SubscriptionRow",
    "Suggestion",
    "Timer",
    "ToldOnce",
    "Trusted",
    "Warning",
    "Watermark",
]
