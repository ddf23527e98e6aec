/** What is said when something is refused or fails, in Chinese. */
export const zhRefusals = {
  failedAccount: '⚠️ 机器人在 Nemo 的账号需要管理员处理。没有扣费，请稍后再试。',
  failedSessionGone: '⚠️ 之前的项目在 Nemo 上已过期。我新建了一个，请重新发送照片。',
  failedCreditsAnonymous: '💳 免费积分用完了。注册后可以获得更多：{url}',
  failedCreditsOthers: '💳 免费积分用完了。请让运行本机器人的人注册账号，以获得更多积分。',
  failedCredits: '💳 积分用完了，请充值后继续。',
  failedPlan: '⚠️ 免费套餐不支持这次导出。这与套餐有关，不是积分的问题。请在这里注册或升级：{url}',
  failedPlanOthers: '⚠️ 免费套餐不支持这次导出。这与套餐有关，不是积分的问题。请让运行本机器人的人注册或升级账号。',
  failedScope: '⚠️ 机器人的账号还不能这样做，需要先注册。请在这里注册，然后再试一次：{url}',
  failedScopeOthers: '⚠️ 机器人的账号还不能这样做，需要先注册。请让运行本机器人的人来注册。',
  failedType: '⚠️ Nemo 不支持这种文件。可以发送：{formats}。',
  failedSize: '⚠️ Nemo 说文件太大了，请压缩或剪短后再发。',
  failedBusy: '⚠️ Nemo 现在很忙，请一分钟后再试。',
  failedUnreachable: '⚠️ Nemo 没有响应。什么都没有丢失，请过几分钟再试。',
  failedAnswer: '⚠️ Nemo 的回答我看不懂。请再试一次；如果还是这样，请告诉管理员（编号 {turn}）。',
  failedAgent: '⚠️ Nemo 遇到了问题，没能完成。请再试一次，或换个说法。',
  failedRender: '⚠️ 渲染失败了。说“导出”可以再试，导出不收费。',
  failedRenderTime: '⚠️ 渲染超过了 {elapsed}，我先不等了。说“导出”可以再试，导出不收费。',
  failedStore: '⚠️ 我现在无法保存记录，不能接受请求。请管理员检查磁盘。',
  failedDamaged: '⚠️ 这个请求的记录损坏了，我无法完成它。请重新发送。',
  failedUnknown: '⚠️ 我这边出错了。请再试一次；如果还是这样，请告诉管理员（编号 {turn}）。',
  budgetUserDay:
    '💳 你今天的 {credits} 积分已用完，或剩下的不够这个请求。{wait}后可以再来；运行本机器人的人可以给你更多。',
  budgetUserMonth:
    '💳 你这个月的 {credits} 积分已用完，或剩下的不够这个请求。{wait}后可以再来；运行本机器人的人可以给你更多。',
  budgetPlaceDay:
    '💳 你们这里今天的 {credits} 积分已用完，或剩下的不够这个请求。{wait}后可以再来；管理者或运行本机器人的人可以提高额度。',
  budgetPlaceMonth:
    '💳 你们这里这个月的 {credits} 积分已用完，或剩下的不够这个请求。{wait}后可以再来；运行本机器人的人可以提高额度。',
  refusedBlocked: '🔒 你在这里被禁止使用本机器人。如果你认为这是误会，请联系管理者。',
  refusedStranger: '🔒 本机器人不对所有人开放，所以我不能帮你。如果你应该有权限，请联系运行本机器人的人。',
  refusedPaused: '⏸ 管理者已让我在这里暂停，所以我不会开始新的任务。发送“状态”看看还有什么在进行。',
  refusedModeratorsUseIt: '🔒 在这里只有管理者可以让我做视频。请找他们帮忙，或私聊我。',
  refusedOwners: '🔒 /{command} 只有运行本机器人的人可以使用。',
  refusedModerators: '🔒 /{command} 只有这里的管理者可以使用。',
  refusedChangesAll: '🔒 /{command} 会改变这里所有人的设置，所以只有管理者可以使用。你可以私聊我来使用。',
  refusedOthersWork: '🔒 /{command} 涉及这里其他人的请求，只有提出请求的人或管理者可以这样做。',
} as const;
