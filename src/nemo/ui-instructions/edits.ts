import { CHINESE_LEAD, fold } from './chinese.ts';

const SLIDER =
  /\b(?:drag|mov|slid)(?:e|g?ing)? (?:the |its )?["“']?([\w -]+?)["”']? (?:slider|knob|handle) (?:\w+ ){0,2}?(?:to|at) (\d+(?:\.\d+)?\s?(?:%|percent|x|db|s|seconds?|px)?)/iu;
const TRIM =
  /\bdrag (?:the )?(?:\w+ )?(?:edge|handle|end|border) of (the [\w ]{1,40}?) (?:to|until|at) (?:the )?(\d+(?:\.\d+)?)[- ]?(?:s\b|sec|seconds?)/iu;
const POSITION =
  '(?:the )?(?:very |far )?(?:start|beginning|end|front|back|top|bottom|middle|center|centre|left|right|(?:top|bottom|upper|lower)[- ](?:left|right|center|centre))(?:[- ](?:hand )?(?:corner|side|third|half|edge))?(?: of (?:the |your )?[\\w-]+(?: [\\w-]+)?)?|position \\d+|\\d+:\\d+|(?:the )?(?:first|second|third|fourth|last|\\d+(?:\\.\\d+)?[- ]second) (?:clip|photo|image|title|track|slot|position|spot|scene|mark)|(?:the|your) (?:\\w+ )?(?:clip|photo|image|title|track|scene)(?: \\d+)?|(?:clip|photo|image|scene|track) \\d+(?: and (?:clip |photo |image |scene |track )?\\d+)?';
const MOVE = new RegExp(
  `\\bdrag(?:[- ](?:and|&)[- ]drop)? ((?:it|them|(?:the|this|that|your|each|both) [^,]{1,60}?|(?:clip|photo|image|scene|track) \\d+) (?:(?:back |up |down |over )?(?:to|onto|before|after|between|above|below|behind|in front of|into)) (?:${POSITION}))(?![\\w-])`,
  'iu',
);
const CHINESE_SLIDER =
  /(?:拖[拽动曳]|拉动|滑动|[将把])([^，。拖拉滑]{1,10}?)(?:滑块|滑杆)[^，。\d]{0,4}?(?:到|至)\s?(\d+(?:\.\d+)?\s?(?:%|％|倍|秒)?)/du;
const CHINESE_TRIM =
  /(?:拖[拽动曳到]|拉动|[将把])([^，。拖拉]{1,12}?)的?[左右]?侧?的?(?:边缘|末端|边|尾端)[^，。\d]{0,6}?(?:到|至)\s?(\d+(?:\.\d+)?\s?秒)/du;
const CHINESE_MOVE =
  /(?:[将把]|拖[拽动放曳])([^，。拖]{1,24}?)(?:拖[拽动放曳]?|移动?|拉)?(?:到|至|入|进)([^，。]{0,16}?(?:开头|开始|片头|片尾|末尾|结尾|最前面?|最后面?|第[一二三四五六七八九十\d]+[个张段条]?(?:片段|照片|图片|视频|影片|标题|位置|位)?(?:之?[前后]面?|上方|下方|之间)?|\d+\s?秒处?|之?[前后]面?|之间|上方|下方|中间|中央|[左右][上下](?:角|方)|[左右]侧))(?:的?(?:位置|地方))?(?![的了])/du;

const part = (text: string, span: [number, number] | undefined): string => (span ? text.slice(...span).trim() : '');

/** What a drag comes down to as a prompt; undefined when it leaves open what goes where. */
export function editOf(clause: string): string | undefined {
  const slider = SLIDER.exec(clause);
  if (slider?.[1] && slider[2]) return `Set the ${slider[1]} to ${slider[2].trim()}`;
  const trim = TRIM.exec(clause);
  if (trim) return `Trim ${trim[1]} to ${trim[2]} seconds`;
  const move = MOVE.exec(clause)?.[1];
  if (move && /^(?:it|them) .* mark$/iu.test(move)) return undefined;
  if (move) return /\b(?:play ?head|slider|cursor|scrubber)\b/iu.test(move) ? undefined : `Move ${move}`;
  return chineseEditOf(clause);
}

function chineseEditOf(clause: string): string | undefined {
  const folded = fold(clause);
  const set = CHINESE_SLIDER.exec(folded)?.indices;
  if (set) return `把${part(clause, set[1])}${folded === clause ? '调' : '調'}到 ${part(clause, set[2])}`;
  const trim = CHINESE_TRIM.exec(folded)?.indices;
  if (trim) {
    const verb = folded === clause ? '的时长调到' : '的時長調到';
    return `把${part(clause, trim[1])}${verb} ${part(clause, trim[2])}`;
  }
  const move = CHINESE_MOVE.exec(folded)?.indices;
  if (!move) return undefined;
  const what = part(clause, move[1]).replace(new RegExp(`^${CHINESE_LEAD}`, 'u'), '');
  return what === '' || /播放[头頭]|滑[块塊桿杆]|指[针針標标]|光[标標]|[进進]度[条條]/u.test(what)
    ? undefined
    : `把${what}移到${part(clause, move[2])}`;
}
