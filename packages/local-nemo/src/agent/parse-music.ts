import type { Mood } from '../draft.ts';
import type { Clause, Context } from './clauses.ts';
import { clipRefs } from './clip-refs.ts';
import { BARE_MOODS, moodOf } from './moods.ts';
import { TIME, timeOf } from './time.ts';
import { unknownWords } from './vocabulary.ts';
import { NUMBER, numberOf, QUOTE } from './words.ts';

export const MUSIC =
  /\b(?:background music|music|bgm|songs?|soundtrack|sound track|tunes?|background track|beats?|melody|score|jingle|tracks?)\b|背景音乐|背景乐|音乐|配乐|歌曲|[首的放]歌|歌|曲子|曲|伴奏|旋律/;
const SOUND = /\b(?:audio|sounds?|mp3|wav|m4a)\b|声音|音频|原声/;
const INSTRUMENTS = /\b(?:piano|orchestra|guitar|ukulele)\b|钢琴|吉他/;
const VOLUME = /\bvolume\b|\bloud(?:ness|er|ly)?\b|\bquiet(?:er)?\b|音量|声量|大声|小声/;
const OWN =
  /\b(?:my|our|own|uploaded|attached|sent|this|that|the (?:mp3|wav|m4a|file))\b|\bmp3\b|\bwav\b|\bi (?:sent|uploaded)\b|我的|我们的|我自己|自己的|我上传|上传的|我发的|这首|这个音|这段|刚才的/;
/** "That sounds awful" may be about anything. */
const SOUNDS_SO = /\b(?:that|it|this) sounds?\b/;
/** A file that is still to come. */
const LATER =
  /\b(?:i'?ll|i will|i am going to|i'm going to|gonna|sending|will send|later|let me send)\b|等下|等会|一会|待会|稍后|马上|回头/;
