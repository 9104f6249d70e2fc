// Every sentence of the page, in both languages.

const TEXTS = {
  zh: {
    title: "知群 · 本地演示", chats: "聊天", chat: "对话", side: "面板", you: "我是", be: "成为", newcomer: "新成员…",
    watching: "只看", newcomerTitle: "一位新成员", name: "名字", speaks: "语言", create: "创建", cancel: "取消", save: "保存",
    language: "English", languageLabel: "切换到英文", theme: "明暗", themes: "浅色|深色|跟随系统", members: "{n} 人",
    bot: "机器人", owner: "群主", admin: "管理员", muted: "已禁言", banned: "已封禁", left: "不在群里", member: "成员",
    write: "说点什么…", send: "发送", attach: "附件", commands: "命令", join: "加入「{chat}」", leave: "退群",
    start: "开始和机器人对话", reply: "回复", edit: "编辑", edited: "已编辑", remove: "删除", forward: "转发到这里",
    react: "回应", more: "更多", pin: "置顶", pinned: "置顶消息", pickOne: "选一个聊天",
    photo: "图片文件…", sample: "画一张图发出", link: "插入链接", sticker: "贴纸", document: "文件…", channel: "转发频道消息",
    replyTo: "回复 {name}", editing: "编辑消息", mutedUntil: "禁言中，{time} 恢复发言", mutedForEver: "现在还不能发言，看看群里的提示",
    bannedHere: "你已被移出「{chat}」", notIn: "你还不在「{chat}」里",
    ghostBy: "被 {name} 删除", ghostSelf: "作者自己删除", ghostBot: "机器人稍后收回", reason: "机器人说明：",
    joined: "{name} 加入了群", added: "{by} 把 {name} 拉进了群", leftChat: "{name} 退出了群", removedFrom: "{by} 把 {name} 移出了群",
    pinnedBy: "{name} 置顶了一条消息", topic: "新话题：{name}", muteNote: "{by} 将 {name} 禁言{until}", unmuteNote: "{by} 恢复了 {name} 的发言",
    banNote: "{by} 封禁了 {name}{until}", unbanNote: "{by} 解除了对 {name} 的封禁", outNote: "{by} 请 {name} 出群了，没有封禁", until: "，直到 {time}", forwardedFrom: "转发自 {name}",
    missing: "原消息已不在", file: "文件", poll: "投票", voice: "语音", video: "视频", contact: "名片", newest: "回到最新", empty: "还没有消息",
    did: "机器人做了什么", rules: "规则", figures: "数字", people: "成员",
    didEmpty: "机器人还没有动作。", didFail: "被拒绝：{why}",
    "call.sendMessage": "在「{chat}」说：{text}", "call.sendPhoto": "在「{chat}」发了图片", "call.deleteMessage": "删除了 {whose}消息{quote}",
    "call.tookBack": "收回了自己的消息{quote}", "call.deleteMessages": "一次删除了 {n} 条消息", "call.restrictChatMember": "将 {name} 禁言{until}", "call.unrestrict": "恢复了 {name} 的发言",
    "call.setChatMemberTag": "{name} 的标签：「{tag}」", "call.banChatMember": "封禁了 {name}{until}", "call.unbanChatMember": "解除了对 {name} 的封禁", "call.putOut": "请 {name} 出「{chat}」，没有封禁", "call.setMessageReaction": "给 {whose}消息回应 {emoji}",
    "call.answerCallbackQuery": "回答了按钮：{text}", "call.heard": "收到了按钮", "call.approveChatJoinRequest": "让 {name} 进了「{chat}」",
    "call.createInvoiceLink": "开了一张账单", "call.answerPreCheckoutQuery": "答复了一笔付款", "call.sendPoll": "在「{chat}」出了一道题", "call.stopPoll": "结束了一道题",
    "call.pinChatMessage": "置顶了一条消息", "call.getChatAdministrators": "询问了「{chat}」的管理员",
    "call.editMessageText": "改写了自己的消息：{text}", "call.editMessageReplyMarkup": "换了消息下的按钮", "call.setMyCommands": "登记了命令菜单",
    "call.getMe": "问自己是谁", "call.getChatMember": "询问了 {name} 的身份", "call.other": "调用了 {method}", whose: "{name} 的",
    "fig.sent": "发给机器人的更新", "fig.confirmed": "机器人已确认", "fig.pending": "排队中", "fig.calls": "Bot API 调用", "fig.errors": "被拒绝的调用",
    "fig.p50": "首次反应（中位）", "fig.p99": "首次反应（p99）", "fig.byMethod": "按方法", "fig.none": "–", "fig.people": "人数", "fig.messages": "消息数",
    "fig.points": "发出的积分", "fig.coins": "发出的金币", "fig.spent": "花掉的金币", "fig.orders": "订单", "fig.delivered": "已交付的订单", "fig.tags": "名字旁的标签",
    "fig.bySource": "积分来源", "fig.byLevel": "各等级人数", "fig.byTag": "各标签人数", "fig.level": "第 {n} 级",
    rulesFile: "文件", rulesSave: "保存并交给机器人", rulesReload: "重新读取", rulesSaved: "已保存，等机器人接手…", rulesDirty: "有未保存的改动",
    rulesTaken: "机器人已采用新规则（{hash}）", rulesSame: "已保存；规则内容没有变化（{hash}）", rulesRefused: "机器人拒绝了改动，仍按旧规则执行（{hash}）：",
    rulesCurrent: "机器人正在使用的规则：{hash}", rulesNoBot: "已保存；现在联系不到机器人", rulesOffline: "现在联系不到机器人", rulesUnavailable: "这次运行没有提供规则文件夹。",
    rulesDiscard: "放弃未保存的改动？", editor: "{file} 的内容", pause: "暂停剧情", resume: "继续剧情", online: "实时", offline: "重新连接中…",
    clock: "群里的时间", private: "私聊", close: "关闭", ok: "好", speed: "{n} 倍速", newcomerDone: "你现在是 {name}，先加入一个群吧",
    intro: "本地演示：学习群里的学员按剧本聊天，管群的是真正的知群机器人；你扮演谁，剧本就不替谁说话。",
    tries: "你是访客：加入群，按机器人给的按钮，看看欢迎语|发一条广告，比如 `免费领资料，加微信 study-888`：它会消失，群里说明原因|换成老学员阿哲，写 `想学 Excel 和 SQL`，再发 `/suggest`|换成群主周舟，对一条消息回复 `/warn 请勿推销`，再到管理员群里撤销|打开右边的“规则”，改一条规则并保存，机器人马上采用|私聊 zhiqun_bot，发 `/plans`，买一日会员，用机器人给的按钮进读书会",
    triesShow: "六件可以试试的事", triesHide: "收起",
    paidStars: "{name} 付了 ⭐ {n}", refundedStars: "⭐ {n} 退还给 {name}", payDone: "已付 ⭐ {n}", payLate: "机器人没有答应，没有扣款",
    wentIn: "你进了「{chat}」", askedIn: "已申请加入「{chat}」",
    presence: "正在输入…", actAs: "成为这个人", noAnswer: "机器人没有回答这个按钮",
  },
  en: {
    title: "Zhiqun · local demo", chats: "Chats", chat: "Chat", side: "Panel", you: "You are", be: "Be", newcomer: "A newcomer…",
    watching: "Watching", newcomerTitle: "A newcomer", name: "Name", speaks: "Language", create: "Create", cancel: "Cancel", save: "Save",
    language: "中文", languageLabel: "Switch to Chinese", theme: "Light or dark", themes: "Light|Dark|As the system", members: "{n} people",
    bot: "bot", owner: "owner", admin: "admin", muted: "muted", banned: "banned", left: "not here", member: "member",
    write: "Write something…", send: "Send", attach: "Attach", commands: "Commands", join: "Join “{chat}”", leave: "Leave",
    start: "Start a talk with the bot", reply: "Reply", edit: "Edit", edited: "edited", remove: "Delete", forward: "Forward to here",
    react: "React", more: "More", pin: "Pin", pinned: "Pinned message", pickOne: "Choose a chat",
    photo: "Picture file…", sample: "Draw and send a picture", link: "Insert a link", sticker: "Sticker", document: "File…", channel: "Forward from a channel",
    replyTo: "Reply to {name}", editing: "Edit message", mutedUntil: "Muted until {time}", mutedForEver: "You cannot write yet: see what the group says",
    bannedHere: "You were removed from “{chat}”", notIn: "You are not in “{chat}” yet",
    ghostBy: "removed by {name}", ghostSelf: "deleted by its author", ghostBot: "withdrawn by the bot later", reason: "The bot says: ",
    joined: "{name} joined", added: "{by} added {name}", leftChat: "{name} left", removedFrom: "{by} removed {name}",
    pinnedBy: "{name} pinned a message", topic: "New topic: {name}", muteNote: "{by} muted {name}{until}", unmuteNote: "{by} let {name} write again",
    banNote: "{by} banned {name}{until}", unbanNote: "{by} lifted the ban of {name}", outNote: "{by} put {name} out, without a ban", until: " until {time}", forwardedFrom: "Forwarded from {name}",
    missing: "the message is gone", file: "File", poll: "Poll", voice: "Voice", video: "Video", contact: "Contact", newest: "To the newest", empty: "No messages yet",
    did: "What the bot did", rules: "Rules", figures: "Figures", people: "People",
    didEmpty: "The bot did nothing yet.", didFail: "refused: {why}",
    "call.sendMessage": "wrote in “{chat}”: {text}", "call.sendPhoto": "sent a picture to “{chat}”", "call.deleteMessage": "removed {whose} message{quote}",
    "call.tookBack": "took its own message back{quote}", "call.deleteMessages": "removed {n} messages at once", "call.restrictChatMember": "muted {name}{until}", "call.unrestrict": "let {name} write again",
    "call.setChatMemberTag": "tagged {name}: “{tag}”", "call.banChatMember": "banned {name}{until}", "call.unbanChatMember": "lifted the ban of {name}", "call.putOut": "put {name} out of “{chat}”, without a ban", "call.setMessageReaction": "reacted {emoji} to {whose} message",
    "call.answerCallbackQuery": "answered a button: {text}", "call.heard": "took in a button", "call.approveChatJoinRequest": "let {name} into “{chat}”",
    "call.createInvoiceLink": "made an invoice", "call.answerPreCheckoutQuery": "answered a payment", "call.sendPoll": "asked a question in “{chat}”", "call.stopPoll": "closed a question",
    "call.pinChatMessage": "pinned a message", "call.getChatAdministrators": "asked who administers “{chat}”",
    "call.editMessageText": "rewrote its message: {text}", "call.editMessageReplyMarkup": "changed the buttons of a message", "call.setMyCommands": "registered its command menu",
    "call.getMe": "asked who it is", "call.getChatMember": "asked how {name} stands", "call.other": "called {method}", whose: "{name}’s",
    "fig.sent": "Updates sent to the bot", "fig.confirmed": "Confirmed by the bot", "fig.pending": "Waiting", "fig.calls": "Bot API calls", "fig.errors": "Refused calls",
    "fig.p50": "First answer, median", "fig.p99": "First answer, p99", "fig.byMethod": "By method", "fig.none": "–", "fig.people": "People", "fig.messages": "Messages",
    "fig.points": "Points given", "fig.coins": "Coins given", "fig.spent": "Coins spent", "fig.orders": "Orders", "fig.delivered": "Orders delivered", "fig.tags": "Tags beside names",
    "fig.bySource": "Points by source", "fig.byLevel": "Members by level", "fig.byTag": "Members by tag", "fig.level": "Level {n}",
    rulesFile: "File", rulesSave: "Save and hand to the bot", rulesReload: "Read again", rulesSaved: "Saved, waiting for the bot…", rulesDirty: "Unsaved changes",
    rulesTaken: "The bot took the new rules over ({hash})", rulesSame: "Saved; the rules mean the same as before ({hash})", rulesRefused: "The bot refused the change and keeps the old rules ({hash}):",
    rulesCurrent: "Rules the bot uses now: {hash}", rulesNoBot: "Saved; the bot cannot be reached", rulesOffline: "The bot cannot be reached", rulesUnavailable: "This run has no folder of rules.",
    rulesDiscard: "Discard the unsaved changes?", editor: "Text of {file}", pause: "Pause the story", resume: "Resume the story", online: "live", offline: "reconnecting…",
    clock: "Time in the chats", private: "Private chat", close: "Close", ok: "OK", speed: "{n}× speed", newcomerDone: "You are {name} now; join a group first",
    intro: "A local demo: scripted learners chat in a group that the real Zhiqun bot looks after; the script leaves alone whoever you play.",
    tries: "You are the Guest: join the group and press the button that the bot shows|Post an advertisement, such as `免费领资料，加微信 study-888`: it goes, and the group reads why|Be 阿哲, a long-time member, write `I want to learn Excel and SQL`, then `/suggest`|Be 周舟, the owner, answer a message with `/warn no sales, please`, then undo it in the moderators’ group|Open “Rules” on the right, change a rule and save it: the bot takes it over at once|Write `/plans` to zhiqun_bot in private, buy One day, and enter the reading room by its button",
    triesShow: "Six things to try", triesHide: "Hide",
    paidStars: "{name} paid ⭐ {n}", refundedStars: "⭐ {n} went back to {name}", payDone: "Paid ⭐ {n}", payLate: "The bot did not agree; nothing was charged",
    wentIn: "You are in “{chat}”", askedIn: "You asked to join “{chat}”",
    presence: "is typing…", actAs: "Be this person", noAnswer: "The bot did not answer this button",
  },
};

let language = localStorage.getItem("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");

export const lang = () => language;

export function setLanguage(code) {
  language = code;
  localStorage.setItem("language", code);
  document.documentElement.lang = code;
}

export function t(key, values = {}) {
  const text = TEXTS[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const knows = (key) => key in TEXTS[language];
