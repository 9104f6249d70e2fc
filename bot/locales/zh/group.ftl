command-setrules = 设置本群群规
command-setwelcome = 设置本群欢迎语
help-setrules = 设置 /rules 在本群的回答：把群规写在命令后面，或回复一条写好的消息。单独发送可查看；off 不显示；reset 恢复为文件里的。
help-setwelcome = 设置本群的欢迎语，{"{member}"} 和 {"{chat}"} 会被替换。单独发送可预览；off 不欢迎；reset 恢复为文件里的。
words-set = ✅ 已保存，效果如下：
words-restored = ✅ 已恢复为文件里的内容。
words-welcome = <b>欢迎语</b>（{ $whose }）
words-rules = <b>群规</b>（{ $whose }）
words-own = 本群设置
words-file = 来自规则文件
words-none = （不说话）
words-how = 修改：/{ $command } 加新内容。关闭：/{ $command } off
words-how-back = 恢复为文件里的：/{ $command } reset。关闭：/{ $command } off
words-too-long = 太长了，最多 { $most } 个字。没有修改。
words-strange = { $name } 没有对应的内容，请写 {"{member}"} 或 {"{chat}"}。没有修改。
rules-of = <b>{ $chat }</b>
    { $text }
