steps-open = 🚀 头几步
steps-head = <b>头几步</b>
steps-over = 🎉 <b>头几步都完成了，欢迎常来！</b>
steps-open-line = ⬜ { $text }
steps-done = ✅ { $text }
steps-none = 这里没有头几步，直接在群里说话就好。
