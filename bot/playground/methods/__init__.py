"""The Bot API methods this server knows, by name. Any other answers 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.playground.methods import chats, files, itself, members, messages, payments, polls, replies
from bot.playground.state import JSON, Bot
from bot.playground.world import World

Method = Callable[[World, Bot, JSON], Any]

# getUpdates is the one more: it waits, so it lives in polling.py.
METHODS: dict[str, Method] = {
    "answerCallbackQuery": replies.answer_callback_query,
    "answerPreCheckoutQuery": payments.answer_pre_checkout_query,
    "approveChatJoinRequest": chats.approve_chat_join_request,
    "banChatMember": members.ban_chat_member,
    "banChatSenderChat": members.ban_chat_sender_chat,
    "close": itself.close,
    "copyMessage": messages.copy_message,
    "createChatInviteLink": chats.create_chat_invite_link,
    "createChatSubscriptionInviteLink": chats.create_chat_subscription_invite_link,
    "createInvoiceLink": payments.create_invoice_link,
    "declineChatJoinRequest": chats.decline_chat_join_request,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "deleteMyCommands": itself.delete_my_commands,
    "deleteWebhook": itself.delete_webhook,
    "editMessageCaption": messages.edit_message_caption,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "editMessageText": messages.edit_message_text,
    "editUserStarSubscription": payments.edit_user_star_subscription,
    "forwardMessage": messages.forward_message,
    "getChat": chats.get_chat,
    "getChatAdministrators": members.get_chat_administrators,
    "getChatMember": members.get_chat_member,
    "getChatMemberCount": members.get_chat_member_count,
    "getFile": files.get_file,
    "getMe": itself.get_me,
    "getMyCommands": itself.get_my_commands,
    "getMyStarBalance": payments.get_my_star_balance,
    "getStarTransactions": payments.get_star_transactions,
    "getWebhookInfo": itself.get_webhook_info,
    "leaveChat": chats.leave_chat,
    "logOut": itself.log_out,
    "pinChatMessage": messages.pin_chat_message,
    "promoteChatMember": members.promote_chat_member,
    "refundStarPayment": payments.refund_star_payment,
    "restrictChatMember": members.restrict_chat_member,
    "revokeChatInviteLink": chats.revoke_chat_invite_link,
    "sendAnimation": files.sender("animation"),
    "sendAudio": files.sender("audio"),
    "sendChatAction": chats.send_chat_action,
    "sendDocument": files.send_document,
    "sendInvoice": payments.send_invoice,
    "sendMessage": messages.send_message,
    "sendPhoto": files.send_photo,
    "sendPoll": polls.send_poll,
    "sendSticker": files.sender("sticker"),
    "sendVideo": files.sender("video"),
    "sendVideoNote": files.sender("video_note"),
    "sendVoice": files.sender("voice"),
    "setChatMemberTag": members.set_chat_member_tag,
    "setChatMenuButton": itself.set_chat_menu_button,
    "setChatPermissions": chats.set_chat_permissions,
    "setMessageReaction": replies.set_message_reaction,
    "setMyCommands": itself.set_my_commands,
    "setWebhook": itself.set_webhook,
    "stopPoll": polls.stop_poll,
    "unbanChatMember": members.unban_chat_member,
    "unbanChatSenderChat": members.unban_chat_sender_chat,
    "unpinChatMessage": messages.unpin_chat_message,
}
# These change nothing, so the journal passes them over.
READING = frozenset({
    "close", "getChat", "getChatAdministrators", "getChatMember", "getChatMemberCount", "getFile",
    "getMe", "getMyCommands", "getMyStarBalance", "getStarTransactions", "getWebhookInfo", "logOut",
    "sendChatAction",
})  # fmt: skip
