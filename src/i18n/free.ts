import type { Language } from './language.ts';
import type { SentenceKey } from './translation.ts';

/**
 * What is said with a backend that takes no credits and works on this machine, in place of the sentences of the same keys.
 * Times that only hold for NemoVideo are left out as well. Each uses no other placeholders than the sentence it replaces.
 */
export const FREE_OF_CHARGE: Record<Language, Partial<Record<SentenceKey, string>>> = {
  en: {
    toolGenerate: '🎨 Making the clip…',
    toolGenerateMusic: '🎵 Making the music…',
    toolVoice: '🎙 Making the voice-over…',
    usesCredits: '',
    confirmNeeded: '👉 Nemo waits for a yes. Say “yes, go ahead” to go on.',
    lostReply:
      '⚠️ The connection broke, and the timeline still shows no change. I have not sent your request again, so that it is not done twice. Say it once more to try again.',
    lostSight:
      '⚠️ The connection broke, and I can’t see yet what became of your request. I have not sent it again, so that it is not done twice. Say “timeline” in a while to see it.',
    noteRerun: '🔁 The same once more: “{what}”',
    noteVariation: '🎲 Another version.',
    nextRerun: '🔁 Once more',
    nextVariation: '🎲 Another version',
    factDuration: '⏱ Usually less than a minute: videos are rendered on this machine. I show how far it is.',
    factPrice: 'Nothing: videos are rendered on this machine.',
    cost: '',
    costShared: '',
    credits: 'Nothing is counted here: videos are made on this machine, as many as you like.',
    requestsLine: '{at} · {name} ({user}) · {what} · {outcome}',
    cancelled: '🛑 Stopped: “{what}”.',
    cancelledSpent: '🛑 Stopped: “{what}”. It had begun already.',
    cancelledRender: '🛑 Stopped the export. Say “export” to start it again.',
    limitAspect:
      'The format of a finished clip can’t be changed; it has to be made anew. Say “make a new vertical video” with the format you want.',
    failedAccount: '⚠️ The bot’s account at Nemo needs attention from whoever runs this bot. Try again later.',
    failedRender: '⚠️ The render failed. Say “export” to try again.',
    failedRenderTime: '⚠️ The render takes longer than {elapsed}, so I stopped waiting. Say “export” to try again.',
  },
  zh: {
    requestsLine: '{at} · {name}（{user}）· {what} · {outcome}',
    toolGenerate: '🎨 正在生成片段……',
    toolGenerateMusic: '🎵 正在生成音乐……',
    toolVoice: '🎙 正在生成旁白……',
    usesCredits: '',
    confirmNeeded: '👉 Nemo 在等你确认。说“好的，继续”就会开始。',
    lostReply: '⚠️ 连接中断了，时间线上还看不到变化。为了不重复处理，我没有重新发送你的请求。想再试一次，请再说一遍。',
    lostSight:
      '⚠️ 连接中断了，我暂时看不到你的请求有没有完成。为了不重复处理，我没有重新发送。过一会儿说“时间线”看看结果。',
    noteRerun: '🔁 再做一次：“{what}”',
    noteVariation: '🎲 换一个版本。',
    nextRerun: '🔁 再来一次',
    nextVariation: '🎲 换一个版本',
    factDuration: '⏱ 一般不到一分钟：视频就在这台机器上渲染。我会显示进度。',
    factPrice: '不花钱：视频就在这台机器上渲染。',
    cost: '',
    costShared: '',
    credits: '这里不计费：视频就在这台机器上制作，想做多少都可以。',
    cancelled: '🛑 已停止：“{what}”。',
    cancelledSpent: '🛑 已停止：“{what}”。它已经开始处理了。',
    cancelledRender: '🛑 已停止导出。说“导出”可以重新开始。',
    limitAspect: '已经生成的片段不能改画面比例，需要重新生成。想要的话，请说“重新做一个竖屏视频”。',
    failedAccount: '⚠️ 机器人在 Nemo 的账号需要管理员处理。请稍后再试。',
    failedRender: '⚠️ 渲染失败了。说“导出”可以再试一次。',
    failedRenderTime: '⚠️ 渲染超过了 {elapsed}，我先不等了。说“导出”可以再试一次。',
  },
};
