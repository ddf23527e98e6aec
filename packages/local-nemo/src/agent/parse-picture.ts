import type { Aspect, Motion, TransitionKind } from '../draft.ts';
import type { Clause, Context } from './clauses.ts';
import { namedClips } from './clip-refs.ts';
import type { ClipRefs } from './edits.ts';
import { TIME, timeOf } from './time.ts';

const TRANSITION = /\btransitions?\b|转场|过渡/;
const KINDS: [RegExp, TransitionKind][] = [
  [
    /\b(?:fad(?:e|es|ing)|dip(?:s|ping)?|cut(?:s|ting)?)(?: |-)?(?:to|through|via|into|from)?(?: |-)?black\b|\bblack fades?\b|\bblack (?:in )?between\b|淡入黑场?|淡出到?黑场?|黑场|过黑|闪黑|渐黑|黑屏过渡/,
    'fade-black',
  ],
  [
    /\bcross[- ]?fad(?:e|es|ing)\b|\b(?:cross[- ]?)?dissolves?\b|\bfad(?:e|es|ing)\b(?: in and out)?|\bblend(?:s|ing)?\b|交叉淡化|交叉溶解|淡入淡出|溶解|叠化|渐变|淡化|淡入|淡出/,
    'crossfade',
  ],
  [/\bwip(?:e|es|ing)\b|擦除|划像|擦拭|划变/, 'wipe'],
  [
    /(?<!(?:each|per|every|first|second|third|last|\d|seconds? a|secs? a|s a) )\b(?:slides?|sliding)\b(?!show)(?! ?\d)|\bpush transitions?\b|\bswip(?:e|es|ing)\b|滑动|滑入|推移|滑屏|平滑推/,
    'slide',
  ],
  [
    /\b(?:hard|straight|jump|simple|clean|direct) cuts?\b|\bcuts\b|\bcut (?:transitions?|between)\b|硬切|直切|直接切换?|直接切/,
    'cut',
  ],
];

const DIFFERENT = /\b(?:different|another|other|change|vary|new)\b|换|别的|另|不同|不一样/;

/** Takes transitions out of a clause: which, how long, between which clips, or none. */
export function parseTransition(clause: Clause, context: Context): void {
  const at = Math.max(0, clause.text.search(TRANSITION));
  const speaks = clause.has(TRANSITION);
  if (speaks && clause.negated && !KINDS.some(([p, kind]) => kind !== 'cut' && clause.has(p))) {
    clause.edit('transition', { kind: 'transition', clips: between(clause, context), transition: 'cut' }, at);
    clause.takeAll(TRANSITION);
    return;
  }
  const clips = between(clause, context);
  takeReplaced(clause);
  for (const [pattern, kind] of KINDS) {
    const match = clause.take(pattern);
    if (!match) continue;
    const time = clause.take(TIME);
    const factor = time ? undefined : takeFactor(clause);
    const transition = clause.negated && kind !== 'cut' ? 'cut' : kind;
    clause.edit(
      'transition',
      { kind: 'transition', clips, transition, ...(time && { ms: timeOf(time) }), ...(factor && { factor }) },
      match.index,
    );
    clause.takeAll(TRANSITION);
    return;
  }
  if (!speaks && (context.topic !== 'transition' || OF_VIDEO.test(clause.original))) return;
  const time = clause.take(TIME);
  if (time) {
    clause.edit('transition', { kind: 'transition', clips, ms: timeOf(time) }, at);
    clause.takeAll(TRANSITION);
    return;
  }
  const factor = takeFactor(clause);
  if (factor !== undefined) {
    clause.edit('transition', { kind: 'transition', clips, factor }, at);
  } else if (speaks && context.clips > 0 && clips === 'all' && clause.take(DIFFERENT)) {
    clause.edit('transition', { kind: 'vary', what: 'transition' }, at);
  } else if (speaks) {
    clause.edit('transition', { kind: 'transition', clips, transition: 'crossfade' }, at);
  }
  clause.takeAll(TRANSITION);
}

