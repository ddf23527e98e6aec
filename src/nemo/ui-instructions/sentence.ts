import { STARTS_CHINESE } from './chinese.ts';
import {
  isCondition,
  isConsequence,
  isGesture,
  isOptional,
  isOtherWish,
  readUiClause,
  type UiAction,
  type UiClause,
  wantOf,
} from './clause.ts';
import { ENGLISH_REQUEST, OTHER_SUBJECT, SPEECH, STARTS_ENGLISH } from './english.ts';
import { balance, cutAfter, joinSentences, mask, plain, sentencesOf } from './text.ts';

/** What the instructions of a reply come down to, each once, in their order. */
export class Gathered {
  readonly actions = new Set<UiAction>();
  readonly edits = new Set<string>();

  add(other: { actions: Iterable<UiAction>; edits: Iterable<string> }): void {
    for (const action of other.actions) this.actions.add(action);
    for (const edit of other.edits) this.edits.add(edit);
  }
}

const CLAUSE_BREAK = new RegExp(
  [
    String.raw`(?<!\s)\s*[—–]+\s*|(?<!\s)\s+-{1,2}\s+|[;；]\s*|(?<!^在[^，。]{1,20})，\s*|(?<!^(?:in|on|from|under|inside) (?:the|your) [^,]{1,40}),\s+|(?=👉|👆|⬆|🔽)`,
    // An emoji may end a sentence, or stand for a button: "click the ⬇️ Download button".
    String.raw`(?<!\b(?:the|an?|your|this|that|on|click|tap|press|hit|and|or)\s|[击擊按的“「]\s?)(?<=[\p{L}\p{N}%)）”"’」]\s?)(?!👉|👆|⬆|🔽)\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\u200d]*\s+(?=\p{Lu}|\p{Script=Han})`,
    String.raw`(?<=\b(?:next|next steps?|to (?:export|download|finish|preview)|step \d|tip|note|finally|ready|done|finished|is|are|video|here)\*{0,2})\s?:\s+|(?<=下一步|最后一步|最後一步|提示|接下来|接下來|操作|步骤|步驟|完成|好了)[:：]\s*`,
    String.raw`(?<!\bdrag(?:ging)?|\bgo ahead)(?<!\s)\s+(?:and then|and|then|or|so|but)\s+(?:${STARTS_ENGLISH}|(?=(?:let me know|tell me|i|i'm|i'll|i've|enjoy)\b))`,
    `(?:然后|然後|接着|接著|并且|並且|并|並|或者|或|再)${STARTS_CHINESE}`,
  ].join('|'),
  'giu',
);
const CONNECTOR = /(?:(?<!\s)\s+(?:and then|and|then|or|so|but)|然后|然後|接着|接著|并且|並且|并|並|或者|或|再)$/iu;

/** Unquoted words to be shown or spoken follow; everything after them may be part of them. */
const SHOWN_WORDS =
  /\b(?:says?|saying|reads?|reading|titled|called|(?<!\bbutton )labell?ed)\b(?!\s*[:：]?\s*["“‘'「『`])|(?:写着|寫著|内容是|內容是|内容为)(?!\s*[:：]?\s*[“「"])|^(?!to |how |for |if |steps)(?:[\w-]+ ){0,3}(?:title|caption|text|subtitle|cta|label|headline|slogan|tagline|hook|overlay|voice-?over|narration|script|lyric|sticker)s?(?: (?:overlay|text|line|card))?\s*(?:\d+\s*)?[:：]|^(?!如|想|要|修改|调整|調整|更改|编辑|編輯)[^，。:：]{0,8}(?:标题|標題|字幕|文字|文案|口号|口號|片头|片頭|片尾|旁白|台词|台詞|配音|歌词|歌詞|贴纸|貼紙)[^，。:：]{0,4}[:：]|\b(?:title|caption|text|subtitles?|cta|headline|slogan|tagline|label|voice-?over|narration)\b[^.]{0,30} (?:to|is|with)\s*[:：]/iu;
const RHETORICAL =
  /^(?:want|ready|need|like what|happy|would you like to|looks? good|satisfied|all (?:done|good|set)|love|not (?:happy|quite)|don.t like|prefer)\b.*|^(?:想|要|满意|滿意|准备好|準備好|需要).*/iu;
