import type { Clause } from './clauses.ts';
import type { Unsupported } from './edits.ts';
import { moodOf } from './moods.ts';
import { QUOTE } from './words.ts';

// What people ask for that needs another tool than this one. The first match of each is enough.
const PATTERNS: [RegExp, Unsupported][] = [
  [
    /\b(?:auto(?:matic)?(?:ally)?[- ]?(?:generated? )?|generate |transcribe\w* |speech |spoken )(?:the |my )?(?:subtitles?|captions?|speech|audio)\b|\b(?:subtitles?|captions?) (?:from|of) (?:the |my )?(?:speech|voice|audio)\b|自动(?:生成|加)?字幕|语音(?:转文字|识别|字幕)|识别字幕/,
    'subtitles',
  ],
  [
    /\bvoice[- ]?overs?\b|\b(?:a|the|my|some) voices?\b|\bnarrat(?:e|es|ion|or|ing)\b|\btext[- ]to[- ]speech\b|\btts\b|\blip[- ]?sync\w*\b|\b(?:make|have) (?:him|her|it|them|me|the (?!titles?|texts?|captions?|headline|heading|subtitles?)\w+) (?:talk|speak|sing|say)\b|\bai voice\b|配音(?!乐)|旁白|朗读|解说|念(?:出来|一下|一遍)?(?=\s*[\ue000-\ue0ff])|口型|(?:让|使).{0,4}(?:说话|唱歌|开口)/,
    'voice',
  ],
  [
    /\b(?:make|have|let) (?:him|her|it|them|me|us|the \w+(?: \d+)?|my \w+|(?:the )? ?photo \d+) {1,3}(?:walk|dance|smile|wave|run|jump|blink|fly|laugh|wink|nod|turn|kiss|hug|eat)\w*\b|\b(?:add|insert|put) (?:a |an |some )?(?:dog|cat|person|people|dragon|man|woman|bird|birds|car)\b|(?:让|使).{0,6}(?:跳舞|微笑|走路|眨眼|笑|走|挥手|跑|飞)(?!入)/,
    'generate',
  ],
  [
    /\b(?:remove|change|replace|blur|cut out|delete|swap|new|different|transparent)(?: the| my| its| photo| image)*[^.,]{0,12}\bbackgrounds?\b(?! ?(?:music|track|audio|sound|song))|\bbackground (?:removal|remove[rd]?|blur|replacement)\b|\bgreen ?screen\b|抠图|抠像|(?:去掉|换|去除|更换|移除|虚化|删除|替换)(?:照片|图片|人物)?的?背景(?!音|乐)|背景(?:虚化|替换|去除)|换个?背景(?!音|乐)|绿幕/,
    'background',
  ],
  [
    /\b(?:add |apply |use |put )?(?:a |an |some |the )?(?:\w+ )?filters?\b|\b(?:de)?saturat\w+\b|\brainbow\b|彩虹色|\bcolou?r[- ]?(?:grad\w+|correct\w*)\b|\b(?:saturation|contrast|exposure|brightness|hue|vibrance)\b|\bcartoon(?:ish|ify|ize)?\b|\banime\b|滤镜|调色|亮度|对比度|饱和度|卡通|动漫风/,
    'filter',
  ],
  [
    /\bretouch\w*\b|\b(?:blur|pixelat\w+|censor|hide) (?:out )?(?:the |their |his |her |my |all |everyone'?s )*(?:\w+'s )?(?:faces?|number ?plates?|licen[cs]e plates?|people|kids|children)\b|\b(?:remove|erase|delete|get rid of) (?:the )?(?:\w+ )?(?:background )?(?:people|person|man|woman|guy|strangers?)\b|\brotate[ds]?\b|\bupside down\b|打码|马赛克|倒着的|上下颠倒|\b(?:(?<!\b(?:square|vertical|portrait|landscape|wide|1:1|9:16|4:5|16:9) )crop(?! (?:it |this |the video |everything )?(?:to|into|for) (?:a |an )?(?:square|vertical|portrait|landscape|wide|\d))|rotate|mirror)\b|裁剪|旋转|镜像|\b(?:smooth|fix|clean)(?: up)? (?:my |the |her |his )?(?:skin|face|wrinkles)\b|\bface[- ]?swap\w*\b|\b(?:remove|erase|delete|hide|get rid of) (?:the |that |this |a |my )?(?:\w+ )?(?:person|man|woman|people|guy|watermarks?|objects?|pimples?|blemish\w*|wrinkles|shadow|reflection|logo)\b|\b(?:sharpen|enhance|upscale|denoise|restore|colorize|brighten|darken)\b|美颜|磨皮|修图|去水印|去除水印|瘦脸|换脸|p图|祛痘|修复|锐化|增强画质/,
    'retouch',
  ],
  [
    /\bstickers?\b|\bemojis?\b|\bconfetti\b|\bsparkles?\b|\bparticles?\b|\bsnow(?:flakes|fall)? (?:effect|overlay)\b|\b(?:add|put|with) (?:some )?(?:snow|(?:a )?fireworks?|explosions?|(?:a )?hearts?|balloons|flames|smoke|rain)\b|\boverlay effects?\b|\bframes? around\b|\bborders?\b|贴纸|贴图|粒子|雪花|烟花|爆炸|爱心|星星|表情包|特效|边框/,
    'sticker',
  ],
  [
    /\bspotify\b|\bapple music\b|\bitunes\b|\bsoundcloud\b|\byou ?tube music\b|\btik ?tok (?:sound|song|music)s?\b|\b(?:song|track|music|hit|tune)s? (?:by|from) (?!my|me|us|the file|mp3)[a-z]\w*(?: \w+)?|\b(?:taylor swift|ed sheeran|beyonc[eé]|coldplay|drake|adele|bts)(?:'s)?\b(?: songs?| music)?|网易云(?:音乐)?|qq音乐|酷狗|抖音(?:热门|热歌|神曲|上的歌)|(?:周杰伦|林俊杰|邓紫棋|陈奕迅|五月天|[一-龥]{2,4})的歌(?!曲?名)/,
    'streaming',
  ],
  [/\b(?:4|8|2)k\b|\b(?:60|120|50|24) ?fps\b|[56]0帧|120帧|\b(?:2160|1440)p\b|\bultra hd\b|超清|超高清/, 'resolution'],
  [
    /\bside by side\b|\bsplit[- ]?screen\b|\bcollage\b|\b(?:show|put|have|see) (?:all |both )?(?:three|two|four|of them|all|both|them) (?:photos |pictures )?(?:at once|at the same time|together on (?:the )?screen)\b|\ball (?:three|four|of them) at once\b|并排|分屏|拼图|九宫格|[两三四五六]张(?:照片)?(?:一起|同时)(?:显示|出现|放)/,
    'split-screen',
  ],
  [
    /\b(?:start|begin|play|use|skip)\w*\b.{0,16}\b(?:song|music|track|audio)\b.{0,16}\b(?:at|from|to)\b.{0,12}(?:\d|\bchorus\b|\bdrop\b|\bmiddle\b|\bhook\b)|\b(?:song|music|track) (?:should )?(?:start|begin)\w* (?:at|from|with) .{0,12}(?:\d|\bchorus\b|\bdrop\b|\bmiddle\b)|(?:歌|音乐|曲|配乐).{0,4}从.{1,8}(?:开始|起|放)|从(?:副歌|高潮).{0,4}(?:开始|放)/,
    'song-start',
  ],
  [/\btranslat\w+\b[^,.]{0,60}|翻译[^,，。]{0,40}/, 'translate'],
  [/\bboomerang\b|\bgif\b(?! (?:photo|image|file))|回旋/, 'loop'],
];
const NAMED_SONG = new RegExp(
  `(?:\\b(?:play|song|track|music|tune)\\b|歌|曲|播放|音乐)[\\s\\S]*?(${QUOTE})|(${QUOTE})[\\s\\S]*?(?:\\bsong\\b|这首歌)`,
);

/** Takes out what the agent can't do, one note for each kind; the rest of the clause is still done. */
export function parseUnsupported(clause: Clause): void {
  for (const [pattern, what] of PATTERNS) {
    if (what === 'streaming' && /\b(?:i|we) (?:sent|uploaded)|我(?:上传|发)/.test(clause.text)) continue;
    // "A happy song" names a mood, not a singer.
    if (what === 'streaming' && moodOf(clause.text) !== undefined) continue;
    const match = clause.take(pattern);
    if (!match) continue;
    clause.note({ kind: 'cannot', what }, match.index);
    clause.takeAll(pattern);
    if (what === 'streaming') clause.takeAll(/\b(?:song|music|track|play|audio)s?\b|歌曲?|音乐|播放/);
    if (what === 'streaming') clause.takeAll(new RegExp(QUOTE));
  }
  const song = NAMED_SONG.exec(clause.text);
  if (song && !/\b(?:titles?|captions?|texts?|words|write|says?)\b|标题|字幕|文字|写/.test(clause.text)) {
    clause.note({ kind: 'cannot', what: 'streaming' }, song.index);
    clause.text = '';
  }
}
