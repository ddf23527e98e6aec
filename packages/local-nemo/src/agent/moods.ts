import type { Mood } from '../draft.ts';

const MOODS: [RegExp, Mood][] = [
  [
    /\blo[- ]?fi\b|\bchill(?:ed|hop|ing|er| ?out)?\b|\bjazzy?\b|\blaid[- ]back\b|\bmellow\b|\bstudy\b|低保真|慵懒|爵士|悠闲/,
    'lofi',
  ],
  [
    /\bcinematic\b|\bepic\b|\bdramatic\b|\borchestr(?:a|al)\b|\btrailer\b|\b(?:movie|film) (?:music|score|soundtrack)\b|\bsuspense(?:ful)?\b|\bmajestic\b|\binspir(?:ing|ational)\b|电影感?|史诗|大气|震撼|恢弘|磅礴|紧张/,
    'cinematic',
  ],
  [
    /\bupbeat\b|\bhyped?\b|\benerget?ic\b|\benergy\b|\bdance\b|\bparty\b|\belectronic\b|\bpop\b|\brock\b|\bhip[- ]?hop\b|\blively\b|\bdynamic\b|\bpumping\b|\bfast(?:er)?\b|\bmotivat\w*\b|\bexciting\b|\btechno\b|\bphonk\b|\btrap\b|\bdrill\b|\bedm\b|\brap\b|\bhard[- ]hitting\b|\bbang(?:er|ing)\b|\bdisco\b|\bhouse\b(?= (?:music|beat))|\bfunky?\b|\bpunch(?:y|ier)\b|热闹|燃|炸|带感|热血|酷炫|动感|活力|节奏感?强?|激情|电子|摇滚|舞曲|劲爆|嗨|欢快动感/,
    'upbeat',
  ],
  [
    /\bhappi?er\b|\bhappy\b|\bjoyful\b|\bcheer(?:ful|y)\b|\bfun(?:ky|nier)?\b|\bplayful\b|\bukulele\b|\bsunny\b|\bbirthday\b|\bfunny\b|\bsilly\b|\bgoofy\b|\bquirky\b|\bcute\b|搞笑|搞怪|沙雕|可爱|欢乐|欢快|轻快|快乐|开心|愉快|喜庆|活泼|俏皮|欢/,
    'happy',
  ],
  [
    /\bromantic\b|\bromance\b|\blove\b|\bwedding\b|\btender\b|\bemotional\b|\bcozy\b|\bheartfelt\b|\bsentimental\b|\bsweet\b|浪漫|爱情|婚礼|温馨|甜蜜|抒情|感人/,
    'romantic',
  ],
  [
    /\bcalm(?:er|ing)?\b|\brelax(?:ed|ing)?\b|\bpeaceful\b|\bambient\b|\bsoft(?:er)?\b|\bgentler?\b|\bsooth(?:e|ing)\b|\bquiet\b|\bslow(?:er)?\b|\bmeditat\w*\b|\bsad(?:der)?\b|\bmelanchol\w*\b|\bclassical\b|\bserene\b|\bpiano\b|\blow[- ]key\b|\bsubtle\b|\bacoustic\b|低调|伤感|怀念|钢琴|平静|安静|舒缓|轻柔|放松|轻松|宁静|柔和|轻音乐|治愈|悲伤|忧伤|古典|缓慢/,
    'calm',
  ],
];

/** The mood of music that a text names. @param text folded */
export function moodOf(text: string): Mood | undefined {
  return MOODS.find(([pattern]) => pattern.test(text))?.[1];
}

/** Words that mean a mood of the music also where no music is spoken of. */
export const BARE_MOODS =
  /\blo[- ]?fi\b|\bchill\b|\bjazzy?\b|\bmellow\b|\bcinematic\b|\bepic\b|\borchestr(?:a|al)\b|\bupbeat\b|\benergetic\b|\bmore energy\b|\blively\b|\bparty\b|\bhappi?er\b|\bhappy\b|\bjoyful\b|\bcheer(?:ful|y)\b|\bplayful\b|\bmore fun\b|\bromantic\b|\bsentimental\b|\bcalm(?:er|ing)?\b|\brelax(?:ed|ing)\b|\bpeaceful\b|\bsooth(?:e|ing)\b|\bmelanchol\w*\b|\bclassical\b|\bsad(?:der)?\b|\bhyped?\b|\bpiano\b|低保真|慵懒|爵士|悠闲|电影感|史诗|大气|震撼|动感|活力|节奏感|激情|劲爆|嗨|欢乐|欢快|轻快|快乐|开心|愉快|喜庆|活泼|俏皮|浪漫|温馨|甜蜜|抒情|感人|平静|安静|舒缓|轻柔|轻松|宁静|治愈|悲伤|忧伤|钢琴/;
