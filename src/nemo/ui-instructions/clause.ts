import {
  CHINESE_CONDITION,
  CHINESE_CONSEQUENCE,
  CHINESE_CONTENT,
  CHINESE_DRAG,
  CHINESE_GESTURE,
  CHINESE_NOT,
  CHINESE_OTHER_WISH,
  CHINESE_UI,
  fold,
} from './chinese.ts';
import { editOf } from './edits.ts';
import {
  ENGLISH_CONDITION,
  ENGLISH_CONSEQUENCE,
  ENGLISH_DRAG,
  ENGLISH_GESTURE,
  ENGLISH_NOT,
  ENGLISH_OTHER_WISH,
  ENGLISH_UI,
} from './english.ts';

/** `confirm`: the agent waits for a yes ("click Generate"), which may use credits. */
export type UiAction = 'export' | 'state' | 'credits' | 'confirm';

export interface UiClause {
  actions: UiAction[];
  /** It opens a panel, which shows the state whatever the user may wish to change there. */
  opens: boolean;
  /** An edit to be sent as a prompt, where a drag names what goes where. */
  edit?: string;
}

const WANTS: readonly (readonly [UiAction, RegExp])[] = [
  ['export', /\b(?:export|download|render(?! (?:queue|list))|save)\w*|导出|汇出|输出|下载|保存|储存/iu],
  [
    'credits',
    /\b(?:account|billing|subscription|top[- ]?up|upgrade|credits?|balance|plan)\b|账户|账号|账单|计费|订阅|充值|储值|积分|点数|余额|个人中心|会员中心/iu,
  ],
  [
    'state',
    /\b(?:timeline|tracks?|preview|play|playhead|playback|open|panel|player|watch|(?:see|view)(?! (?:more|all|other|options))|hear|listen|scrub|review|library|find|navigate|look|thumbnail|changes|show|shows)\b|时间[线轴]|轨道|预览|播放|打开|开启|面板|素材库|媒体库|选项卡|查看|看看|看到|试听|找到|页面/iu,
  ],
];

