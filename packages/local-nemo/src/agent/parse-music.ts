import type { Mood } from '../draft.ts';
import type { Clause, Context } from './clauses.ts';
import { TIME, timeOf } from './time.ts';
import { NUMBER, numberOf } from './words.ts';

const MUSIC =
  /\b(?:background music|music|bgm|songs?|soundtrack|sound track|tunes?|audio|sounds?|background track|beats?|melody|score|jingle|piano|orchestra|guitar)\b|背景音乐|背景乐|音乐|配乐|歌曲|歌|曲子|曲|声音|音频|伴奏|旋律|钢琴/;
const MOODS: [RegExp, Mood][] = [
  [
    /\blo[- ]?fi\b|\bchill(?:ed|hop| ?out)?\b|\bjazzy?\b|\blaid[- ]back\b|\bmellow\b|\bstudy\b|低保真|慵懒|爵士|悠闲/,
    'lofi',
  ],
  [
    /\bcinematic\b|\bepic\b|\bdramatic\b|\borchestr(?:a|al)\b|\btrailer\b|\bmovie\b|\bfilm\b|\bsuspense(?:ful)?\b|\bmajestic\b|\binspir(?:ing|ational)\b|电影感?|史诗|大气|震撼|恢弘|磅礴|紧张/,
    'cinematic',
  ],
  [
    /\bupbeat\b|\benerget?ic\b|\benergy\b|\bdance\b|\bparty\b|\belectronic\b|\bpop\b|\brock\b|\bhip[- ]?hop\b|\blively\b|\bdynamic\b|\bpumping\b|\bfast\b|\bmotivat\w*\b|\bexciting\b|\btechno\b|动感|活力|节奏感?强?|激情|电子|摇滚|舞曲|劲爆|嗨|欢快动感/,
    'upbeat',
  ],
  [
    /\bhappi?er\b|\bhappy\b|\bjoyful\b|\bcheer(?:ful|y)\b|\bfun\b|\bplayful\b|\bukulele\b|\bsunny\b|\bbirthday\b|欢乐|欢快|快乐|开心|愉快|喜庆|活泼|俏皮|欢/,
    'happy',
  ],
  [
    /\bromantic\b|\blove\b|\bwedding\b|\btender\b|\bemotional\b|\bsentimental\b|\bsweet\b|浪漫|爱情|婚礼|温馨|甜蜜|抒情|感人/,
    'romantic',
  ],
  [
    /\bcalm(?:er|ing)?\b|\brelax(?:ed|ing)?\b|\bpeaceful\b|\bambient\b|\bsoft(?:er)?\b|\bgentle\b|\bsooth(?:e|ing)\b|\bquiet\b|\bslow\b|\bmeditat\w*\b|\bsad\b|\bmelanchol\w*\b|\bclassical\b|\bserene\b|\bpiano\b|钢琴|平静|安静|舒缓|轻柔|放松|轻松|宁静|柔和|轻音乐|治愈|悲伤|忧伤|古典|缓慢/,
    'calm',
  ],
];
const OWN =
  /\b(?:my|own|uploaded|attached|sent|this|that|the (?:mp3|wav|m4a|file))\b|\bmp3\b|\bwav\b|\bi (?:sent|uploaded)\b|我的|我上传|上传的|我发的|这首|这个音|这段|刚才的/;
const PERCENT = new RegExp(`(${NUMBER}|\\d+) ?(?:%|percent\\b)|百分之(${NUMBER})`);
const LOUDER =
  /\b(?:louder|raise|increase|turn (?:it |the (?:music|volume|sound) )?up|higher|boost|volume up|more volume)\b|大声|调大|大一点|大点|响一点|更响|提高|增大|调高/;
const QUIETER =
  /\b(?:quieter|softer|lower|decrease|reduce|turn (?:it |the (?:music|volume|sound) )?down|less loud|volume down|less volume|not so loud|too loud)\b|小声|调小|小一点|小点|轻一点|更轻|降低|减小|调低|太吵|太大声/;
const VOLUME = /\bvolume\b|\bloud(?:ness)?\b|音量|声量/;

// After "add calm music", "increase the length" is not about the volume.
const OTHER =
  /\b(?:length|longer|shorter|duration|zoom|pan|motion|movement|speed|titles?|text|captions?|transitions?|photos?|pictures?|images?|clips?|seconds?)\b|时长|长|短|标题|文字|字幕|转场|照片|图片|放大|缩小|镜头|动画|秒/;

