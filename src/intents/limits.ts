import { isEdit, mayBeCaption, splitAtConnectors } from './compound.ts';
import { isChinese, normalise } from './normalise.ts';
import { isNotVideo } from './not-video.ts';
import { isOnlyPoliteness, peelPoliteness } from './politeness.ts';

/** What the bot cannot do, and says so. */
export type LimitName = 'retouch' | 'streaming-music' | 'not-video';

const OF = String.raw`(?: (?:from|of|in|on|behind) (?:the |my |this |these |that |all |each |every |both |his |her |their )*(?:photos?|images?|pictures?|pics?|shots?|portraits?|selfies?|them|it|me|us|her|him|background|subject|people|person|product)(?: \d)?)?`;
const OFF =
  '(?:remove|erase|delete|cut out|take (?:out|away|off)|get rid of|strip|photoshop out|edit out|clean up|hide|fix|reduce)';
const WHOSE = '(?:the|my|her|his|their|our|its|all|any|this|that|these|those|some|a|of)';
const SELF = '(?:me|her|him|us|them|my (?:face|waist|body|nose|legs)|(?:his|her) (?:face|waist|body))';
const FLAW =
  '(?:wrinkles?|acne|pimples?|blemish(?:es)?|skin spots|freckles|scars?|double chin|red ?eyes?|dark circles|eye ?bags|bags under (?:my|her|his) eyes|braces|tattoos?|stretch marks|glasses|sunglasses)';

/** Changes to what a photo shows. For normalised text without politeness, anchored at both ends. */
const RETOUCH = new RegExp(
  `^(?:${[
    `(?:remove|erase|delete|cut out|take (?:out|away|off)|get rid of|strip) (?:${WHOSE} )*(?:(?:photo|image|picture)s? )?(?:backgrounds?|bg)${OF}`,
    `(?:photo |image )?(?:background|bg) remov(?:al|er)|make (?:${WHOSE} )*(?:background|bg) transparent|(?:cut|crop) (?:me|her|him|us|the (?:person|subject|product)) out(?: of (?:the|this|my) (?:photo|picture|image|background))?`,
    `face ?swap(?:s|ping)?(?: .{1,40})?|swap (?:${WHOSE} )*(?:faces?|heads?)(?: .{1,40})?|(?:put|paste) (?:my|his|her|their) (?:face|head) on(?:to)? .{1,40}|replace (?:my|his|her|their|the) (?:face|head) with .{1,40}`,
    `(?:smooth(?:en)?|retouch|soften|airbrush|whiten|beautify) (?:out )?(?:${WHOSE} )*(?:skin|faces?|teeth|wrinkles?|complexion)${OF}`,
    `${OFF} (?:${WHOSE} )*${FLAW}(?:(?:,| and|, and|,? or) (?:${WHOSE} )*${FLAW})*${OF}`,
    `(?:remove|erase|get rid of|photoshop out|edit out) (?:${WHOSE} )*(?:other )?(?:tourists?|strangers?|photobombers?|bystanders?|passers ?by|(?:person|people|man|woman|guy|girl) (?:in the background|behind (?:me|us|her|him)))${OF}`,
    `make ${SELF} (?:look )?(?:a (?:bit|little) )?(?:slimmer|thinner|skinnier|taller|younger|older|prettier|more muscular|fitter|bald)`,
    `(?:retouch|photoshop|airbrush) (?:it|me|this|(?:the|my|this|these|her|his) (?:photos?|images?|pictures?|portraits?|selfies?|face))|(?:photo )?retouch(?:ing)?`,
    `change (?:my|her|his|the|their) (?:hair ?(?:colou?r|style)?|eye colou?r|clothes|outfit)(?: (?:to|into) .{1,25})?`,
  ].join('|')})$`,
  'u',
);
const RETOUCH_CHINESE = new RegExp(
  `^(?:${[
    '(?:把|将|给)?(?:这张|这些|我的|所有|的)*(?:照片|图片|图)?(?:里|中|的)*(?:去除|去掉|去|抠掉|抠|删掉|删除|移除|擦除)(?:一下|掉)?(?:这张|我的|照片|图片|图|的)*背景(?:图)?',
    '(?:把|将)?(?:这张|这些|我的|照片|图片|图|里|中|的)*背景(?:去掉|抠掉|删掉|删除|移除|去除|擦掉|抠了|去了|变透明|变成透明|改成透明|换成透明)',
    '抠图|抠像|(?:把)?(?:人物|人像|人|产品|主体)抠(?:出来|图)|(?:帮我)?p(?:一下)?图|修图|精修|美颜|磨皮|瘦脸|瘦身|美白(?:皮肤|牙齿)?|换脸|换头|换发型|换发色',
    '(?:把|将)(?:我|他|她|照片|图片|里|中|的|人)+(?:脸|头|发型|发色|衣服)(?:换|p|改)成.{1,15}|(?:给我|把我)?(?:p|修)(?:瘦|白|美|漂亮|年轻)(?:一点|点|些)?',
    '(?:去|去掉|去除|祛|祛除|消除|擦掉|p掉)(?:我|他|她|脸上|照片|图片|里|中|的)*(?:痘痘?|痘印|皱纹|斑|黑眼圈|眼袋|双下巴|纹身|疤痕?|红眼|路人|眼镜)',
    '(?:把)(?:我|他|她|脸上|照片|图片|背景|后面|里|中|的)*(?:痘痘?|痘印|皱纹|斑|黑眼圈|眼袋|双下巴|纹身|疤痕?|红眼|路人|游客|其他人)(?:都)?(?:去掉|去除|p掉|抹掉|消除|删掉|擦掉|修掉)',
  ].join('|')})$`,
  'u',
);

