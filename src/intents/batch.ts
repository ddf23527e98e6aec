import { classify, LONGEST_TEXT } from './classify.ts';
import { isChinese, simplify } from './normalise.ts';
import type { PhraseBook } from './phrase-book.ts';
import { trimCharacters, withoutWideSpace } from './trim.ts';

/** All patterns are tried on simplified characters, which keep their positions. */
const FILE = '(?:photo|image|picture|pic|file|clip|video|one|shot)';
const CLIP = '(?:videos?|clips?|mp4s?|animations?|movies?)';

/** A wish for one video per file. Each is cut out of the instruction. */
const SEPARATE: readonly RegExp[] = [
  new RegExp(
    String.raw`(?:,\s*)?(?<keep>\b(?:(?:make|turn|do|give|render|export|animate|keep)\s+)?(?:each|every)(?:\s+(?:of (?:them|these)|${FILE}))?)?\s*\b(?:as|in|into|gets?|should (?:be|become|get)|becomes?|to be|is)?\s*(?:its|it's|their|a|an)\s+(?:own|separate|individual|single)\s+(?:separate\s+)?${CLIP}(?:\s+(?:for|of|from|per)\s+(?:each|every)(?:\s+(?:of (?:them|these)|${FILE}))?)?`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:(?:make|do|give me|i want|render|export|create)\s+)?(?:one|a|1)(?:\s+(?:separate|single|individual))?\s+${CLIP}\s+(?:each|(?:for|per|of|from)\s+(?:each|every)(?:\s+(?:of (?:them|these)|${FILE}))?|per ${FILE})\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:(?:as|in|into|make|make them|i want|give me|do)\s+)?(?:(?:two|three|four|five|six|[2-9])\s+)?(?:separate|individual|standalone)\s+(?:${CLIP}|files)\b(?:\s+please)?`,
    'iu',
  ),
  /(?:(?<=\b(?:them|each|both|these|all|photos|images|pictures|photo|image|picture|one|file|files))\s+|[,;.—–-]\s*|^)(?:separately|individually)\s*(?=[.!:,]|$)/iu,
  /每一?(?:张|个|幅|段)(?:照片|图片|图|文件|素材)?(?:都|各|请)*(?:单独|各自|分别|独立)?(?:地)?(?:做|做成|生成|出|剪成|变成|制作|导出)成?(?:一|1)?(?:个|条|段|支)?(?<length>[\d一二三四五六七八九十两半]+秒钟?)?的?(?:单独的?|独立的?)?(?:视频|影片|短片|mp4)/iu,
  /(?:分别|各自|单独|分开|各)(?:地)?(?:做|做成|生成|导出|出|制作|剪)成?(?:一|1|两|三|四|五|[2-9])?(?:个|条|段|支)?(?:独立的?|单独的?)?(?:视频|影片|短片|mp4)/iu,
  /(?:每张|一张)(?:照片|图片|图)?(?:一个|一条|单独一个|各一个)(?:视频|影片)|(?:做|做成|生成|分成)(?:两|三|四|五|[2-9])(?:个|条|段)(?:独立的?|单独的?|分开的?)(?:视频|影片)/iu,
];

/** The files belong together, or the words are about all of the video. */
const TOGETHER =
  /\b(?:one video|single video|same video|together|combine[ds]?|merge[ds]?|join(?:ed)?|stitch|slide ?show|montage|collage|between (?:them|the)|cross-?fades?|transitions?)\b|合成|合并|拼接|拼在一起|连起来|一起|同一个(?:视频|影片)|转场|相册|幻灯/iu;
/** In a list of numbers these are steps for one video. */
const ABOUT_ALL =
  /\b(?:music|song|soundtrack|export|download|all|every|everything|whole|intro|outro|subtitles?|seconds? (?:each|per))\b|音乐|配乐|导出|下载|全部|所有|整个|字幕|片头|片尾/iu;
/** An order that only makes sense within one video. */
const ONE_AFTER_ANOTHER = /\b(?:then|next|after that|followed by)\b|然后|接着|之后/iu;
const NAMES_A_FILE =
  /\b(?:first|second|third|fourth|last|1st|2nd|3rd)\b|\b(?:photo|image|picture|file) ?#?\d|第[一二三四五六七八九\d]/iu;

interface Marker {
  position: number;
  start: number;
  end: number;
  /** `bare`: a number and a colon; `named`: "first photo:", `loose`: "photo 1" without a colon. */
  kind: 'bare' | 'named' | 'loose';
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const HAN = '一二三四五六七八九十';
const MARKER = new RegExp(
  String.raw`(?<=^|[\s,;.，；。、])(?:(?:the )?(?<ordinal>${ORDINALS.join('|')}|1st|2nd|3rd|[4-9]th|10th)(?:\s+${FILE})|(?:${FILE})\s*#?\s*(?<cardinal>10|[1-9])\b|(?<=^|[\s,;.，；。、])#?(?<bare>10|[1-9])(?=\s*[:：](?!\d)))(?<colon>\s*[:：](?!\d)\s*)?|(?<![\p{Script=Han}第])(?:第(?<nth>10|[1-9${HAN}])(?:张|个|幅|段)(?:照片|图片|图|文件|视频)?|(?:图|照片|图片)(?<tu>10|[1-9${HAN}]))(?<hancolon>\s*[:：]\s*)?`,
  'giu',
);

