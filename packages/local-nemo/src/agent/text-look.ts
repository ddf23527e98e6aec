import type { Clause } from './clauses.ts';
import { COLORS } from './colors.ts';
import type { TextLook, TextPosition, TextWhen } from './edits.ts';
import { TIME, timeOf } from './time.ts';

const HEX = /#[0-9a-f]{6}\b/;
const POSITIONS: [RegExp, TextPosition][] = [
  [
    /\b(?:at |to |on |in )?(?:the )?(?:top|upper part|above|higher|further up)\b|往上|上方|顶部|上面|上边|最上|顶端|顶上/,
    'top',
  ],
  [
    /\b(?:at |to |on |in )?(?:the )?(?:bottom|lower third|lower part|below|lower|further down)\b|往下|下方|底部|下面|下边|底下|最下|底端/,
    'bottom',
  ],
  [/\b(?:at |to |in )?(?:the )?(?:cent(?:er|re)(?:ed|d)?|middle)\b|中间|中央|居中|正中/, 'center'],
];
const WHENS: [RegExp, TextWhen][] = [
  [
    /\b(?:whole|entire|throughout|all the time|all along|full video|always|(?:until|till|to) the (?:very )?end|stays? on)\b|全程|整个|一直|始终|从头到尾/,
    'whole',
  ],
  [/\b(?:beginning|start|opening|intro)\b|开头|开始|片头/, 'start'],
  [/\b(?:ends?|ending|closing|outro|finish)\b|结尾|片尾|末尾|最后/, 'end'],
];
const SIZES: [RegExp, NonNullable<TextLook['size']>][] = [
  [/\btoo (?:big|large)\b|太大/, 'smaller'],
  [/\btoo (?:small|tiny)\b|太小/, 'bigger'],
  [
    /\b(?:bigger|larger|increase)\b|[再更]?大一?[点些]|大(?:很多|得多|多了)|更大|放大|再大|字(?:要|得|再)?大(?!小)/,
    'bigger',
  ],
  [/\bsmaller\b|[再更]?小一?[点些]|小(?:很多|得多|多了)|更小|缩小|再小/, 'smaller'],
  [/\b(?:big|large|huge)\b|(?<!放)大(?=(?:[红黄蓝绿白黑金粉橙紫灰]色?的?)?(?:标题|字))/, 'big'],
  [/\b(?:small|tiny)\b|小(?=标题|字)/, 'small'],
];
/** With the colours of what stands behind or around the letters, which are not the letters' own. */
const SHADE =
  '(?:(?:semi[- ]?transparent|transparent|dark|light|black|white|solid|colou?red|gr[ae]y|red|blue|rounded) ){0,2}';
const DESIGNS: [RegExp, NonNullable<TextLook['design']>][] = [
  [
    /\b(?:no|without|remove|lose|delete|drop)(?: the| any| a)? (?:plate|box|banner|outline|stroke|glow)\b|\b(?:just |only |with )?(?:a |an )?(?:plain|drop )?shadow\b|(?:去掉|不要|取消)(?:底框|底色|底板|描边|发光|底)|(?:只要|加|带)?阴影/,
    'shadow',
  ],
  [
    new RegExp(
      `\\b(?:on|with|behind|in|inside|add|put|give (?:it|the \\w+))?\\s?(?:it |the \\w+ )?(?:an? |the )?${SHADE}(?:plate|box|banner|bar|panel|text background|label background|background)(?: (?:behind|under)(?: (?:it|them|the \\w+))?)?\\b|\\bsomething (?:dark |black )?behind (?:it|the \\w+)\\b|(?:后面|下面)?(?:加|带|配|用)?(?:一?个)?(?:半透明|黑色?|白色?|深色|浅色)?的?(?:底框|底色|底板|底纹|背景框|背景色|背景板|衬底|色块)|加(?:一?个)?底|(?:放进?|加|带)(?:一?个)?框里?`,
    ),
    'plate',
  ],
  [
    new RegExp(
      `\\boutline[ds]?(?: (?:it|them|the \\w+))? in (?:dark |light )?(?:black|white|red|blue|gold|yellow|gr[ae]y)\\b|\\b(?:with |and )?(?:an? |the )?${SHADE}(?:outlin(?:e[ds]?|ing)|stroke|contours?)\\b|(?:描|勾|加)(?:个|一圈|上)?[黑白]色?的?边框?|(?:黑色?|白色?)?(?:的)?(?:描边|轮廓|勾边)|(?<![有的])[黑白]色?边(?![框缘])`,
    ),
    'outline',
  ],
  [/\b(?:glow(?:s|ing)?|neon)\b|发光|霓虹|荧光/, 'glow'],
];
const BEFORE_TIME =
  /\b(?:for|lasting|during|over|in(?= the (?:first|last) ))(?: the)?(?: (first|last))? |(前|最后|显示|停留|持续|出现)/;
const STARTS_WITH_TIME = new RegExp(`^(?:${TIME.source})`);

/** Takes how a text looks and stands out of a clause. */
export function takeLook(clause: Clause): TextLook {
  const look: TextLook = {};
  takeTime(clause, look);
  const design = DESIGNS.find(([pattern]) => clause.take(pattern))?.[1];
  if (design !== undefined) look.design = design;
  const size = SIZES.find(([pattern]) => clause.take(pattern))?.[1];
  if (size !== undefined) look.size = size;
  for (const [pattern, position] of POSITIONS) if (!look.position && clause.take(pattern)) look.position = position;
  for (const [pattern, when] of WHENS) if (!look.when && clause.take(pattern)) look.when = when;
  const hex = clause.take(HEX)?.[0];
  const named = hex === undefined ? COLORS.find(({ pattern }) => clause.take(pattern))?.css : undefined;
  const color = hex ?? named;
  if (color !== undefined) look.color = color;
  return look;
}

/** Whether anything was said about the look. */
export function hasLook(look: TextLook): boolean {
  return Object.keys(look).length > 0;
}

function takeTime(clause: Clause, look: TextLook): void {
  const before = BEFORE_TIME.exec(clause.text);
  const time = before && STARTS_WITH_TIME.exec(clause.text.slice(before.index + before[0].length));
  if (!before || !time) return;
  look.durationMs = timeOf(time);
  if (before[1] === 'last' || before[2] === '最后') look.when = 'end';
  if (before[1] === 'first' || before[2] === '前') look.when = 'start';
  clause.blank(before.index, before.index + before[0].length + time[0].length);
}