const SERVICE =
  '(?:spotify|youtube music|youtube|yt music|apple music|itunes|soundcloud|deezer|tidal|amazon music|pandora|netease(?: cloud)?(?: music)?|qq music|kugou|kuwo)';
const SONG = '(?:songs?|music|tracks?|audio|soundtrack|tunes?|beats?|playlists?|bgm|background music)';
const STREAMING = new RegExp(
  `^(?:use|add|play|put|take|grab|get|include|download|i want|have|with|set|import|pull|make)\\b.{0,60}\\b${SONG}\\b.{0,40}\\b(?:from|off|via|on|in)(?: my| the)? ${SERVICE}(?: ${SONG}| playlist| account| library| link)?$|^(?:use|add|play|import)(?: the| a| my| this| some)? ${SERVICE} (?:${SONG}|link)(?: .{1,30})?$|^(?:can|could|may) i use ${SERVICE}(?: ${SONG}| links?)?$`,
  'u',
);
const SERVICE_CHINESE =
  '(?:网易云音乐|网易云|qq音乐|酷狗音乐|酷狗|酷我音乐|酷我|苹果音乐|applemusic|spotify|youtube|油管|喜马拉雅|咪咕音乐|汽水音乐)';
const STREAMING_CHINESE = new RegExp(
  `^(?:用|加|加上|加入|添加|放|配|配上|换成|使用|导入|下载|把|从|来|播放|我想用|背景音乐用|配乐用|音乐用).{0,12}${SERVICE_CHINESE}(?:里面?|上面?|中)?的?.{0,20}(?:歌|歌曲|音乐|曲子?|bgm|配乐|歌单|这首|那首)(?:做|当|作为|加进来|导入|放进来|下载下来)*(?:背景音乐|配乐|bgm)?$`,
  'u',
);

