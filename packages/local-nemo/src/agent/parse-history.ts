import type { Clause } from './clauses.ts';
import type { Part } from './edits.ts';
import { NUMBER, numberOf } from './words.ts';

const UNDO =
  /\bundo\b|\bother way (?:a)?round\b|[弄搞]反了|\brevert\b|\bgo back\b|\bprevious version\b|\btake (?:that|it) back\b|\bput it back\b|\bput that back\b|\breverse that\b|\bcancel (?:that|the last|my last|this) ?(?:change|edit|one)?\b|\b(?:swap|switch|change|put|move|turn) (?:it|them|that|those) back\b|\bi (?:liked|prefer(?:red)?) (?:the |it )?(?:old|previous|before)\b|\bi (?:liked|loved|preferred) (?:it|that|this|the \w+)(?: \w+)? (?:before|the way it was)\b|\bas it was\b|\bthat was better before\b|\b(?:it was|looked) better before\b|撤销|撤回|[改变退换]回[去来]|恢复|回到(?:上一|之前|刚才|原来)|还原|(?:刚才|上一步|刚刚)(?:那个|的)?(?:修改)?(?:取消|不要)|原来的(?:更)?好|(?:还是)?(?:加|放|要|拿|弄)回[来去]|(?:刚才|刚刚)(?:那|删|去掉).{0,4}(?:还是)?(?:留|要|加回)|还是留着|还是(?:之前|以前|刚才|原来)的?(?:那个)?(?:比较|更)?好|取消(?:刚才|上一步)/;
const NOT = /\b(?:don'?t|do not|never|no need to)\b|别|不要(?!.*撤)|不用/;
const BACK = /\b(?:bring|get|put|give)\b.{0,24}\bback\b|\brestore\b|找回|要回|恢复/;
/** Where a text stands. */
const PLACES =
  /\b(?:titles?|text|captions?|words)\b.{0,12}\bback (?:to|at|on|in) (?:the )?(?:top|bottom|cent(?:er|re)|middle)\b|(?:标题|字幕|文字).{0,4}[放移挪]回.{0,2}(?:上|下|中|顶|底)/;
const PARTS: [RegExp, Part][] = [
  [/\b(?:titles?|text|captions?|subtitles?|words)\b|标题|文字|字幕/, 'text'],
  [/\b(?:music|song|sound|volume|audio|soundtrack)\b|音乐|配乐|歌|音量|声音/, 'music'],
  [/\b(?:vertical|square|landscape|portrait|format|aspect|shape)\b|竖|横|方形|比例/, 'aspect'],
  [/\btransitions?\b|转场/, 'transition'],
  [/\b(?:zoom|motion|movement|pan)\b|缩放|运镜|镜头/, 'motion'],
  [/\b(?:black and white|sepia|look|colou?rs?|filter|fade)\b|黑白|颜色|色调|滤镜/, 'look'],
  [/\b(?:length|duration|longer|shorter|seconds?)\b|时长|长度|秒/, 'length'],
  [/\b(?:order|photos?|pictures?|swap|deletion|removal)\b|顺序|照片|删除/, 'clips'],
];

const MANY = new RegExp(
  `\\b(?:last|previous|past) (${NUMBER})\\b|\\b(${NUMBER}) (?:steps|times|changes|edits)\\b|(${NUMBER})[步次]`,
);
const MOST_STEPS = 10;

/** How many changes are to be taken back: "undo undo", "undo the last two", 撤销两步. */
function stepsOf(text: string): number {
  if (/\b(?:undo|go back|revert)\b.{0,12}\btwice\b|\bboth\b/.test(text)) return 2;
  const many = MANY.exec(text);
  const said = many ? numberOf(many[1] ?? many[2] ?? many[3] ?? '') : (text.match(/\bundo\b|撤销/g)?.length ?? 1);
  return Number.isInteger(said) ? Math.min(MOST_STEPS, Math.max(1, said)) : 1;
}

/** Reads a wish to take changes back: the last one, or the last one of a part that is named. */
export function parseHistory(clause: Clause): boolean {
  const undo = clause.has(UNDO);
  const back = clause.has(BACK);
  if (!undo && !back) return false;
  // "Put the title back to the top" says where it is to stand.
  if (PLACES.test(clause.text) && !/\bundo\b|撤/.test(clause.text)) return false;
  if (undo && NOT.test(clause.text) && !/撤销.*(?:别|不要)/.test(clause.text)) {
    clause.note({ kind: 'kept' });
    return true;
  }
  const part = PARTS.find(([pattern]) => clause.has(pattern))?.[1];
  if (part !== undefined && !/\blast (?:change|edit)\b/.test(clause.text)) {
    clause.edit(part === 'clips' ? 'clips' : part, { kind: 'restore', what: part });
  } else if (undo || clause.has(/\b(?:it|that|this)\b/)) {
    const steps = stepsOf(clause.text);
    clause.edit('clips', { kind: 'undo', ...(steps > 1 && { steps }) });
  } else {
    return false;
  }
  return true;
}
