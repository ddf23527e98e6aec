/** Sentences about how a place is set, in simplified Chinese, with the keys of `en-settings.ts`. */
export const zhSettings = {
  settingsHead: '⚙️ 我在这里的设置：',
  settingsHint: '要更改，说“/settings 2”，或直接说“/settings {key} ……”。',
  settingLine: '{title}：{value}',
  settingDefault: '{value}（默认）',
  settingHowChoice: '用“/settings {key} 2”选择；“/settings {key} default”恢复默认。',
  settingHowNumber: '用“/settings {key} {max}”设定（{min} 到 {max}）；“/settings {key} default”恢复默认。',
  settingHowText: '写在“/settings {key}”后面，最多 {max} 个字；“/settings {key} default”恢复默认。',
  settingHowList:
    '用“/settings {key} +甲, 乙”添加，用“/settings {key} -甲”去掉，或把整个列表写在“/settings {key}”后面；“/settings {key} default”恢复默认。',
  settingListHint: '“+甲, 乙”添加，“-甲”去掉，“甲, 乙”是整个列表',
  settingChanged: '✅ {title}：{before} → {after}',
  settingSame: '{title}已经是这样了：{value}',
  settingUnknown: '这里没有“{what}”这项设置。',
  settingCount: '列表中有 {count} 项',
  settingBack: '← 全部设置',
  settingToDefault: '↩️ 恢复默认',

  // 值为什么不行
  settingNoChoice: '不能选“{what}”。可选：{choices}',
  settingNoNumber: '必须是 {min} 到 {max} 之间的整数。',
  settingTooLong: '太长了：最多 {max} 个字。',
  settingTooMany: '太多了：最多 {max} 项。',
  settingNoItem: '“{what}”不能放进这个列表。',

  // 值
  settingOn: '开',
  settingOff: '关',
  settingAutoLanguage: '跟随文字',
  settingEverybody: '所有人',
  settingListed: '允许名单',
  settingModerators: '只有管理者',
  settingFit: '小一些的版本',
  settingLink: '只发链接',
  settingQuarter: '账号的四分之一',
  settingNoLimit: '不限',
  settingSkillGreeting: '技能自带的',
  settingNone: '无',
  settingNobody: '没有人',

  // 条款
  termsAsk:
    '📄 第一次使用前：运行本机器人的人请你同意使用条款 {url} 。点“我同意”或说“是”，我就继续处理已经保留的请求；在那之前什么都不会发送。',
  termsAskFull:
    '📄 运行本机器人的人请你先同意使用条款 {url} 。点“我同意”或说“是”。你已有五个请求在等，所以这一个我没有保留。',
  termsAgree: '✅ 我同意',
  termsAgreed: '✅ 已记下：你同意使用条款。我继续处理你的请求。',

  // 由设置带来的拒绝
  refusedListedUseIt: '🔒 我在这里只为允许名单上的人做视频。管理者可以把你加进去。',
  refusedBlockedRepeat:
    '🚫 要重做的那个请求里有现在已被这里屏蔽的词，所以我没有开始，什么也没花。请换个说法告诉我你要什么。',
  refusedBlockedRest: '🚫 你的请求剩下的部分里有现在已被这里屏蔽的词，所以我做到这里为止。请把剩下的换个说法。',
  refusedBlockedWord: '🚫 你的请求里有这里屏蔽的词，所以我没有开始，什么也没花。请换个说法。',
  languageOfPlace: '我在这里用{language}回答，这是管理者用 /settings 设置的。',
} as const;
