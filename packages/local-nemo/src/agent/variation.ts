import type { LocalDraft } from '../draft.ts';
import type { Edit, Varied } from './edits.ts';
import { tracksOf } from './timeline.ts';

const EN_KIND = '(?:versions?|variations?|variants?|takes?|styles?|looks?|edits?|vibes?|spin)';
// "A different style of music" is about the music alone.
const OF_PART = '(?!\\s+(?:of|for|in) (?:the |my )?(?:music|songs?|titles?|texts?|captions?|transitions?|fonts?)\\b)';
const WISHES = [
  new RegExp(
    `\\b(?:another|(?:a |an )?(?:\\w+ly )?(?:different|new|alternative|alternate|second)|one more)\\s+${EN_KIND}\\b${OF_PART}`,
  ),
  new RegExp(
    `\\b(?:change|switch|vary|mix) (?:up )?(?:the |its )?(?:whole |overall )?(?:style|look|vibe)\\b${OF_PART}`,
  ),
  /\bsurprise me\b|\bremix (?:it|this|the video)\b|\b(?:try )?something (?:\w+ly )?different\b(?! (?:for|as|with) (?:the )?(?:music|title|text))|\btry something (?:else|new)\b|\bdo it differently\b|\bmake (?:it|this|the video) (?:look )?(?:\w+ly )?different\b|\ba variation\b/,
  /(?:换|变)(?:成)?(?:一?[个种版下])?(?:别的|其他的?|另外的?|不同的?|新的?|不一样的?)?(?:整体)?(?:的)?(?:风格|版本|样式|花样|感觉|样子|做法)(?!的?(?:音乐|转场|标题|字幕|配乐|歌|曲))/,
  /换一版|再(?:来|做|出|剪)一版|另一版|(?:另外?|再|重新)(?:给我|帮我)?(?:来|做|出|生成|制作|剪)?一?[个种版段]?(?:完全)?(?:不同的?|不一样的?|别的|新的?)?(?:版本|风格)(?!的?(?:音乐|转场|标题|字幕|配乐|歌|曲))|(?:不同|不一样)的?(?:版本|风格)(?!的?(?:音乐|转场|标题|字幕|配乐|歌|曲))|来(?:点|个)(?:不一样|不同)的|给我(?:一?个|点)?惊喜/,
];
// Without new files there is nothing else that another video could be made of.
const OTHER_VIDEO =
  /\b(?:another|(?:a )?different|(?:a )?new) (?:video|clip) (?:from|of|with) (?:the )?same\b|\b(?:another|a different|a second) (?:video|clip)\b|(?:用)?(?:同样|一样|相同)的(?:素材|照片|图片)|(?:另|再做)(?:一|外)?个(?:不同的|不一样的)?视频/;
const PART_BEFORE =
  /(?:\b(?:music|songs?|titles?|texts?|captions?|transitions?|fonts?)\b|音乐|配乐|标题|字幕|转场|文字)[^,，。.;；!！]*$/;