/** Takes music out of a clause: mood, own audio, volume, fades, none at all. */
export function parseMusic(clause: Clause, context: Context): void {
  const at = Math.max(0, clause.text.search(MUSIC));
  const speaks = clause.has(MUSIC) || clause.has(VOLUME);
  const about = speaks || (context.topic === 'music' && !clause.has(OTHER));

  const unmutes = clause.take(/\bunmute\b|取消静音|恢复声音/);
  if (unmutes) {
    clause.edit('music', { kind: 'volume', to: 0.35 }, unmutes.index);
    return;
  }
  const mute = clause.take(/\bmuted?\b|\bsilen(?:t|ce)\b|静音|无声/);
  if (mute) {
    clause.edit(
      'music',
      clause.has(/\bvideo\b|视频/) || context.clips === 0 ? { kind: 'remove-music' } : { kind: 'volume', to: 0 },
      mute.index,
    );
    clause.takeAll(MUSIC);
    return;
  }
  if (!about) return;
  if (takeVolume(clause, at) || takeFade(clause, at)) {
    clause.takeAll(MUSIC);
    return;
  }
  if (!clause.has(MUSIC)) return;

  if (clause.negated && clause.has(MUSIC) && !clause.has(/\btoo\b|太/)) {
    clause.edit('music', { kind: 'remove-music' }, at);
    clause.takeAll(MUSIC);
    return;
  }
  if (clause.has(MUSIC) && clause.has(OWN) && !clause.has(/\b(?:that|this) is\b/)) {
    const [newest] = [...context.audio].reverse();
    clause.takeAll(OWN);
    const wants = !clause.has(LOUDER) && !clause.has(QUIETER);
    if (newest !== undefined && wants) {
      clause.edit('music', { kind: 'music', src: newest }, at);
      clause.takeAll(MUSIC);
      return;
    }
    if (wants && !takeMood(clause, at)) clause.note({ kind: 'need-audio' }, at);
    clause.topic = 'music';
    clause.takeAll(MUSIC);
    return;
  }
  if (!takeMood(clause, at) && clause.has(MUSIC)) {
    const different = clause.take(/\b(?:different|another|change|other|new|replace|switch)\b|换|别的|另一|其他|改/);
    const [own] = [...context.newAudio].reverse();
    if (own !== undefined) clause.edit('music', { kind: 'music', src: own }, at);
    else clause.edit('music', { kind: 'music', ...(different && { different: true }) }, at);
  }
  clause.takeAll(MUSIC);
}

const MOODS_ANY = new RegExp(MOODS.map(([pattern]) => pattern.source).join('|'));

/** A mood with nothing beside it that it could belong to ("make it more upbeat") is one of the music. */
export function parseBareMood(clause: Clause): void {
  takeMood(clause, Math.max(0, clause.text.search(MOODS_ANY)));
}

function takeMood(clause: Clause, at: number): boolean {
  for (const [pattern, mood] of MOODS) {
    if (clause.take(pattern)) {
      clause.edit('music', { kind: 'music', mood }, at);
      clause.takeAll(MOODS_ANY);
      return true;
    }
  }
  return false;
}

function takeVolume(clause: Clause, at: number): boolean {
  const before = clause.text;
  const percent = clause.take(PERCENT);
  if (percent) {
    const value = numberOf(percent[1] ?? percent[2] ?? '') / 100;
    const by = /\bby\s*$|了\s*$/.test(before.slice(0, percent.index));
    const down = QUIETER.test(before);
    // A mood in the same breath ("lo-fi at 20%") is a change of its own.
    takeMood(clause, at);
    if (by && (down || LOUDER.test(before)))
      clause.edit('music', { kind: 'volume', factor: down ? Math.max(0, 1 - value) : 1 + value }, at);
    else clause.edit('music', { kind: 'volume', to: Math.min(1, value) }, at);
  } else if (clause.take(/\bhalf (?:the )?volume\b|\bhalf as loud\b|\bhalve\b|音量减半|一半音量|音量一半/)) {
    clause.edit('music', { kind: 'volume', factor: 0.5 }, at);
  } else if (clause.take(/\b(?:double|twice) (?:the |as )?(?:volume|loud)\b|音量加倍|两倍音量/)) {
    clause.edit('music', { kind: 'volume', factor: 2 }, at);
  } else if (clause.take(/\b(?:full|max(?:imum)?) volume\b|最大音量|音量最大/)) {
    clause.edit('music', { kind: 'volume', to: 1 }, at);
  } else if (clause.take(QUIETER)) {
    clause.edit('music', { kind: 'volume', factor: 0.6 }, at);
  } else if (clause.take(LOUDER)) {
    clause.edit('music', { kind: 'volume', factor: 1.6 }, at);
  } else {
    return false;
  }
  clause.takeAll(VOLUME);
  return true;
}

function takeFade(clause: Clause, at: number): boolean {
  const fade = clause.take(
    /\bfad(?:e|es|ing)\b(?: (?:the |it |music |sound )*)?(in and out|in|out|away)?|(淡入淡出|渐入渐出|淡入|渐入|渐强|淡出|渐出|渐弱)/,
  );
  if (!fade) return false;
  const way = fade[1] ?? fade[2] ?? (/\bin\b/.test(clause.text) ? 'in' : 'out');
  const time = clause.take(TIME);
  const ms = time ? timeOf(time) : 2000;
  const both = way === 'in and out' || way.length === 4;
  const isIn = both || way === 'in' || /[入强]$/.test(way);
  const isOut = both || !isIn;
  clause.edit('music', { kind: 'music-fade', ...(isIn && { inMs: ms }), ...(isOut && { outMs: ms }) }, at);
  clause.takeAll(/\b(?:at the (?:end|start|beginning)|in|out)\b/);
  return true;
}