/** After "crossfades of 1 second", "10 seconds long" is about the video. */
const OF_VIDEO = /\b(?:long|total|overall|video|film|clip|reel|altogether|make it)\b|总|时长|全长|视频|整个/;

/** How much longer (over 1) or shorter the transitions are to be, where a clause says so. */
function takeFactor(clause: Clause): number | undefined {
  if (clause.take(/\b(?:longer|slower|softer|smoother)\b|长一点|慢一点|更长|更慢|柔和/)) return 1.5;
  return clause.take(/\b(?:shorter|faster|quicker|snappier)\b|短一点|快一点|更短|更快/) ? 0.5 : undefined;
}

/** "Hard cuts instead of fades" asks for what stands first; what is replaced is none of its wishes. */
function takeReplaced(clause: Clause): void {
  const replaced = /\b(?:instead of|rather than)\b.*$/.exec(clause.text);
  if (!replaced) return;
  const before = clause.text.slice(0, replaced.index);
  if (KINDS.some(([pattern]) => pattern.test(before))) clause.blank(replaced.index, clause.text.length);
}

// "between the first and the second" is the transition into the second.
function between(clause: Clause, context: Context): ClipRefs {
  if (!clause.has(/\bbetween\b|之间|中间/)) return 'all';
  const numbers = /\bbetween (\d+) and (\d+)/.exec(clause.text);
  const named = numbers ? [Number(numbers[1]), Number(numbers[2])] : namedClips(clause.text, context.clips);
  return named.length === 2 ? [Math.max(...named)] : 'all';
}

