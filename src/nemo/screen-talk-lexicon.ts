/** The words by which sentences about a screen are known. All patterns are for one clause, its quoted words masked. */

export type ScreenAction = 'export' | 'state' | 'credits';

export interface ScreenClause {
  actions: ScreenAction[];
  /** An edit to be sent as a prompt, where a drag names what goes where. */
  edit?: string;
}

const LEAD =
  "(?:please|now|just|simply|then|next|finally|first|also|and then|and|or|so|but|either|always|directly|easily|still|tip|note|(?:next )?steps?(?: \\d+)?|here|when ready|(?:you|users) (?:can|may|could|might|should|must|will|need to|have to|want to|might want to|would need to)|you'(?:ll|d)(?: (?:need|have|want|like) to)?|you will (?:need|have|want) to|(?:need|have|want|like) to|feel free to|go ahead and|try|(?:be|make) sure (?:to|you)|remember to|(?:don't|do not) forget to|all you (?:need|have) to do is(?: to)?|(?:i(?:'d| would)? )?(?:recommend|suggest)(?: that)?(?: you)?|you are welcome to|you're welcome to|you're (?:now )?able to|let's|it's time to|whenever you(?:'re| are) ready|when you(?:'re| are) ready|once you(?:'re| are) (?:ready|happy|done)|\\d+[.)])";
const NOT =
  "(?:(?:please )?(?:do not|don't|never)|(?:there(?:'s| is) )?no need to|you (?:do not|don't|won't) (?:need|have) to|you needn't|without (?:having|needing) to)";
const PRESS =
  '(?:(?:left|right|double)[- ]?)?click(?:ing)?(?! (?:sounds?|tracks?|effects?|noises?))|tap(?! danc)|(?:press|hit)(?= (?:the |on |["\'“‘「]|export|play|render|download|save|enter|space|ctrl|cmd))|hover|scroll (?:to|down|up|through)|swipe';
const DRAG = 'drag(?:ging)?(?:[- ](?:and|&|n)[- ]drop)?';
const PLACE =
  'button|panel|tab|menu|icon|toolbar|side ?bar|timeline|editor|inspector|library|properties|workspace|dashboard|drop-?down|slider|preview(?: window| panel| area| pane)?|player|playhead|settings|account|billing|subscription|corner|(?:top|bottom|upper|lower)[- ](?:right|left)|dialog|pop-?up|credits page|your (?:credits?|balance|plan)';
const GO =
  'open(?: up)?|go to|head (?:over )?(?:to|into)|navigate to|switch to|select|choose|pick|use|find|look (?:at|for|in|into)|take a look at|have a look at|check(?: out)?|see|view|visit|toggle|expand|adjust|change|edit|tweak|fine-?tune|access|drop|play|watch|preview|review|locate|return to|jump to|hit|press|manage|top up|upgrade|move';
const TAKE =
  '(?:export|download|render|save)(?: and (?:share|download|save))?(?= (?:it|this|that|(?:the|your|my)(?: \\w+)? (?:video|clip|file|project|result|work|movie|film|mp4|creation|edit|version|animation)|now|when|whenever|as|from|anytime|any time|directly|right)\\b|[\\s.!]*$)';
const WATCH = '(?:preview|play back)(?= (?:it|this|the|your|now|what)\\b|[\\s.!]*$)';

const ENGLISH_SCREEN = [
  `^${LEAD}?(?:[ ,]+${LEAD}){0,6}[ ,]*(?:${NOT} )?(?:${PRESS}|${DRAG})\\b`,
  `^(?:${LEAD}[ ,]+){0,6}(?:${NOT} )?(?:${GO}) (?!.*\\bin(?:to)? the (?:video|clip|film)\\b).*\\b(?:${PLACE})\\b`,
  `^(?:${LEAD}[ ,]+){0,6}(?:${NOT} )?(?:${TAKE}|${WATCH})`,
  "^(?:you(?:'ll| will| can) (?:find|see|notice) )?(?:the |an? )?[\"'“‘\\u0001]*(?:export|download|undo|share|render|settings|preview)[\"'”’\\u0001]* (?:button|panel|tab|menu|icon|option)\\b.*\\b(?:is|can be|sits|located|in|at|on)\\b",
  "^(?!i\\b|i'|we\\b|we').*\\b(?:by|via|using|through|with) (?:clicking|tapping|pressing|dragging|(?:the |an? )[^,]*\\b(?:button|panel|tab|menu|slider)\\b)",
  '^(?:the |your )?(?:video|result|clip|it)?\\s*(?:is |are )?(?:ready |available )?(?:to|for) (?:preview|review|view)(?:ing)? (?:it )?(?:in|on) the timeline',
].map((source) => new RegExp(source, 'iu'));