const MUSIC_ADDRESS =
  /\b(?:https?:\/\/)?(?:open\.spotify\.com|spotify\.link|spotify:(?:track|album|playlist)|(?:geo\.)?music\.apple\.com|itunes\.apple\.com|music\.youtube\.com|(?:y\.)?music\.163\.com|163cn\.tv|(?:[ci]\d?\.)?y\.qq\.com|(?:www\.)?kugou\.com|(?:www\.)?kuwo\.cn|(?:www\.|on\.)?soundcloud\.com|(?:www\.)?deezer\.com|(?:listen\.)?tidal\.com|music\.amazon\.[a-z.]+)[/:]/iu;
/** May be shown for its look as well. */
const VIDEO_ADDRESS = /\b(?:https?:\/\/)?(?:(?:www\.|m\.)?youtube\.com|youtu\.be|(?:www\.)?bilibili\.com|b23\.tv)\//iu;
const ADDRESS = /:\/\/|\b[a-z0-9-]+\.[a-z]{2,}\//iu;
const MUSIC_WORD = /\b(?:songs?|music|tracks?|audio|soundtrack|sound|bgm|tune|beat)\b|歌|音乐|音樂|曲|配乐|配樂/iu;

function limitOfClause(clause: string): LimitName | undefined {
  if (MUSIC_ADDRESS.test(clause) || (VIDEO_ADDRESS.test(clause) && MUSIC_WORD.test(clause))) return 'streaming-music';
  const normalised = normalise(clause);
  const [retouch, streaming] = isChinese(normalised) ? [RETOUCH_CHINESE, STREAMING_CHINESE] : [RETOUCH, STREAMING];
  for (const core of peelPoliteness(normalised)) {
    if (retouch.test(core)) return 'retouch';
    if (streaming.test(core)) return 'streaming-music';
  }
  return undefined;
}

/** A clause that leans on the one before: "and make it blue instead". Without that one it means something else. */
const LEANING =
  /\b(?:it|its|them|that|there|one|instead|him|her|behind|same|so|which|this)\b|它|他|她|那里|代替|替换成|换成|改成|变成|后面/iu;

/** Longer messages (in UTF-16 units) are briefings: the agent makes the best of them. */
const LONGEST = 400;

/**
 * What a request asks for that certainly cannot be done: changes to what a photo shows, music of streaming services, or
 * what is no video at all. Undefined when in doubt.
 * @returns the limit, with `rest` when the message also asks for something else, in the user's own words
 */
export function limitOf(text: string): { limit: LimitName; rest?: string } | undefined {
  const whole = text.trim();
  if (whole === '' || whole.length > LONGEST) return undefined;
  if (isNotVideo(normalise(whole))) return { limit: 'not-video' };
  // A clause may hold connectors of its own ("remove the wrinkles and spots").
  const all = limitOfClause(whole);
  if (all && !ADDRESS.test(whole)) return { limit: all };
  const parts = splitAtConnectors(whole).filter((part) => !isOnlyPoliteness(normalise(part)));
  const limits = parts.map(limitOfClause);
  const limit = limits.find((name) => name !== undefined);
  if (limit === undefined) return undefined;
  const doable = parts.filter((_, i) => limits[i] === undefined);
  if (doable.length === 0) return { limit };
  if (doable.some((part) => LEANING.test(part) || mayBeCaption(part))) return undefined;
  const last = doable.at(-1) ?? '';
  if (!isEdit(last) && last !== parts[0]) return undefined;
  const rest = partBeside(whole, parts, limits);
  return rest === undefined ? undefined : { limit, rest };
}

/** The doable clauses, when they lie together at one end. */
function partBeside(whole: string, parts: string[], limits: (LimitName | undefined)[]): string | undefined {
  const first = limits.indexOf(undefined);
  const last = limits.lastIndexOf(undefined);
  if (limits.slice(first, last + 1).some((name) => name !== undefined)) return undefined;
  const start = whole.indexOf(parts[first] ?? '');
  const end = whole.lastIndexOf(parts[last] ?? '') + (parts[last]?.length ?? 0);
  return first === 0 || last === parts.length - 1 ? whole.slice(start, end) : undefined;
}