// "… from the same material, with different motion, transitions and music": what a variation is anyway.
const PART = '(?:motions?|movements?|camera moves?|transitions?|music|songs?|look|style|effects?)';
const ZH_PART = '(?:镜头运动|镜头|运动|运镜|转场|音乐|配乐|风格|效果)';
const OBVIOUS = [
  new RegExp(
    `\\b(?:with |and )?(?:a |some )?(?:different|other|another|new) ${PART}(?:(?:,? and|,|, and) (?:different |other |another |new )?${PART})*`,
    'g',
  ),
  new RegExp(
    `(?:并?换|用)?(?:上|成)?(?:不同|别|其他|另外|新)的?${ZH_PART}(?:[、,，和与及]+(?:不同的?|别的)?${ZH_PART})*`,
    'g',
  ),
  /\b(?:from|of|with|using|for) (?:the )?(?:same|this|that|my) (?:material|video|clip|photos?|pictures?|images?|files|media|one)\b/g,
  /(?:用|把)?(?:同样|一样|相同)的(?:素材|照片|图片)/g,
];
const KEPT: [RegExp, Varied][] = [
  [
    /\b(?:same|keep(?:ing)?(?: the| this| my)?|don'?t change(?: the)?|leave(?: the)?)(?: same)? (?:background )?(?:music|song)\b|保留(?:原来的?)?(?:背景)?(?:音乐|配乐)|(?:音乐|配乐)(?:保持)?(?:不变|不动|别换|不要换)|(?:同样|一样)的(?:音乐|配乐)/,
    'music',
  ],
  [
    /\b(?:same|keep(?:ing)?(?: the)?|don'?t change(?: the)?|leave(?: the)?)(?: same)? (?:camera )?(?:motion|movement)s?\b|保留(?:原来的?)?(?:镜头|运镜)|(?:镜头|运镜)(?:保持)?(?:不变|别换|不要换)/,
    'motion',
  ],
  [
    /\b(?:same|keep(?:ing)?(?: the)?|don'?t change(?: the)?|leave(?: the)?)(?: same)? transitions?\b|保留(?:原来的?)?转场|转场(?:保持)?(?:不变|别换|不要换)/,
    'transition',
  ],
];

/** A wish for a different version of the video, and what else the message says. */
export interface VariationWish {
  /** The message without the wish itself; same length. */
  rest: string;
  keeps: Varied[];
}

/**
 * Reads a wish for another version of the video.
 * @param text folded, as in a reading
 * @param hasNewFiles then another video is one of these
 */
export function variationWish(text: string, hasNewFiles: boolean): VariationWish | undefined {
  const wish = [...WISHES, ...(hasNewFiles ? [] : [OTHER_VIDEO])]
    .map((pattern) => pattern.exec(text))
    .find((match) => match && !PART_BEFORE.test(text.slice(0, match.index)));
  if (!wish) return undefined;
  const keeps = KEPT.flatMap(([pattern, varied]) => (pattern.test(text) ? [varied] : []));
  let rest = blanked(text, wish.index, wish[0].length);
  for (const pattern of [...OBVIOUS, ...KEPT.map(([kept]) => new RegExp(kept, 'g'))]) {
    rest = rest.replace(pattern, (words) => ' '.repeat(words.length));
  }
  return { rest, keeps };
}

function blanked(text: string, from: number, length: number): string {
  return text.slice(0, from) + ' '.repeat(length) + text.slice(from + length);
}

/** What an earlier request laid down for every version: length, format, and what was not to be there. */
export function lastingWishes(edits: Edit[]): Edit[] {
  return edits.filter((edit, i) => {
    const later = edits.slice(i + 1);
    switch (edit.kind) {
      case 'length':
      case 'aspect':
        return !later.some((other) => other.kind === edit.kind);
      case 'remove-music':
        return !later.some((other) => other.kind === 'music');
      case 'remove-text':
        return !edits.some((other) => other.kind === 'add-text' || other.kind === 'change-text');
      case 'transition':
        return edit.transition === 'cut';
      case 'motion':
        return edit.motion === 'still';
      default:
        return false;
    }
  });
}

/**
 * What can differ in the next version of a video. What was declined stays away: a video without music, transitions or
 * motion has none of them in its next version either. The user's own music is material, not style.
 */
function variable(draft: LocalDraft): Varied[] {
  const { clips, sounds } = tracksOf(draft);
  const all: [Varied, boolean][] = [
    ['motion', clips.some((clip) => clip.m.motion !== 'still')],
    ['transition', clips.some((clip, i) => i > 0 && clip.m.transition.kind !== 'cut')],
    ['music', sounds.some((sound) => sound.m.mood !== undefined && sound.m.volume > 0)],
  ];
  return all.flatMap(([varied, can]) => (can ? [varied] : []));
}

/** The variation of everything that may differ and is not laid down by these edits. */
export function variationOf(draft: LocalDraft, keeps: Varied[], edits: Edit[]): Edit[] {
  const laidDown = new Set<Varied>(keeps);
  for (const edit of edits) {
    if (edit.kind === 'motion' && edit.clips === 'all' && edit.motion !== undefined) laidDown.add('motion');
    if (edit.kind === 'transition' && edit.clips === 'all' && edit.transition !== undefined) laidDown.add('transition');
    if (edit.kind === 'music' || edit.kind === 'remove-music') laidDown.add('music');
  }
  return variable(draft).flatMap((what): Edit[] => (laidDown.has(what) ? [] : [{ kind: 'vary', what }]));
}