const CHINESE_LEAD =
  '(?:请(?!勿)|請(?!勿)|您|你|可以|可|现在|現在|然后|然後|接着|接著|最后|最後|只需要?|只要|直接|或者|或|也|并且|并|並|再|还|還|需要|随时|隨時|就|能够?|记得|記得|建议|建議|轻松|先|尝试|试着|下一步|提示|接下来|接下來|[:：\\s]){0,8}';
const CHINESE_NOT = '(?:不要|不用|不需要|无需|無需|不必|别|別|请勿|請勿|切勿)?';
const CHINESE_PRESS =
  '(?:(?:点击|點擊)(?![率量数數音声聲])|点按|點按|单击|單擊|双击|雙擊|右键|右鍵|点选|點選|轻点|輕點|轻触|按下|点一下|點一下|点(?=[“「"\\u0001导匯下]))';
const CHINESE_DRAG = '(?:拖拽|拖动|拖動|拖放|拖曳|拖入|拖到|拖至|拖)';
const CHINESE_PLACE =
  '(?:面板|按钮|按鈕|菜单|菜單|选项卡|選項卡|标签页|标签頁|工具栏|工具欄|侧边栏|側邊欄|侧栏|时间线|時間線|时间轴|時間軸|编辑器|編輯器|设置|設置|設定|右上角|左上角|右下角|左下角|右侧|左侧|预览窗口|預覽視窗|账户|帐户|賬戶|帳戶|账号|帐号|帳號|账单|帳單|计费|订阅|素材库|属性)';
const CHINESE_GO =
  '(?:打开|打開|进入|進入|前往|切换到|切換到|使用|通过|通過|选择|選擇|找到|查看|检查|檢查|看看|展开|展開|去|到|访问)(?!了)';
const CHINESE_TAKE = '(?:导出|匯出|下载|下載|保存)(?!完成|成功|中|格式|设置|設定|质量|进度|为您|按)';

const CHINESE_SCREEN = [
  `^${CHINESE_LEAD}${CHINESE_NOT}${CHINESE_LEAD}(?:在[^，。]{1,12}?)?${CHINESE_LEAD}(?:${CHINESE_PRESS}|${CHINESE_DRAG})`,
  `^${CHINESE_LEAD}(?:把|将|將)[^，。]{1,24}?${CHINESE_DRAG}(?:到|至|入|进|進)?`,
  `^${CHINESE_LEAD}${CHINESE_NOT}${CHINESE_LEAD}${CHINESE_GO}[^，。]{0,20}?${CHINESE_PLACE}`,
  `^${CHINESE_LEAD}在[^，。]{0,10}?${CHINESE_PLACE}(?:上|里|裡|中|内|內|面)*(?:直接|进行|進行|即可|可以|就能)*(?:预览|預覽|查看|播放|调整|調整|找到|修改|编辑|編輯)`,
  `^(?:(?:您的|你的|这个|這個|该)?(?:视频|視頻|影片|成片|作品))?${CHINESE_LEAD}(?:请|請|可以|可|现在|現在|随时|隨時|直接|就能|能)${CHINESE_LEAD}(?:${CHINESE_TAKE}|(?:预览|預覽))`,
  `^${CHINESE_LEAD}(?:${CHINESE_TAKE})(?:您的|你的|这个|這個)?(?:视频|視頻|影片|成片|作品)?(?:即可|吧)`,
  `^${CHINESE_LEAD}(?:导出|匯出|下载|下載)(?:按钮|按鈕|选项|菜单)`,
].map((source) => new RegExp(source, 'u'));

/** A clause that only tells when or what for the next (or last) instruction is. */
const CONDITION =
  /^(?:and |so |then )?(?:if|when|whenever|once|after|as soon as|in order to|to|for|before)\b|^(?:如果|如需|如要|如|若|要是|想要?|需要|当|當|等|待|一旦|要)|^.{0,10}(?:的话|的話|时|時|后|後)$|^(?:满意|滿意|完成|准备好|確認|确认|编辑|編輯).{0,8}(?:后|後|之后|之後|无误|無誤)$/iu;