const MOTIONS: [RegExp, Motion | 'alternate'][] = [
  [
    /\bno (?:zoom(?:ing)?|motion|movement|animation|pan(?:ning)?|ken burns)\b|\b(?:without|remove|stop)(?: the| any)? (?:zoom(?:ing)?|motion|movement|animation|ken burns)\b|\b(?:still|static|motionless|freeze|frozen)\b|\b(?:don'?t|do not|not) (?:move|zoom|pan)\b|\bstop (?:the )?(?:zoom|mov|pan)\w*|\bstop (?:the )?camera(?: from)?(?: (?:mov|zoom|pann)\w*)?|\bhold (?:it |them |everything )?still\b|静止|静静|定住|不要动|不动|别动|不要晃|别晃|固定镜头|(?:不要|去掉|别)(?:缩放|运镜|动画|动态|运动)/,
    'still',
  ],
  [
    /\bzoom(?:s|ing)?(?: |-)in and out\b|\bken[- ]?burns\b|肯[·.]?伯恩斯|拉近拉远|动起来|动态效果|镜头移动/,
    'alternate',
  ],
  [
    /\b(?:zoom(?:s|ing)?(?: |-)out|zoom-?outs?|pull(?:s|ing)?[- ](?:back|out)|dolly out)\b|拉远|缩小|推远|拉出/,
    'zoom-out',
  ],
  [
    /\b(?:zoom(?:s|ing)?(?: |-)in(?:to)?|push(?:es|ing)?[- ]in|dolly in|move closer|closer in)\b|拉近|推近|放大|推进|靠近/,
    'zoom-in',
  ],
  [
    /\b(?:from )?left[- ]to[- ]right\b|\b(?:pan(?:s|ning)?|mov(?:e|es|ing)|drift(?:s|ing)?|scroll(?:s|ing)?)(?: slowly| gently)?(?: |-)(?:to the |to |towards the )?right\b|从左到右|从左往右|[向往]右(?:平移|移动|摇|移|滑)?|右移/,
    'pan-right',
  ],
  [
    /\b(?:from )?right[- ]to[- ]left\b|\b(?:pan(?:s|ning)?|mov(?:e|es|ing)|drift(?:s|ing)?|scroll(?:s|ing)?)(?: slowly| gently)?(?: |-)(?:to the |to |towards the )?left\b|从右到左|从右往左|[向往]左(?:平移|移动|摇|移|滑)?|左移/,
    'pan-left',
  ],
  [
    /\b(?:pan(?:s|ning)?|tilt(?:s|ing)?|mov(?:e|es|ing)|drift(?:s|ing)?|scroll(?:s|ing)?)(?: slowly| gently)?(?: |-)up(?:wards?)?\b|从下到上|从下往上|[向往]上(?:平移|移动|摇|移)|上移/,
    'pan-up',
  ],
  [
    /\b(?:pan(?:s|ning)?|tilt(?:s|ing)?|mov(?:e|es|ing)|drift(?:s|ing)?|scroll(?:s|ing)?)(?: slowly| gently)?(?: |-)down(?:wards?)?\b|从上到下|从上往下|[向往]下(?:平移|移动|摇|移)|下移/,
    'pan-down',
  ],
  [/\bzoom(?:s|ing)?\b|变焦/, 'zoom-in'],
  [/\bpan(?:s|ning)?\b|平移|摇镜/, 'pan-right'],
];
const MOTION =
  /\b(?:motions?|movements?|animat(?:e|ed|ion|ions|ing)|camera moves?|camera|zoomy|ken burns)\b|动画|运动|动态|动作(?!片)|镜头|动感效果|动效|运镜|缩放|\bmake it pop\b|\bpunchier\b|\bmore (?:punch|dynamic|lively)\b|更?带感/;
const SUBTLE =
  /\b(?:slow(?:ly|er)?|subtler?|subtly|gentler?|gently|softer|slight(?:ly)?|soft(?:ly)?|smooth(?:ly)?|light|less|calmer|weaker|tiny|a little|a bit|too (?:strong|much|fast)|tone(?:d)? down|reduce)\b|轻微|缓慢|缓缓|慢慢|慢速|微微|轻轻|柔和|细微|稍微|轻柔|慢一点|弱一点|[弱轻小]一?[点些]|太[强猛大快晃]|慢/;
const STRONG =
  /\b(?:dramatic(?:ally)?|strong(?:er|ly)?|fast(?:er)?|quick(?:ly)?|big(?:ger)?|intense|heavy|more|bold|powerful|noticeable|energetic|dynamic|pop|punchier|punch|lively)\b|带感|强烈|夸张|快速|大幅|明显|更强|剧烈|强一?[点些]|大一?[点些]|快一点/;

/** Less of it, and not none. */
const NOT_SO_MUCH =
  /\b(?:zoom\w*|mov\w*|motion|camera|it)\b.{0,24}\b(?:dizzy|seasick|nause\w+|sick)\b|(?:晃|动|看)得?(?:我)?(?:头晕|想吐|眼花)|\b(?:don'?t|do not|not|without)\b[^,]{0,12}\b(?:zoom|move|pan|mov(?:e|ing)|zooming|motion|movement)\w*\b[^,]{0,8}\b(?:so|too|that) (?:much|fast|hard|strongly)\b|\b(?:too|less|that) much (?:zoom|motion|movement|pann)\w*|\bzooms? (?:in )?too (?:much|far|fast)\b|\bnot (?:so|too) much (?:zoom|motion|movement)\w*|(?:别|不要|不用)(?:再)?(?:晃|动|摇|推|缩放|放大).{0,3}(?:那么|这么|太|得太)(?:厉害|猛|快|大|多|强)|(?:镜头|画面).{0,4}(?:晃|动|摇)?得?(?:太|过于?)(?:厉害|猛|晃)/;

/** More of it: "not so slow zoom", 别缩放那么慢. */
const NOT_SO_LITTLE =
  /\b(?:not|less|isn'?t|don'?t)\b[^,]{0,16}\b(?:slow(?:ly)?|gentle|subtle|weak)\b|\b(?:zoom\w*|motion|movement|pan\w*)\b[^,]{0,8}\btoo (?:slow|weak|subtle|little)\b|\btoo (?:slow|weak|subtle)\b[^,]{0,4}\b(?:zoom|motion|pan)|(?:别|不要|不用)(?:再)?(?:缩放|推|拉|运镜|放大|动)?得?(?:那么|这么|太)慢|(?:缩放|运镜|镜头)(?:太|有点)慢/;

/** Takes the camera's motion out of a clause: which way, how strong, on which clips. */
export function parseMotion(clause: Clause, context: Context): void {
  // "Zoom in on the cat, like a fast one"
  const goesOn = clause.has(/静静/) || (context.topic === 'motion' && !clause.has(MOTION));
  const named = clause.refsOrIt(context) ?? (goesOn ? context.before : undefined);
  const moreOf = context.clips > 0 && speaksOfMotion(clause, context) ? clause.take(NOT_SO_LITTLE) : undefined;
  if (moreOf) {
    clause.edit('motion', { kind: 'motion', clips: named ?? 'all', strength: 2 }, moreOf.index);
    clause.takeAll(MOTION);
    clause.takeAll(/\bzoom\w*|\bpan\w*|缩放/);
    return;
  }
  const lessOf = context.clips > 0 ? clause.take(NOT_SO_MUCH) : undefined;
  if (lessOf) {
    clause.edit('motion', { kind: 'motion', clips: named ?? 'all', strength: 0.5 }, lessOf.index);
    clause.takeAll(MOTION);
    return;
  }
  for (const [pattern, motion] of MOTIONS) {
    const match = clause.take(pattern);
    if (!match) continue;
    const still =
      motion === 'still' || (clause.negated && /\b(?:no|without|remove|don'?t|stop)\b|不要|去掉|别/.test(clause.text));
    const strength = still ? undefined : (takeStrength(clause) ?? strengthIn(match[0]));
    const clips = named ?? 'all';
    // "Make the zoom stronger" keeps the ways that the clips move.
    const general =
      /^zoom(?:s|ing)?$/.test(match[0]) &&
      (/\b(?:the|less|more|dramatic|too)\s*$|\bthe\b.{0,12}$/.test(clause.original.slice(0, match.index)) ||
        HOW_STRONG.test(clause.original.slice(match.index + match[0].length)));
    if (strength && context.clips > 0 && general && named === undefined) {
      clause.edit('motion', { kind: 'motion', clips, strength }, match.index);
      return;
    }
    clause.edit(
      'motion',
      { kind: 'motion', clips, motion: still ? 'still' : motion, ...(strength && { strength }) },
      match.index,
    );
    clause.takeAll(MOTION);
    return;
  }
  const at = Math.max(0, clause.text.search(MOTION));
  const speaks = clause.has(MOTION);
  if (!speaks && context.topic !== 'motion') return;
  if (speaks && clause.negated) {
    clause.edit('motion', { kind: 'motion', clips: named ?? 'all', motion: 'still' }, at);
  } else if (speaks && context.clips > 0 && named === undefined && clause.take(DIFFERENT)) {
    clause.edit('motion', { kind: 'vary', what: 'motion' }, at);
  } else {
    const strength = takeStrength(clause);
    if (!speaks && !strength) return;
    const motion = !speaks || (strength && context.clips > 0) ? undefined : 'alternate';
    clause.edit(
      'motion',
      { kind: 'motion', clips: named ?? 'all', ...(motion && { motion }), ...(strength && { strength }) },
      at,
    );
  }
  clause.takeAll(MOTION);
}

function speaksOfMotion(clause: Clause, context: Context): boolean {
  return context.topic === 'motion' || clause.has(MOTION) || clause.has(/\b(?:zoom|pan)\w*|缩放|推近|拉远/);
}

/** "Zoom faster", "zoom a bit less": how strong, and not which way. */
const HOW_STRONG =
  /^\s+(?:(?:a (?:bit|little|lot)|much|even) )?(?:faster|slower|more|less|harder|stronger|weaker|quicker|gentler|softer)\W*$/;

// The words may stand inside the pattern: "pan slowly to the right".
function strengthIn(words: string): number | undefined {
  return /\bslowly\b|\bgently\b/.test(words) ? 0.5 : undefined;
}

function takeStrength(clause: Clause): number | undefined {
  if (clause.take(/\b(?:very subtle|barely|extremely subtle|super slow)\b|非常轻微|极轻微/)) return 0.3;
  if (clause.take(SUBTLE)) {
    clause.takeAll(SUBTLE);
    return 0.5;
  }
  if (clause.take(STRONG)) {
    clause.takeAll(STRONG);
    return 2;
  }
  return undefined;
}

const ASPECTS: [RegExp, Aspect][] = [
  [
    /(?<!\d)9 ?[:x×比/] ?16(?!\d)|1080 ?[x×] ?1920|\bvertical(?:ly)?\b|\bportrait (?:mode|video|format|orientation|aspect|clip|version|size|ratio)\b|\b(?:in|to|into|as|make it|make this|go|a) portrait\b(?! (?:photo|picture|image|of|shot))|\btik ?-?tok\b|\breels?\b(?! of)|\bshorts\b|\bsnapchat\b|\b(?:instagram|insta|ig|facebook|fb|whatsapp) (?:story|stories)\b|\bstories\b|\bfor (?:my |a |the )?story\b|\bstory format\b|\bupright\b|\btall\b|\b(?:phone|mobile)(?:'s)? ?screens?\b|\bfor (?:my |a |the )?(?:phone|mobile)s?\b(?! (?:repair|shop|number|case|store|call|company|brand|ad)s?\b)|竖|手机(?:全屏|屏幕|看)|九比十六|纵向|抖音|快手|视频号|故事版/,
    '9:16',
  ],
  [/(?<!\d)21 ?[:x×比/] ?9(?!\d)|\bultra-?wide\b|\bcinemascope\b|\bletterbox(?:ed)?\b|超宽屏|宽银幕/, '21:9'],
  [
    /(?<!\d)16 ?[:x×比/] ?9(?!\d)|1920 ?[x×] ?1080|\blandscape\b(?! (?:photo|picture|image|shot|pic|painting|of))|\bhorizontal(?:ly)?\b|\bwide[- ]?screen\b|\byou ?tube\b|横|宽屏|十六比九|b站|哔哩/,
    '16:9',
  ],
  [/(?<!\d)4 ?[:x×比/] ?5(?!\d)|(?<!\d)3 ?[:x×比/] ?4(?!\d)|小红书/, '4:5'],
  [/(?<!\d)4 ?[:x×比/] ?3(?!\d)|四比三/, '4:3'],
  [
    /(?<!\d)1 ?[:x×比/] ?1(?!\d)|1080 ?[x×] ?1080|(?<!times )\bsquared?\b|\binsta(?:gram)?\b(?: (?:post|feed))?|\big post\b|正方|方形|方的|方版|1比1|一比一/,
    '1:1',
  ],
];

const NOT_BEFORE = /\b(?:not|no|don'?t|never|instead of|rather than)\b[^,]{0,16}$|(?:不要|别|不是)[^,，]{0,6}$/;

const ACCOUNT = /@\w|\b(?:handle|account|profile|username|page)\b|账号|帐号|主页|[抖音博书]号/;

/** Takes the frame's shape out of a clause. */
export function parseAspect(clause: Clause): void {
  // The name of somebody's account asks for no format.
  if (ACCOUNT.test(clause.original)) return;
  for (const [pattern, aspect] of ASPECTS) {
    const match = clause.take(pattern);
    if (!match) continue;
    // "Vertical, not square" is about what stands before the "not".
    if (NOT_BEFORE.test(clause.original.slice(Math.max(0, match.index - 24), match.index))) continue;
    clause.edit('aspect', { kind: 'aspect', aspect }, match.index);
    // "a YouTube Short", "Instagram Reels": the first name that matched is the closer one.
    for (const [other] of ASPECTS) clause.takeAll(other);
    return;
  }
}
