import { isGesture, type UiAction } from './clause.ts';
import { Gathered, readBody } from './sentence.ts';
import { readTable } from './table.ts';
import { plain } from './text.ts';
import { LINE, type Line, tidy } from './tidy.ts';

/** A reply without its instructions about the user interface. */
export interface UiInstructions {
  /** What was made or changed, in the agent's words; '' when the reply consisted of UI instructions only. */
  text: string;
  /** The actions that the instructions stand for, each once, in their order. */
  actions: UiAction[];
  /** Edits that the user is asked to make by hand. */
  edits: string[];
}

const WORDS_TO_SHOW =
  /\b(?:texts?|captions?|titles?|subtitles?|overlays?|labels?|wording|ctas?|calls?[- ]to[- ]action|slogans?|taglines?|headlines?|hooks?|scripts?|voice-?overs?|narration|lyrics|lines|phrases|copy|prompts?|messages?|dialogue|plan|storyboard|story|shots?(?: list)?|outline|scenes|ideas|suggestions|examples?)\b|字幕|文字|标题|標題|文案|台词|台詞|旁白|配音|口号|口號|歌词|歌詞|脚本|腳本|分镜|分鏡|镜头|鏡頭|大纲|大綱|故事|建议|建議|示例/iu;
const TO_BE_SAID =
  /\b(?:you can (?:ask|say|tell|try saying)|ask me|tell me|i can|i could|for example)\b|您可以(?:说|說|告诉|告訴)|对我说|對我說|我可以|我还能|我還能|例如|比如/iu;
const HOW_TO =
  /\b(?:you can|you could|how to|to (?:change|edit|adjust|export|download|see|preview|tweak)|steps?|if you)\b|如何|怎么|怎麼|步骤|步驟|如需|想要?|您可以/iu;

/** A step that means nothing without the UI instruction before it. */
const NEXT_STEP =
  /^[*_]*(?:then )?(?:choose|select|pick|set|enter|confirm|wait|type|name)\b.{0,60}$|^[*_]*(?:选择|選擇|设置|設定|等待|确认|確認|输入|輸入).{0,30}$/iu;

/**
 * So much of a reply is read, in UTF-16 units; the rest is left as it is. Far longer than real replies, and short enough
 * for the event loop.
 */
const MAX_READ = 8000;

/** Whether a line announces words of the video, or of the user, so that the list under it is no instruction. */
function announcesWords(prefix: string, body: string): boolean {
  const words = body.slice(-120);
  const announces =
    prefix.includes('#') || /[:：]\**\s*$/u.test(words.slice(-10)) || /^\*\*[^*]+\*\*$/u.test(body.trim());
  return announces && (TO_BE_SAID.test(words) || (WORDS_TO_SHOW.test(words) && !HOW_TO.test(words)));
}

/**
 * Removes the sentences of a reply that ask the user to click, open or drag something, in English and Chinese, and gives
 * the actions that they stand for. A reply without such sentences is returned unchanged; quoted words are never instructions. Of a very long reply the beginning is read.
 */
export function readUiInstructions(text: string): UiInstructions {
  if (text.length <= MAX_READ) return read(text);
  const newline = text.lastIndexOf('\n', MAX_READ);
  const end = newline > 0 ? newline : MAX_READ;
  const head = read(text.slice(0, end));
  return { ...head, text: head.text + text.slice(end) };
}

function read(text: string): UiInstructions {
  const gathered = new Gathered();
  const source = text.split(/\r?\n/u);
  const lines: Line[] = [];
  let fenced = false;
  let shownWords = false;
  for (let i = 0; i < source.length; i++) {
    const line = source[i] ?? '';
    if (/^\s*```/u.test(line)) fenced = !fenced;
    if (!fenced && /^\s*\|/u.test(line)) {
      let end = i;
      while (/^\s*\|/u.test(source[end] ?? '')) end++;
      lines.push(...readTable(source.slice(i, end), gathered));
      i = end - 1;
      continue;
    }
    const [, prefix = '', body = ''] = LINE.exec(line) ?? [];
    const isEmpty = body.trim() === '';
    const listed = /[-*•+·\d>①-⑳、.)]/u.test(prefix);
    if (!isEmpty && !listed) shownWords = false;
    const numbered = /[\d①-⑳、]/u.test(prefix);
    const isTitle = prefix.includes('#') && !isGesture(plain(body));
    const untouched = fenced || (shownWords && listed) || isEmpty || isTitle;
    if (announcesWords(prefix, body)) shownWords = true;
    const goesOn = numbered && lines.at(-1)?.dropped === true && NEXT_STEP.test(body);
    const kept = untouched ? body : goesOn ? '' : readBody(body, gathered);
    if (kept === body) lines.push({ text: line, dropped: false });
    else lines.push(kept === '' ? { text: line, dropped: true } : { text: prefix + kept, dropped: false });
  }
  const changed = lines.some(({ text: read, dropped }, i) => dropped || read !== source[i]);
  return { text: changed ? tidy(lines) : text, actions: [...gathered.actions], edits: [...gathered.edits] };
}