/** Buttons that let the agent go on. */
const CONFIRMS =
  /\b(?:click|tap|press|hit|select)(?:ing|ping|ting)?\b(?: on)?(?: the| that)?[ "“'*]{1,4}(?:generate|create|confirm|continue|apply|proceed|approve|accept|start|begin|go ahead|ok(?:ay)?|yes)\b|(?:点击|单击|点按|点选|按下?|轻触|点)(?:一下)?[“「『"【[]{0,2}(?:生成|确认|继续|应用|同意|开始|确定)/iu;

const DRAGS = new RegExp(`${ENGLISH_DRAG}|${CHINESE_DRAG}`, 'iu');
const NEGATED = new RegExp(`${ENGLISH_NOT}|${CHINESE_NOT}`, 'iu');
const SEEKING = /\bplay ?head\b|\bscrub|播放头|指针|指标|进度条/iu;
const OFFER = /\b(?:and|then|,) (?:i|we)(?:'ll| will| can)\b/iu;

/** Opening a part of the user interface. */
const OPENING =
  /\b(?:open(?:ing|ed)?|expand|bring(?:ing)? up|pull(?:ing)? up)\b(?: up)?.*(?:panel|tab|menu|inspector|timeline|editor|library|mixer|side ?bar|toolbar|workspace|settings|properties|面板|时间[线轴])|(?:打开|开启|点开|展开|叫出)(?!了)[^，。]{0,20}?(?:面板|选项卡|标签页|页签|分页|菜单|选单|侧边?栏|工具[栏列]|时间[线轴]|编辑器|编辑界面|素材库|媒体库|音乐库|属性|设置|设定|检查器|调音台|[Pp]anel|[Tt]imeline|[Tt]ab\b|[Mm]enu|[Ee]ditor)/iu;
const OPTIONAL = /\bif (?:you|needed|desired|necessary)\b|^if\b|如果|若|要是|如需|的话|想/iu;
const CHOOSING =
  /^(?:\W*(?:you can|please|just|simply|then|now|and|or|also|first))*\s*(?:select|choose|pick|use|set)\b|^(?:请|您|你|可以|先|再)*(?:选中|选择|使用)/iu;
const VIEWING = /\b(?:see|preview|watch|play|hear|view|review|check)\b|预览|查看|播放|试听|看看/iu;

/** Whether an instruction is only for one who wishes so; no edit is made of it. */
export const isOptional = (clause: string): boolean => OPTIONAL.test(fold(clause));

/** In UTF-16 units; no instruction is longer, and patterns need not search longer clauses. */
const LONGEST_INSTRUCTION = 240;

/** "If you want changes let me know" is a sentence, not a condition alone. */
const SAY_SO =
  /\b(?:let (?:me|us) know|(?:tell|ask|message) (?:me|us)|just (?:say|ask|reply))\b|(?:告诉|通知|跟|和|对|找)我/iu;

export const isCondition = (clause: string): boolean => {
  if (clause.length > LONGEST_INSTRUCTION) return false;
  const folded = fold(clause);
  return (ENGLISH_CONDITION.test(clause) || CHINESE_CONDITION.test(folded)) && !SAY_SO.test(folded);
};
export const isConsequence = (clause: string): boolean =>
  clause.length <= LONGEST_INSTRUCTION && (ENGLISH_CONSEQUENCE.test(clause) || CHINESE_CONSEQUENCE.test(fold(clause)));

/** Wishes for something else than what the user has just got: nothing is done about them. */
const wishesOther = (clause: string): boolean =>
  ENGLISH_OTHER_WISH.test(clause) || CHINESE_OTHER_WISH.test(fold(clause));
export const isOtherWish = (clause: string): boolean =>
  wishesOther(clause) &&
  !/没有|\b(?:no (?:more|further|other)|nothing|don't need|without)\b/iu.test(fold(clause)) &&
  !/\b(?:export|download)\b|导出|下载|汇出/iu.test(fold(clause));

/** Whether the clause is a mouse gesture, which is never meant for anything but a graphical editor. */
export const isGesture = (masked: string): boolean =>
  masked.length <= LONGEST_INSTRUCTION && (ENGLISH_GESTURE.test(masked) || CHINESE_GESTURE.test(fold(masked)));

/**
 * What a clause asks the user to do in the user interface; undefined when it is about the video.
 * @param masked the clause with its quoted words masked, @param plain the same with them.
 */
export function readUiClause(masked: string, plain: string): UiClause | undefined {
  if (masked.length > LONGEST_INSTRUCTION) return undefined;
  const folded = fold(masked);
  const isChinese = CHINESE_UI.some((pattern) => pattern.test(folded)) && !CHINESE_CONTENT.test(folded);
  if (!isChinese && !ENGLISH_UI.some((pattern) => pattern.test(masked))) return undefined;
  if (OFFER.test(masked) && !isGesture(masked)) return undefined;
  if (NEGATED.test(folded)) return { actions: [], opens: false };
  const words = fold(plain);
  if (DRAGS.test(folded) && !SEEKING.test(folded)) {
    const edit = OPTIONAL.test(folded) ? undefined : editOf(plain);
    return { actions: [], opens: false, ...(edit !== undefined && { edit }) };
  }
  if (CONFIRMS.test(words)) return { actions: ['confirm'], opens: false };
  const opens = OPENING.test(words);
  const wanted = wantOf(plain) ?? (opens ? 'state' : undefined);
  const isChosen = wanted === 'state' && !opens && CHOOSING.test(words) && !VIEWING.test(words);
  return { actions: wanted === undefined || isChosen ? [] : [wanted], opens };
}

/** What the words of an instruction, or of what it is for, come down to; undefined when it is another wish. */
export function wantOf(plain: string): UiAction | undefined {
  // What is to be done later is not what is to be done now.
  const words = fold(plain).replace(/\bbefore (?:you )?\w+.*$/iu, '');
  const wanted = WANTS.find(([, pattern]) => pattern.test(words))?.[0];
  return wanted !== 'credits' && wishesOther(plain) ? undefined : wanted;
}
