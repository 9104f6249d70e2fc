"""What people do, by name: each act is a record and a function that lets it happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.playground.acts import membership, model, payments, respond, setup, talk
from bot.playground.state import JSON
from bot.playground.world import World

ACTS: dict[type[model.Act], Callable[[World, Any], JSON]] = {
    model.AddBot: membership.add_bot,
    model.Approve: membership.approve,
    model.Block: setup.block,
    model.CancelSubscription: payments.cancel_subscription,
    model.ChargeBack: payments.charge_back,
    model.CreateBot: setup.create_bot,
    model.CreateChat: setup.create_chat,
    model.CreatePerson: setup.create_person,
    model.CreateTopic: setup.create_topic,
    model.Deactivate: setup.deactivate,
    model.Decline: membership.decline,
    model.Delete: talk.delete,
    model.DeleteChat: setup.delete_chat,
    model.Demote: membership.demote,
    model.Disturb: payments.disturb,
    model.Edit: talk.edit,
    model.GetStars: payments.get_stars,
    model.Invite: membership.invite,
    model.Join: membership.join,
    model.Leave: membership.leave,
    model.Migrate: setup.migrate,
    model.Pay: payments.pay,
    model.Pin: talk.pin,
    model.Post: talk.post_to_channel,
    model.Press: respond.press,
    model.Profile: setup.profile,
    model.Promote: membership.promote,
    model.React: respond.react,
    model.Remove: membership.remove,
    model.RemoveBot: membership.remove_bot,
    model.RequestJoin: membership.request_join,
    model.Restrict: membership.restrict,
    model.ResumeSubscription: payments.resume_subscription,
    model.SetupBot: setup.setup_bot,
    model.Start: setup.start,
    model.Unblock: setup.unblock,
    model.Vote: respond.vote,
    model.WriteMessage: talk.write,
}
