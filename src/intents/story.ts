/**
 * How surely a connector ends what was said before: `weak` ("and", a comma) may lie within one edit,
 * `strong` is "and then", `break` the end of a sentence.
 */
export type Strength = 'weak' | 'strong' | 'break';

/**
 * Tells orders to the bot from what goes on in the picture: "make it slower, then send it" asks for the video, "write the
 * letter, then send it" tells a story. Cores are normalised, without politeness.
 */

/** Asks to be shown or given something, with nobody to give it to. */
const UNADDRESSED =
  /^(?:show(?! (?:tracks|timeline|status)$)|list|drop|shoot|hand|get|deliver|share|post|see|view|watch|have|shooting|sharing)\b|^看/u;
const BARE_NOUN = /^(?:the|my|our|this|that|your)\b/u;
const TO_THE_BOT = /\b(?:me|us|my|you|u|please|pls|plz|here|mp4)\b|我|你|您|请|請|麻烦|麻煩/iu;
/** "Then show …" goes on with what was said. */
const GOES_ON = /^[^\p{L}]*(?:and|then|finally|afterwards|after that|然后|然後|最后|最後|接着|接著|再)/iu;

/** Gives away what was spoken of last. */
const ABOUT_IT =
  /^(?:send|sending|give)(?: over)? (?:it|this|that|them|everything)\b|^(?:发|发送|传|传送|发给|传给|寄)(?:给)?我$/u;

/** Words of edits, so that "it" is the video. */
const EDITED = new RegExp(
  [
    String.raw`^[^\p{L}]*(?:(?:please|now|just|also|can you|could you|first)[ ,]+)*(?:add|change|remove|replace|trim|shorten|extend|animate|apply|insert|mute|rotate|brighten|darken|crop|speed|slow|turn|warm|blur|loop|combine|merge|stabili[sz]e|tone|sharpen|reverse|swap|fade|zoom|pan|freeze|mirror|flip|resize|cent(?:er|re))\b`,
    String.raw`\b(?:it|this|videos?|clips?|photos?|images?|pictures?|music|songs?|sounds?|voice|audio|bgm|titles?|subtitles?|captions?|text|logo|fades?|crossfades?|dissolves?|transitions?|zoom|pan|filters?|effects?|seconds?|colou?rs?|contrast|brighter|darker|slower|faster|warmer|cooler|louder|quieter|intro|outro|vertical|horizontal|square)\b`,
    '视频|視頻|影片|片子|音乐|音樂|配乐|配樂|字幕|字体|字體|标题|標題|文字|画面|畫面|镜头|鏡頭|照片|图|圖|转场|轉場|滤镜|濾鏡|特效|背景|片头|片頭|片尾|动画|動畫|音量|声音|聲音|节奏|節奏|速度|风格|風格|[竖豎横橫]屏',
    '[加换換改调調剪裁删刪色]|去掉|去除|放大|缩小|縮小|淡[入出]|[一二两三四五六七八九十\\d]秒|[快慢亮暗]一?[点點些]',
  ].join('|'),
  'iu',
);

const PERSON =
  '(?:man|men|woman|women|boy|girl|guy|lady|kid|child|children|baby|people|person|couple|hero|heroine|chef|cook|baker|farmer|worker|driver|postman|teacher|student|doctor|customer|user|viewer|friend|family|mother|father|mum|mom|dad|hacker|runner|dancer|singer|player|artist|narrator|character|dog|cat|horse|bird|robot|cursor|hand|finger|phone|screen|laptop|ship|truck|train|plane)s?';
const JUDGED = '(?:should|must|could|needs?|has|have|is|are|was|were|looks?|seems?|in|on|at|with|too|of)\\b';
/** Somebody in the picture does something. */
const SOMEBODY_ACTS = new RegExp(
  [
    String.raw`^[^\p{L}]*(?:then |first |and )?(?:he|she|someone|somebody|everyone|(?:the|an?|our|my|his|her|their|some|two|three) (?:[\w-]+ )?${PERSON}) (?!${JUDGED})`,
    '^(?:先)?(?:他|她|人们|大家|主角|男主|女主|男孩|女孩|小孩|孩子|男人|女人|小狗|小猫|小貓|机器人|機器人|手机|手機|屏幕|螢幕)(?!的|要|应该|應該|太)',
    '^(?:点击|點擊|按下)(?:按钮|按鈕)?$|收到消息|收到訊息',
  ].join('|'),
  'iu',
);
/** Several do, so that a bare verb at the end of the list may be theirs: "our growers harvest, pack and export". */
const SEVERAL = new RegExp(
  String.raw`^[^\p{L}]*(?:then |first |and )?(?:they|we(?! (?:need|want|should|can|could|would|love|like|think)\b)|(?:our|the|some|two|three) (?:[\w-]+ )?(?:men|women|people|team|crew|staff|company|factory|(?:farm|work|grow|bak|produc|mak|trad|market|brew|roast)ers)) (?!${JUDGED})`,
  'iu',
);
/** Explains how something is done. */
const EXPLAINED = new RegExp(
  [
    String.raw`^[^\p{L}]*(?:tell|explain|describe|teach|introduce|show (?:how|people|viewers|customers|the process|the steps)|before and after|our (?:process|story))\b`,
    '^(?:介绍|介紹|讲述|講述|讲解|講解|教|演示|说明|說明)',
  ].join('|'),
  'iu',
);
/** Nobody in a picture does this; "she waves, then export" is an order. */
const ONLY_BOT = /^(?:re-?)?(?:export|render)(?:ing)?\b|导出|汇出|渲染/u;

/**
 * Whether an action at the end of a message may be part of the story that its head tells.
 * @param core what the action was known by, `tail` all of it, `strength` how surely the head ends
 */
export function isStory(head: string, core: string, tail: string, strength: Strength): boolean {
  const isBreak = strength === 'break';
  const narrated =
    EXPLAINED.test(head) ||
    (strength === 'weak' && SEVERAL.test(head)) ||
    (SOMEBODY_ACTS.test(head) && !ONLY_BOT.test(core));
  if (ABOUT_IT.test(core)) return narrated || (!EDITED.test(head) && (!isBreak || GOES_ON.test(tail)));
  if (TO_THE_BOT.test(tail)) return false;
  if (narrated) return !isBreak || GOES_ON.test(tail);
  if (BARE_NOUN.test(core)) return !isBreak;
  return UNADDRESSED.test(core) && (!isBreak || GOES_ON.test(tail));
}