export const MUTE = /\bmuted?\b|\bsilen(?:t|ce)\b|静音|无声|消音/;
const ALL_SOUND = /\b(?:everything|all|completely|video|totally|fully|sounds?|audio)\b|全部|视频|声音|所有/;
export const REMOVE =
  /\bcut (?:out )?(?:the |all (?:the )?)?(?:music|songs?|audio|sound)\b|\b(?:no|not|without|remove|delete|drop|get rid of|lose|kill|skip|take (?:out|off|away)|cut out|clear|turn off|stop|(?:don't|dont|do not) (?:need|want))\b|\b(?:take|turn)\b.{0,24}\b(?:out|off|away)\b|\boff\W*$|不要|别[放加用]?|去掉|删|移除|取消|不加|没有|无|不用|不需要|不想[要听]|去除|拿掉|关掉|关闭|关了/;
const JUST_MUSIC =
  /^\W*(?:the |any |all )?(?:background )?(?:music|songs?|sounds?|bgm)\W*$|^\s*(?:背景)?(?:音乐|配乐)\s*$/;
const DISLIKE =
  /\b(?:don't|dont|do not|doesn't|does not) (?:like|fit|suit|work|match)\b|\bhate\b|\bboring\b|\bannoying\b|\bbad\b|\bawful\b|不喜欢|不好听|难听|不合适|不搭|太无聊/;
const DIFFERENT = /\b(?:different|another|change|other|new|replace|switch|swap)\b|换|别的|另一|其他|改/;

/** Reads what concerns the music: mood, own audio, volume, fades, none at all. */
export function parseMusic(clause: Clause, context: Context): void {
  // "Game audio at 20%" was about the clips.
  if (clause.found.some(({ edit }) => edit?.kind === 'clip-volume') && !clause.has(MUSIC)) return;
  const at = Math.max(0, clause.text.search(MUSIC));
  if (parseMute(clause, context, at)) return;
  if (parseOwnSound(clause, at)) return;
  const speaks = speaksOfMusic(clause);
  if (!speaks && !(context.topic === 'music' && !clause.has(OTHER))) {
    if (clause.has(LATER) && clause.has(/\b(?:send|upload|give|add)\b|[发传]/)) clause.remark = true;
    return;
  }
  if (LATER.test(clause.text) && context.newAudio.length === 0) {
    needAudio(clause, at);
    return;
  }
  if (isOfOnePart(clause, context)) {
    clause.note({ kind: 'cannot', what: 'partial-music' }, at);
    return;
  }
  if (parseVolume(clause, context, at) || parseFade(clause, at)) return;
  if (!speaks) {
    parseBareChange(clause);
    return;
  }
  // "Delete the text and the music"
  const isTaken = REMOVE.test(clause.text) || (clause.negated && clause.joined && JUST_MUSIC.test(clause.text));
  if (isTaken && !DISLIKE.test(clause.text) && !/\btoo\b|太|\bnot so\b/.test(clause.text)) {
    clause.edit('music', { kind: 'remove-music' }, at);
    return;
  }
  if (parseOwn(clause, context, at) || parseNamed(clause, at)) return;
  const mood = moodOf(clause.text);
  if (mood) {
    clause.edit('music', { kind: 'music', mood: TOO_MUCH_OF.test(clause.text) ? OPPOSITES[mood] : mood }, at);
    return;
  }
  noteUnknownMood(clause, context, at);
  const own = context.newAudio.at(-1);
  if (own !== undefined) {
    clause.edit('music', { kind: 'music', src: own }, at);
    return;
  }
  if (clause.has(DIFFERENT) || clause.has(DISLIKE)) {
    clause.edit('music', { kind: 'music', different: true }, at);
    return;
  }
  if (context.hasMusic && unknownWords(clause.text).length > 0) {
    clause.note({ kind: 'not-understood', text: clause.original.trim(), near: 'music' }, at);
    return;
  }
  if (clause.has(/\b(?:add|with|use|put|want|need|include|some|give)\b|加|配|放|要|来/) || context.clips === 0) {
    clause.edit('music', { kind: 'music' }, at);
    return;
  }
  clause.note({ kind: 'not-understood', text: clause.original.trim(), near: 'music' }, at);
}

function speaksOfMusic(clause: Clause): boolean {
  const level =
    PERCENT.test(clause.text) &&
    clause.has(/\b(?:turn|set|up|down)\b|调/) &&
    !clause.has(/\b(?:zoom|size|speed|bigger|smaller)\b|缩放|放大/);
  const sounds = clause.has(SOUND) && !clause.has(SOUNDS_SO);
  return level || sounds || clause.has(MUSIC) || clause.has(INSTRUMENTS) || clause.has(VOLUME);
}

/** "Too cheerful", 不要太欢快: of that there is to be less. */
const TOO_MUCH_OF =
  /\btoo (?!(?:loud|quiet|long|short))\w+\b|\bless (?!loud)\w+\b|\bnot so \w+\b|太|别那么|没那么|不要那么/;
const OPPOSITES: Record<Mood, Mood> = {
  happy: 'calm',
  upbeat: 'calm',
  cinematic: 'calm',
  romantic: 'happy',
  lofi: 'upbeat',
  calm: 'upbeat',
};

/** "Klezmer music" for a first video, which gets other music. */
function noteUnknownMood(clause: Clause, context: Context, at: number): void {
  const kind = /\b([a-z]{3,20})[ -](?:music|beats?|song|track|tunes?)\b/.exec(clause.text);
  const word = kind?.[1];
  if (context.clips > 0 || kind === null || word === undefined || unknownWords(word).length === 0) return;
  clause.note({ kind: 'ignored', text: kind[0] }, at);
}

// After "add calm music", "increase the length" is not about the volume.
const OTHER =
  /\b(?:length|longer|shorter|duration|zoom\w*|pan(?:s|ning)?|motion|movement|speed|titles?|text|captions?|transitions?|photos?|pictures?|images?|clips?|seconds?|vertical|square|landscape|first|last)\b|时长|长|短|标题|文字|字幕|转场|照片|图片|放大|缩小|镜头|动画|秒|张|屏/;

/** A mood with nothing beside it that it could belong to ("make it more upbeat") is one of the music. */
export function parseBareMood(clause: Clause): void {
  if (clause.negated || !BARE_MOODS.test(clause.text)) return;
  const mood = moodOf(clause.text);
  if (mood) clause.edit('music', { kind: 'music', mood });
}

/** "No music on the last photo", 第二张开始音乐大声点: not for the whole video. */
function isOfOnePart(clause: Clause, context: Context): boolean {
  if (context.clips < 2 || context.section !== undefined || !clause.has(MUSIC) || clause.has(SOUND)) return false;
  return (
    Array.isArray(clipRefs(clause.text, context.clips)) &&
    (/\b(?:for|on|over|during|after|before|until|till|from|in|at|under|when|where)\b[^.]{0,20}\b(?:photo|picture|pic|image|clip|slide|shot|one|part)s?\b/.test(
      clause.text,
    ) ||
      /第.{1,3}[张段个].{0,8}(?:开始|的时候|之[前后]|[那这]里?|时)?.{0,4}(?:音乐|配乐)|最后.{0,2}[张段个].{0,8}(?:音乐|配乐)/.test(
        clause.text,
      ))
  );
}

function parseBareChange(clause: Clause): void {
  const mood = moodOf(clause.text);
  if (mood) clause.edit('music', { kind: 'music', mood });
  else if (/^\W*(?:please )?(?:change|replace|switch) it\W*$|^换掉?$/.test(clause.text)) {
    clause.edit('music', { kind: 'music', different: true });
  }
}

function parseMute(clause: Clause, context: Context, at: number): boolean {
  const unmute = clause.has(/\bunmute\b|取消静音|恢复声音/);
  if (unmute) clause.edit('music', { kind: 'volume', to: 0.35 }, at);
  else if (clause.found.some(({ edit }) => edit?.kind === 'clip-volume')) return false;
  else if (clause.has(MUTE)) {
    const silent = context.clips === 0 || (clause.has(ALL_SOUND) && !clause.has(MUSIC)) || clause.has(/无声/);
    const all = silent || clause.has(/\bcompletely\b|\bsilent\b/);
    clause.edit('music', all ? { kind: 'remove-music' } : { kind: 'volume', to: 0 }, at);
  } else return false;
  return true;
}

/** What the clips themselves sound like, which is heard anyway: "just the sound of the clip" wants no music. */
const OWN_SOUND =
  /\b(?:sounds?|audio|noises?) (?:of|from|in) (?:the |my |that |this )?(?:clips?|videos?|footage|recording)\b|\b(?:original|own|natural|clip'?s|video'?s) (?:sound|audio)\b|原声|现场声|(?:视频|片段)(?:自带|本身)?的?声音/;

function parseOwnSound(clause: Clause, at: number): boolean {
  if (!clause.has(OWN_SOUND) || clause.has(MUSIC) || clause.has(MUTE) || clause.has(VOLUME)) return false;
  if (REMOVE.test(clause.text) || LOUDER.test(clause.text) || QUIETER.test(clause.text)) return false;
  if (clause.has(/\b(?:just|only)\b|只/)) clause.edit('music', { kind: 'remove-music' }, at);
  else clause.remark = true;
  return true;
}

function needAudio(clause: Clause, at: number): void {
  clause.note({ kind: 'need-audio' }, at);
  clause.topic = 'music';
}

function parseOwn(clause: Clause, context: Context, at: number): boolean {
  if (!clause.has(OWN) || clause.has(/\b(?:that|this) is\b/) || clause.has(DISLIKE)) return false;
  const newest = context.audio.at(-1);
  if (newest !== undefined) clause.edit('music', { kind: 'music', src: newest }, at);
  else if (clause.has(/\b(?:my|own|uploaded|attached|sent|mp3|wav)\b|我|自己|上传|发的/)) needAudio(clause, at);
  else return false;
  return true;
}

// Songs by their names cannot be had.
function parseNamed(clause: Clause, at: number): boolean {
  const named =
    new RegExp(QUOTE).test(clause.text) ||
    (/[\p{Script=Han}]{2,4}的歌/u.test(clause.text) && !moodOf(clause.text) && !/自己的歌|喜欢的歌/.test(clause.text));
  if (named) clause.note({ kind: 'cannot', what: 'streaming' }, at);
  return named;
}

const PERCENT = new RegExp(`(${NUMBER}|\\d{1,3}) ?(?:%|percent\\b)|百分之(${NUMBER})`);
const LEVEL =
  /(?:\b(?:to|at|volume|down|up)\b|调到|降到|调至|音量|设为|[升减加]到)\D{0,4}(\d{1,3})(?!\d)(?! ?(?:s\b|sec|秒|分|min))/;
export const LOUDER =
  /\b(?:louder|raise|increase|turn (?:it |the (?:music|volume|sound|song) )?(?:way |right |all the way |a (?:bit|little|lot) )?up|crank|higher|boost|volume up|more volume|too (?:quiet|low|soft)|barely hear|can't hear|cannot hear)\b|大声|调大|大一?[点些]|响一点|更响|提高|增大|调高|太小|听不[清见到]|点声/;
export const QUIETER =
  /\b(?:quieter|softer|lower|decrease|reduce|(?:turn|bring) (?:it |the (?:music|volume|sound|song) )?(?:way |right |all the way |a (?:bit|little|lot) )?down|turn down|less loud|volume down|less volume|not so loud|too loud)\b|小声|调小|小一?[点些]|轻一点|更轻|降低|减小|调低|太吵|太大|吵/;

/** A volume in numbers, 0 to 1 and more, where a text gives one. @param text folded */
export function levelOf(text: string): number | undefined {
  const percent = PERCENT.exec(text) ?? LEVEL.exec(text);
  if (percent) return numberOf(percent[1] ?? percent[2] ?? '') / 100;
  return /\bhalf (?:the )?volume\b|音量减半|一半音量|音量一半/.test(text) ? 0.5 : undefined;
}

function parseVolume(clause: Clause, context: Context, at: number): boolean {
  const about =
    clause.has(MUSIC) || clause.has(SOUND) || clause.has(VOLUME) || clause.has(PERCENT) || context.topic === 'music';
  if (!about || clause.has(TIME)) return false;
  const mood = moodOf(clause.text);
  const before = clause.text;
  const percent = PERCENT.exec(before) ?? LEVEL.exec(before);
  const [quieter, louder] = [QUIETER.test(before), LOUDER.test(before)];
  const volume = (edit: { to?: number; factor?: number }) => {
    // A mood in the same breath ("lo-fi at 20%") is a change of its own.
    if (mood && percent) clause.edit('music', { kind: 'music', mood }, at);
    clause.edit('music', { kind: 'volume', ...edit }, at);
    return true;
  };
  if (percent) {
    const value = numberOf(percent[1] ?? percent[2] ?? '') / 100;
    const by = /\bby\s*$|了\s*$/.test(before.slice(0, percent.index));
    if (by && (quieter || louder)) return volume({ factor: quieter ? Math.max(0, 1 - value) : 1 + value });
    return volume({ to: Math.min(1, value) });
  }
  if (
    /\bhalf (?:the )?volume\b|\bhalf as loud\b|\bhalve\b|音量减半|一半音量|音量一半|(?:音乐|音量|声音|bgm)[^,，]{0,3}(?:调|降|减|开)?(?:到|成|为)?一半/.test(
      before,
    )
  )
    return volume({ factor: 0.5 });
  if (/\b(?:double|twice) (?:the |as )?(?:volume|loud)\b|音量加倍|两倍音量/.test(before)) return volume({ factor: 2 });
  if (/\b(?:full|max(?:imum)?) volume\b|最大音量|音量最大/.test(before)) return volume({ to: 1 });
  // Too loud, so another one.
  const fraction = FRACTION.exec(before);
  if (fraction) return volume({ to: FRACTIONS[fraction[1] ?? fraction[2] ?? ''] ?? 0.5 });
  if (/换/.test(before) && !louder && !/小/.test(before)) return false;
  if (/太小|\btoo quiet\b/.test(before)) return volume({ factor: 1.6 });
  const isVolume = /\b(?:a (?:bit|touch|little)|slightly|much|way) softer\b|再轻|轻一?[点些]/.test(before);
  if (quieter && (isVolume || !(mood && /\bsofter\b|轻/.test(before)))) return volume({ factor: 0.6 });
  return louder && !mood ? volume({ factor: 1.6 }) : false;
}

const FRACTION = /\bto (?:a|one) (quarter|third|fifth|tenth)\b|到([三四五十])分之一/;
const FRACTIONS: Record<string, number> = {
  quarter: 0.25,
  third: 0.33,
  fifth: 0.2,
  tenth: 0.1,
  三: 0.33,
  四: 0.25,
  五: 0.2,
  十: 0.1,
};
const FADE =
  /\bfad(?:e|es|ing)\b(?: (?:the |it |music |song |sound )*)?(in and out|in|out|away)?|(淡入淡出|渐入渐出|淡入|渐入|渐强|淡出|渐出|渐弱)/;

/** "Can the song start quiet" */
const STARTS_LOW = /\b(?:starts?|begins?)\b.{0,10}\b(?:quiet(?:ly)?|soft(?:ly)?|low)\b|(?:开头|开始).{0,4}(?:小声|轻)/;

/** "The song starts too suddenly", 音乐结束别太突兀. */
const ABRUPT =
  /\b(?:starts?|begins?|comes? in|stops?|ends?|cuts? off)\b.{0,16}\b(?:sudden(?:ly)?|abrupt(?:ly)?)\b|(?:进|开始|出来?|结束|停|收|结尾).{0,4}(?:突然|突兀)/;

function parseFade(clause: Clause, at: number): boolean {
  const comesIn = /\bcom(?:e|es|ing) in (?:slowly|gently|softly|gradually)\b|慢慢(?:进来|响起)/.exec(clause.text);
  if (comesIn) {
    clause.edit('music', { kind: 'music-fade', inMs: 2000 }, comesIn.index);
    return true;
  }
  if (STARTS_LOW.test(clause.text)) {
    const out = /\bfades? out\b|淡出/.test(clause.text);
    clause.edit('music', { kind: 'music-fade', inMs: 2000, ...(out && { outMs: 2000 }) }, at);
    return true;
  }
  const abrupt = ABRUPT.exec(clause.text);
  if (abrupt) {
    const isEnd = /stop|end|cut|结束|停|收|结尾/.test(abrupt[0]);
    clause.edit('music', { kind: 'music-fade', ...(isEnd ? { outMs: 2000 } : { inMs: 2000 }) }, abrupt.index);
    return true;
  }
  const fade = FADE.exec(clause.text);
  if (!fade) return false;
  const rest = clause.text.slice(fade.index);
  const way = fade[1] ?? fade[2] ?? (/\bin\b/.test(rest) ? (/\bout\b/.test(rest) ? 'in and out' : 'in') : 'out');
  const time = TIME.exec(clause.text);
  const ms = time ? timeOf(time) : 2000;
  const both = way === 'in and out' || way.length === 4;
  const isIn = both || way === 'in' || /[入强]$/.test(way);
  const isOut = both || !isIn;
  clause.edit('music', { kind: 'music-fade', ...(isIn && { inMs: ms }), ...(isOut && { outMs: ms }) }, at);
  return true;
}