const ANNOUNCEMENT =
  /^(?:next|next steps?|step \d+|tip|pro tip|note|finally|👉)$|(?:下一步|最后一步|最後一步|提示|接下来|接下來|操作|步骤|步驟)$/iu;
const BARE = /^(?:export|download|render|save|preview|watch|play)$/iu;
const THIRD_PERSON = /女孩|男孩|女人|男人|主角|用户|用戶|观众|觀眾|人物|她|他(?!们?的)|录屏|錄屏/u;
const TO_THE_USER = /\b(?:you|please)\b|请|請|您|你|可以/iu;
const CHOICE =
  /^(?:and |then |or )*(?:choose|select|pick|press|hit|save|export|download|render|tap)\b.*\b(?:export|download|save|render|mp4)/iu;

interface Clause {
  raw: string;
  /** Without its separator, ready to be read. */
  masked: string;
  plain: string;
}

function clausesOf(sentence: string): Clause[] {
  const masked = mask(sentence);
  let start = 0;
  return cutAfter(sentence, masked, CLAUSE_BREAK).map((raw) => {
    const clause = { raw, masked: plain(masked.slice(start, start + raw.length)), plain: plain(raw) };
    start += raw.length;
    return { ...clause, masked: clause.masked.replace(CONNECTOR, ''), plain: clause.plain.replace(CONNECTOR, '') };
  });
}

/** Whether a clause that reads like an instruction goes on telling what somebody else than the user does. */
function isAddressed(before: Clause | undefined, clause: Clause): boolean {
  if (!before || TO_THE_USER.test(clause.masked) || /[;；。—–]\s*$/u.test(before.raw)) return false;
  if (THIRD_PERSON.test(before.masked)) return true;
  if (isGesture(clause.masked)) return OTHER_SUBJECT.test(before.masked);
  return OTHER_SUBJECT.test(before.masked) || SPEECH.test(before.masked);
}

