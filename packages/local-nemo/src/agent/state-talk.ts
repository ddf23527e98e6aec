import type { LocalDraft } from '../draft.ts';
import type { Note } from './edits.ts';
import { tracksOf } from './timeline.ts';

/** A question about the video as it is: its length, its order, what is at a place, its music, its texts, its format. */
const ASKS = new RegExp(
  [
    "\\bhow long (?:is|are|was)\\b(?!.{0,12}\\btake)|\\bwhat(?:'s| is) the (?:total )?(?:length|duration)\\b|\\bhow many (?:seconds|photos|pictures|clips|pics)\\b",
    "\\b(?:which|what) (?:one |photo |picture |pic |image |clip )?(?:is|was|are|'s)\\b.{0,16}(?:\\bnumber\\b|#|\\d|\\b(?:first|second|third|fourth|fifth|last)\\b)(?! ?(?:s\\b|sec))|\\bwhat number is\\b",
    "\\bwhat(?:'s| is| are)? (?:the |my )?(?:current )?(?:order|music|song|track|title|text|captions?|format|aspect ratio)\\b(?! (?:for|about|if))|\\bwhat order\\b|^[\\s\\p{P}]*(?:the )?order\\?",
    "\\bwhat(?:'s| is) in (?:it|the video|there)\\b|\\bwhat do (?:we|i) have\\b|\\bshow me (?:the )?(?:order|timeline|list)\\b|\\bwhich (?:photos|pictures|clips) are\\b",
    '(?:多长|(?<![十])几秒|多少秒|多久了|多长时间|多少张|几张|几个片段)(?:了|现在|呢|啊|吗|呀|来着)*[?？]?$|(?:现在|总共|一共|视频).{0,3}(?:多长|几秒|多少秒|多久)(?!.{0,3}[后才能])',
    '第.{1,3}[张段个](?:照片|图)?是(?:哪|什么|啥|谁|哪张)|哪[一]?[张段个](?:照片|图)?(?:是|在)第|(?:顺序|排序)(?:现在)?是?(?:什么|啥|怎么?样|怎么排)|(?:什么|啥)(?:音乐|歌|顺序)|(?:歌|音乐|配乐|曲子)(?:叫|是)(?:什么|啥)|(?:标题|字幕|文字)(?:现在)?(?:是|写的是|写了)(?:什么|啥)|(?:里面|视频里)(?:有|都有)(?:什么|哪些|啥)',
  ].join('|'),
  'u',
);
const LONGEST = 80;

/** What to answer to a question about the video itself; undefined where none is asked. @param text folded */
export function stateAsked(text: string, draft: LocalDraft): Note | undefined {
  if (text.length > LONGEST || !ASKS.test(text)) return undefined;
  const { clips, sounds, texts } = tracksOf(draft);
  const [music] = sounds;
  return {
    kind: 'state',
    ms: draft.d,
    aspect: draft.m.aspect,
    clips: clips.map(({ d, m }) => ({ name: m.name, ms: d })),
    ...(music && { music: music.m.mood ?? music.m.name, own: music.m.mood === undefined }),
    texts: texts.map(({ m }) => m.text),
  };
}