/** Wishes for something else than what the user has just got: nothing is done about them. */
const OTHER_WISH =
  /\b(?:change|adjust|edit|tweak|fine-?tune|fix|undo|modify|replace|remove|swap|trim|wrong|not happy|don't like|doesn't|isn't|later)\b|修改|调整|調整|更改|替换|替換|换|換|编辑|編輯|撤销|不满意|不滿意|以后|稍后|稍後/iu;
const CONSEQUENCE =
  /^(?:and |then |so )*(?:(?:your|the|it|it'll|this|that|you|you'll|nemo)\b.*\b(?:download|export|save|start|appear|mp4|render|see|get|begin|preview|done|set|hear)\w*|wait\b|enjoy\b|share it|that's it|to (?:download|export|save|see|get|preview|share|make|view|listen))|^(?:即可|就可以|就能|便可|便能|来|以便|就会|系统会|系統會|视频(?:会|就)|影片(?:會|就)|然后就|将会|進行|进行|下载|下載|保存|导出|查看|预览|等待)/iu;
const NEGATED = new RegExp(
  `^(?:${LEAD}[ ,]+){0,6}${NOT}\\b|^${CHINESE_LEAD}(?:不要|不用|不需要|无需|無需|不必|别|別|请勿|請勿|切勿)`,
  'iu',
);

const WANTS: readonly (readonly [ScreenAction, RegExp])[] = [
  ['export', /\b(?:export|download|render|save)\w*|导出|匯出|下载|下載|保存/iu],
  [
    'credits',
    /\b(?:account|billing|subscription|top[- ]?up|upgrade|credits?|balance|plan)\b|账户|帐户|賬戶|帳戶|账号|帐号|帳號|账单|帳單|计费|订阅|充值|积分|積分|余额|餘額/iu,
  ],
  [
    'state',
    /\b(?:timeline|tracks?|preview|play|playhead|open|panel|tab|menu|player)\b|时间线|時間線|时间轴|時間軸|轨道|軌道|预览|預覽|播放|打开|打開|面板/iu,
  ],
];

const DRAGS = new RegExp(`\\b${DRAG}\\b|^drop\\b|${CHINESE_DRAG}`, 'iu');
const SLIDER =
  /\bdrag(?:ging)? (?:the |its )?["“']?([\w -]+?)["”']? slider (?:\w+ )??(?:to|at) (\d+(?:\.\d+)?\s?\S*)/iu;
const DRAG_TO =
  /\bdrag(?:[- ](?:and|&)[- ]drop)? ((?:the|this|that) .+? (?:to|onto|before|after|between) (?:the (?:very )?(?:start|beginning|end|front|top|bottom|middle|left|right|first|last|second|third|fourth|\d|[\w ]*(?:clip|photo|image|title|track))|position|\d).*)/iu;
const DRAG_TO_CHINESE =
  /(?:把|将|將)?(?:拖拽|拖动|拖動|拖曳)?([^，。拖]+?)(?:拖拽|拖动|拖動|拖放|拖曳|拖)?(?:到|至)([^，。]*(?:开头|開頭|末尾|结尾|結尾|最前|最后|最後|第[一二三四五\d]|\d|之前|之后|之後|前面|后面|後面|之间|上方|下方)[^，。]*)/u;

function editOf(clause: string): string | undefined {
  const slider = SLIDER.exec(clause);
  if (slider?.[1] && slider[2]) return `Set the ${slider[1]} to ${slider[2].replace(/[.,!]+$/u, '')}`;
  const move = DRAG_TO.exec(clause)?.[1];
  if (move) return `Move ${move.replace(/[\s.,!]+$/u, '')}`;
  const [, what, where] = DRAG_TO_CHINESE.exec(clause) ?? [];
  if (!what || !where) return undefined;
  const moved = what.replace(new RegExp(`^${CHINESE_LEAD}(?:把|将|將)?(?:拖拽|拖动|拖動|拖曳)?`, 'u'), '');
  return moved === '' ? undefined : `把${moved}移到${where.replace(/(?:即可|就行|就可以)$/u, '')}`;
}

/** In UTF-16 units; no instruction is longer, and patterns need not search longer clauses. */
const LONGEST_INSTRUCTION = 240;

/**
 * What a clause asks the user to do on a screen; undefined when it is about the video.
 * @param masked the clause with its quoted words masked, @param plain the same with them.
 */
export function readScreenClause(masked: string, plain: string): ScreenClause | undefined {
  if (masked.length > LONGEST_INSTRUCTION) return undefined;
  if (![...ENGLISH_SCREEN, ...CHINESE_SCREEN].some((pattern) => pattern.test(masked))) return undefined;
  if (NEGATED.test(masked)) return { actions: [] };
  if (DRAGS.test(masked)) {
    const edit = editOf(plain);
    return edit === undefined ? { actions: [] } : { actions: [], edit };
  }
  const wanted = WANTS.find(([, words]) => words.test(plain))?.[0];
  if (wanted === undefined || (wanted !== 'credits' && OTHER_WISH.test(plain))) return { actions: [] };
  return { actions: [wanted] };
}

export const isCondition = (clause: string): boolean => CONDITION.test(clause);
export const isOtherWish = (clause: string): boolean =>
  OTHER_WISH.test(clause) && !/\b(?:export|download)\b|导出|下载|匯出|下載/iu.test(clause);
export const isConsequence = (clause: string): boolean => CONSEQUENCE.test(clause);

/** Where "and", "or", "然后" begin an instruction of its own. */
export const STARTS_INSTRUCTION = `(?=(?:${LEAD}[ ,]+){0,6}(?:${NOT} )?(?:${PRESS}|${DRAG}|${GO}|${TAKE}|${WATCH})\\b)`;
export const STARTS_CHINESE_INSTRUCTION = `(?=${CHINESE_LEAD}(?:${CHINESE_PRESS}|${CHINESE_DRAG}|${CHINESE_GO}|${CHINESE_TAKE}|在))`;