function verdictsOn(sentence: string, clauses: readonly Clause[]): (UiClause | undefined)[] {
  const whole = plain(mask(sentence));
  const linked = /(?<!\]\()https?:\/\//u.test(sentence);
  const ended = /[.!。！]["”’)*_\s]*$/u.test(sentence.slice(-20));
  let shown = SHOWN_WORDS.test(whole.slice(0, 400)) && SHOWN_WORDS.test(plain(mask(clauses[0]?.raw ?? '')));
  let addressed = false;
  let previous: UiClause | undefined;
  return clauses.map((clause, i) => {
    if (SHOWN_WORDS.test(clause.masked)) shown = true;
    const isLink = linked && !/click|tap|点击|點擊/iu.test(clause.plain);
    const isLabel = BARE.test(clause.plain) && !previous && !(ended && clauses.length === 1);
    const read = shown || isLink || isLabel ? undefined : readUiClause(clause.masked, clause.plain);
    addressed = read !== undefined && !previous && (addressed || isAddressed(clauses[i - 1], clause));
    previous = addressed ? undefined : read;
    return previous;
  });
}

/** Choosing something is part of the gesture that follows: "choose the clip and press Delete". */
const CHOOSES =
  /^(?:(?:please|then|now|first|just) ){0,3}(?:select|choose|pick|highlight)\b|^(?:请|先|再|您|可以){0,3}(?:选择|選擇|选中|選中|选取|選取)/iu;

/** "…; if you want changes, just tell me": whether a condition behind an instruction is for the clause that follows it. */
function introducesNext(clauses: readonly Clause[], kept: readonly boolean[], at: number): boolean {
  const words = clauses[at]?.plain ?? '';
  const next = clauses[at + 1]?.plain ?? '';
  if (!kept[at + 1] || !isCondition(words) || isConsequence(next) || isCondition(next)) return false;
  const isApart = /[;；—–]\s*$/u.test(clauses[at - 1]?.raw ?? '');
  return isApart || /\p{Script=Han}/u.test(words) || /^(?:and|or|but) (?:if|when|whenever|should you)\b/iu.test(words);
}

/** Of clauses that are kept, takes out those that say when or what for an instruction is, and what comes of it. */
function spread(
  clauses: readonly Clause[],
  verdicts: readonly (UiClause | undefined)[],
  gathered: Gathered,
): boolean[] {
  const kept = verdicts.map((verdict) => !verdict);
  const ignored = new Set<number>();
  const optional = new Set<number>();
  for (let i = clauses.length - 2; i >= 0; i--) {
    const { raw = '', plain: words = '' } = clauses[i] ?? {};
    const chooses = CHOOSES.test(words) && isGesture(clauses[i + 1]?.masked ?? '');
    const introduces =
      chooses || isCondition(words) || (/[:：]\s*$/u.test(raw) && ANNOUNCEMENT.test(words)) || words === '';
    if (!kept[i] || kept[i + 1] || !introduces) continue;
    kept[i] = false;
    if ((isOtherWish(words) && !verdicts[i + 1]?.opens) || ignored.has(i + 1)) ignored.add(i).add(i + 1);
    else if (isOptional(words)) optional.add(i + 1);
    const wanted = verdicts[i + 1]?.actions.length === 0 && !ignored.has(i + 1) && wantOf(words);
    if (wanted) gathered.actions.add(wanted);
  }
  for (let i = 1; i < clauses.length; i++) {
    const { plain: words = '' } = clauses[i] ?? {};
    if (!kept[i] || kept[i - 1] || !(isConsequence(words) || isCondition(words))) continue;
    if (introducesNext(clauses, kept, i)) continue;
    kept[i] = false;
    if (CHOICE.test(words)) gathered.actions.add('export');
  }
  for (const [i, verdict] of verdicts.entries()) {
    if (!verdict || ignored.has(i)) continue;
    gathered.add({ actions: verdict.actions, edits: verdict.edit && !optional.has(i) ? [verdict.edit] : [] });
  }
  return kept;
}

const DASH_AT_END = /\s*(?:[—–]+|\s-{1,2})\s*$/u;
const CONNECTOR_AT_START =
  /^(?:[\s,;:，；：、—–-]|(?:and|but|so|then|or)\s+|(?:然后|然後|接着|接著|并且|而且|同时|並且|同時))+/iu;
const SEPARATOR_AT_END =
  /(?:[\s,;:，；：、—–]|\s-{1,2}|\s(?:and then|and|then|or|so|but)(?=\s*$)|(?:然后|然後|接着|接著|并且|並且|并|並|或者|或|再)(?=\s*$)|[👉👆⬆🔽]\ufe0f?)+$/iu;

/** Takes the separators off the end; they are short, so only the last characters are searched. */
function withoutSeparator(text: string): string {
  const body = text.trimEnd();
  const tail = body.slice(-40);
  return body.slice(0, body.length - tail.length) + tail.replace(SEPARATOR_AT_END, '');
}

function assemble(sentence: string, clauses: readonly Clause[], kept: readonly boolean[]): string {
  const first = kept.indexOf(true);
  if (first < 0) return '';
  let text = '';
  for (const [i, { raw }] of clauses.entries()) {
    if (kept[i]) text += raw;
    else if (text !== '' && kept[i + 1] && DASH_AT_END.test(raw.slice(-10)) && DASH_AT_END.test(text.slice(-10))) {
      // Both dashes of an insertion go with it.
      text = `${text.slice(0, -10)}${text.slice(-10).replace(DASH_AT_END, '')} `;
    }
  }
  if (kept.at(-1) === false) {
    const closing = /[.!。！]+(?=["”’)*_\ue001]*$)/u.exec(sentence.trimEnd().slice(-20))?.[0] ?? '';
    const body = withoutSeparator(text);
    text = /(?:[.!?。！？]|\p{Extended_Pictographic}\ufe0f?)["”’)*_]*$/u.test(body.slice(-10)) ? body : body + closing;
    if (/\s$/u.test(sentence)) text += ' ';
  }
  if (first > 0) {
    const opening = /^(?:\ue001\*\*)?/u.exec(sentence)?.[0] ?? '';
    text = opening + text.replace(CONNECTOR_AT_START, '').replace(/^[*_]*\p{Ll}/u, (letters) => letters.toUpperCase());
  }
  return balance(text);
}

/** A sentence without its clauses about the user interface; '' when there is nothing else in it. */
function readSentence(sentence: string, gathered: Gathered): string {
  if (/[?？]["”’)*_\ue001\s]*$/u.test(sentence.slice(-20)) && !ENGLISH_REQUEST.test(plain(sentence.slice(0, 200)))) {
    return sentence;
  }
  const clauses = clausesOf(sentence);
  const verdicts = verdictsOn(sentence, clauses);
  if (!verdicts.some(Boolean)) return sentence;
  return assemble(sentence, clauses, spread(clauses, verdicts, gathered));
}

/** Takes out bracketed asides that are wholly about the user interface. */
function withoutAsides(text: string, gathered: Gathered): string {
  const masked = mask(text);
  let result = '';
  let start = 0;
  for (const aside of masked.matchAll(/(?<!\])(?:\([^()]+\)|（[^（）]+）)/gu)) {
    const found = new Gathered();
    if (readSentence(text.slice(aside.index + 1, aside.index + aside[0].length - 1), found) !== '') continue;
    gathered.add(found);
    result += text.slice(start, aside.index).trimEnd();
    start = aside.index + aside[0].length;
  }
  return result + text.slice(start);
}

const SHOWN_LABEL = /^[^:：]{1,40}[:：]/u;
const UI_WORD = /export|download|timeline|panel|button|导出|匯出|下载|下載|时间[线轴]|時間[線軸]|面板|按钮|按鈕/iu;

/** Whether there are words in it, not marks and emoji alone. */
export const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(plain(text));

function readPart(body: string, gathered: Gathered): string {
  const asideless = withoutAsides(body, gathered);
  const sentences = sentencesOf(asideless);
  // Shown words may be several sentences; only one that names what no video is made of ends them.
  const areShown =
    SHOWN_LABEL.test(plain(sentences[0] ?? '').slice(0, 60)) && SHOWN_WORDS.test(plain(mask(sentences[0] ?? '')));
  const read = sentences.map((sentence) =>
    areShown && !UI_WORD.test(sentence) ? sentence : readSentence(sentence, gathered),
  );
  for (const [i, sentence] of sentences.entries()) {
    if (read[i + 1] === '' && /[?？][\s*_\ue001]*$/u.test(sentence.slice(-20)) && RHETORICAL.test(plain(sentence)))
      read[i] = '';
  }
  if (read.every((sentence, i) => sentence === sentences[i])) return asideless;
  const joined = joinSentences(read);
  return hasWords(joined) ? balance(joined).trimEnd() : '';
}

/** A short label, after which a line says what it is about: "**Export:** click the button". */
const LABEL = /^[^:：.!?。！？，,]{1,40}(?:[:：]\**(?=\s)|：\**)\s*/u;

/** A label that states something by itself is kept. */
const STATES =
  /^(?!(?:export|download|preview|sav)\w* (?:is|are)\b).*\b(?:is|are|was|were|has|have|added|made|done|ready|complete|completed|finished|i|i've)\b|已|了|完成/iu;

/** One line without list marks and the like; '' when it was a UI instruction alone. */
export function readBody(body: string, gathered: Gathered): string {
  const label = LABEL.exec(mask(body).slice(0, 60))?.[0];
  if (label === undefined || SHOWN_WORDS.test(plain(body).slice(0, 60)) || label.length >= body.length) {
    return readPart(body, gathered);
  }
  const named = body.slice(0, label.length);
  const words = plain(named);
  if (isGesture(words) || isCondition(words)) return readPart(body, gathered);
  // A mark that the label opens and the rest closes belongs to the rest.
  const opensMark = (named.split('**').length - 1) % 2 === 1;
  const rest = body.slice(label.length);
  const read = readPart(opensMark ? `**${rest}` : rest, gathered);
  const unchanged = read === (opensMark ? `**${rest}` : rest);
  if (unchanged) return body;
  if (read === '' && STATES.test(words))
    return balance(`${named.replace(/[:：]\**\s*$/u, '')}${/\p{Script=Han}$/u.test(words) ? '。' : '.'}`);
  if (read === '') return '';
  // The label is the first sentence's, and goes with it.
  const isFirstGone = readSentence(sentencesOf(rest)[0] ?? '', new Gathered()) === '';
  return isFirstGone || ANNOUNCEMENT.test(words)
    ? balance(read)
    : balance(named + (opensMark ? read.replace(/^\*\*/u, '') : read));
}