function positionOf(word: string): number {
  const digits = /^\d+/u.exec(word)?.[0];
  if (digits !== undefined) return Number(digits);
  return Math.max(ORDINALS.indexOf(word.toLowerCase()), HAN.indexOf(word)) + 1;
}

function markersOf(text: string): Marker[] {
  return [...text.matchAll(MARKER)].map((found) => {
    const { ordinal, cardinal, bare, nth, tu, colon, hancolon } = found.groups ?? {};
    const named = colon !== undefined || hancolon !== undefined ? 'named' : 'loose';
    return {
      position: positionOf(ordinal ?? cardinal ?? bare ?? nth ?? tu ?? ''),
      start: found.index,
      end: found.index + found[0].length,
      kind: bare === undefined ? named : 'bare',
    };
  });
}

const TIDY_START = /[\s,;:.，；：。、—–-]/u;
const TIDY_END = /[\s,;:，；：、—–-]/u;
const tidy = (text: string) => trimCharacters(text, TIDY_START, TIDY_END);

/** The one edit that a file's words ask for; undefined when they ask for something else. An export follows anyway. */
function editOf(book: PhraseBook, text: string): string | undefined {
  const { steps } = classify({ text: tidy(text), media: 0 }, book);
  const prompts = steps.flatMap((step) => (step.kind === 'prompt' ? [step.text] : []));
  const others = steps.filter((step) => step.kind === 'action' && step.action !== 'export');
  return prompts.length === 1 && others.length === 0 ? prompts[0] : undefined;
}

/** What is left of "make a separate video of each with rain" before the rain. */
const DANGLING = /^(?:please )?(?:make|give|do|turn|create|render|export) (?=with\b)/iu;

function withoutSeparate(text: string): { rest: string; asked: boolean } {
  const plain = simplify(text);
  for (const pattern of SEPARATE) {
    const found = pattern.exec(plain);
    if (!found) continue;
    // "animate each photo as its own video" keeps what is to be done with each.
    const keep = /\b(?:animate)\b/iu.test(found.groups?.keep ?? '') ? (found.groups?.keep ?? '') : '';
    const kept = keep === '' ? (found.groups?.length ?? '') : `${keep.replace(/^,\s*/u, '')} `;
    const before = text.slice(0, found.index).replace(/[\s,，]*(?:\b(?:and|but|please)|并且?|请)?\s*$/iu, '');
    const after = text.slice(found.index + found[0].length);
    const joined = [before, kept, tidy(after)].filter((part) => part.trim() !== '').join(isChinese(text) ? '，' : ' ');
    return { rest: tidy(joined).replace(DANGLING, ''), asked: true };
  }
  return { rest: text, asked: false };
}

function perFile(book: PhraseBook, text: string, files: number, asked: boolean): string[] | undefined {
  const plain = simplify(text);
  const markers = markersOf(plain);
  const inOrder = markers.length === files && markers.every(({ position }, i) => position === i + 1);
  if (!inOrder || tidy(text.slice(0, markers[0]?.start)) !== '') return undefined;
  if (TOGETHER.test(plain)) return undefined;
  if (!asked) {
    if (markers.some(({ kind }) => kind !== (markers[0]?.kind ?? 'loose') || kind === 'loose')) return undefined;
    if (ONE_AFTER_ANOTHER.test(plain) || (markers[0]?.kind === 'bare' && ABOUT_ALL.test(plain))) return undefined;
  }
  const edits: string[] = [];
  for (const [i, { end }] of markers.entries()) {
    const edit = editOf(book, text.slice(end, markers[i + 1]?.start));
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  return edits;
}

/** Words for all files, said of one of them. */
function ofOne(text: string): string {
  return text
    .replace(/\b(each|every) (photo|image|picture|pic|file|clip|one)\b/giu, 'this $2')
    .replace(/\b(?:each of (?:them|these)|(?:all|both) of (?:them|these)|them(?: all)?|each)\b/giu, 'it')
    .replace(/\b(?:these|all(?: the| these| my)?|both) (photo|image|picture|clip|file)s\b/giu, 'this $1')
    .replace(/每一?([张張个個幅])(?:都)?/gu, '这$1')
    .replace(/[它他]们|[它他]們/gu, '它');
}

/**
 * Reads a caption that gives each of several files an instruction of its own ("1: zoom in 2: pan left"), or asks for one
 * video per file ("slow zoom, each as its own video"). Undefined for whatever may be meant for one video.
 * @param files how many files came with the caption
 * @param book the phrases of the actions there are
 * @returns one instruction per file, in their order
 */
export function readBatch(text: string, files: number, book: PhraseBook): string[] | undefined {
  if (files < 2 || text.length > LONGEST_TEXT) return undefined;
  const { rest, asked } = withoutSeparate(withoutWideSpace(text.trim()));
  const own = perFile(book, rest, files, asked);
  if (own || !asked) return own;
  const plain = simplify(rest);
  if (NAMES_A_FILE.test(plain) || TOGETHER.test(plain)) return undefined;
  const wish = ofOne(rest);
  const bare =
    /^(?:(?:please|can you|could you|make|do|turn|it|this (?:photo|image|picture|file|one)|i want|请|帮我|把|照片|图片|这些?|它|[,，.!\s])+)?$/iu;
  const edit = bare.test(wish) ? (isChinese(text) ? '做成视频' : 'make a video of it') : editOf(book, wish);
  return edit === undefined ? undefined : Array.from({ length: files }, () => edit);
}
