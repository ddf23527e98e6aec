import type { MediaRecord } from '../records.ts';
import { NOUNS_ZH } from './nouns-zh.ts';
import { quotedSpans } from './words.ts';

/** A place in a message that names an upload, the marks around it included. */
export interface Mention {
  from: number;
  to: number;
  id: string;
  /** Without the ending ("beach" for beach.jpg), where it may be a word like any other. */
  bare: boolean;
}

/** So many letters around a name say what it is there for. */
const NEAR = 160;
const ENDING = 'jpe?g|jfif|png|gif|webp|hei[cf]|avif|bmp|tiff?|mp4|m4v|mov|avi|webm|mkv|mp3|wav|m4a|aac';
const SOUND = /\.(?:mp3|wav|m4a|aac)$/i;
const ENDS = new RegExp(`\\.(?:${ENDING})$`, 'i');
/** Marks that a name loses on its way, anywhere in it; see `safeName` of the bot, whose names arrive here. */
const LOST = '\\p{Cf}"<>:|?*%;`$';
const GAP = `[${LOST}]{0,3}`;
// Where the bot cuts a name off: 60 characters or 160 bytes.
const CUT_CHARACTERS = 60;
const CUT_BYTES = 155;
// "Only the photo" is no file's name, even where a file is called photo.jpg.
const PLAIN_WORDS =
  /^(?:the |my )?(?:photos?|pictures?|images?|pics?|videos?|clips?|movies?|img|files?|music|audio|songs?|sounds?|titles?|texts?|logos?|watermarks?|it|this|that|these|first|last|new|all|照片|图片|图|视频|短片|音乐|标题|文字|文件|素材|[\d ]{1,3})$/;
const WORDS_BEFORE = /(?:^|[^\p{L}\p{N}]|[用把将拿以从和跟与及加是叫张片图到在成个的换留要把段])$/u;
const WORDS_AFTER =
  /^(?:$|[^\p{L}\p{N}]|[做制剪生来和跟与及的放换拉推就那这配加当吧改调变慢快移挪提重再停多少只从先后前在第])/u;
/** Words that join or place others; as names they need a noun beside them, or their ending. */
const JOINING_WORDS =
  /^(?:after|before|an?|i|in|on|at|to|of|and|or|then|with|for|by|up|down|one|two|three|out|off|over|under|top|bottom|start|end|slide|cut|zoom|pan|fade|make|put|show|use|again|now|here|next|still|move)$/;
const NOUN_BEFORE = /\b(?:the|my|that)\s+$/i;
/** The noun behind a name belongs to it: "the kitchen one", 猫那张. */
const NOUN_AFTER =
  /^(?:\s(?:one|photo|picture|pic|image|shot|clip|video)\b(?!s)|的?[那这]?一?(?:[张段幅]|个(?=照片|图|视频))(?:照片|图片|图|视频)?|的(?:照片|图片|视频|图)|(?:图片?|照片)(?=[放移挪调换停]))/i;
const TITLE_BEFORE =
  /(?:\b(?:titles?|captions?|subtitles?|texts?|headline|say(?:s|ing)?|reads?|write|call it)|标题|字幕|文字|片名|写|写着|写上)\s*(?:is|to|as|of|called|named|为|是|叫|改成|改为|换成|成)?[\s:：="“”「『《'‘`]*$/i;
const TITLE_NEAR = /(?:\b(?:titles?|captions?|headline|saying|write)\b|标题|字幕|文字|写)[^,，.。;；!！\n"”」』]*$/i;
const TEXT_WORD = /\b(?:titles?|captions?|subtitles?|texts?|says?|write|words)\b|标题|字幕|文字|写/i;
const LOOKED_AT = /\b(?:zoom|pan|focus)\w*(?: \w+){0,3} on (?:the )?$/i;
const OPENING = /["“”「『《'‘`(（]/;
const CLOSING = /["“”」』》'’`)）]/;

/** A name as it is compared: no ending, no marks, one blank for blanks, dashes and underlines. */
function keyOf(name: string): string {
  const stem = (name.split(/[/\\]/).at(-1) ?? '').normalize('NFC').replace(ENDS, '');
  return keyOfStem(stem);
}

function keyOfStem(stem: string): string {
  return stem
    .replace(new RegExp(`[\\p{C}${LOST}]`, 'gu'), '')
    .replace(/[\s_-]+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .toLowerCase();
}

function isCut(key: string): boolean {
  return Array.from(key).length >= CUT_CHARACTERS - 2 || Buffer.byteLength(key) >= CUT_BYTES;
}

/**
 * The upload that a whole name means: first one of exactly this name, then one that only its ending tells apart (a photo
 * may have been converted on its way), each time the newest.
 */
export function uploadNamed(name: string, media: MediaRecord[]): MediaRecord | undefined {
  const typed = name.trim();
  const dot = typed.lastIndexOf('.');
  const keys = new Set([
    keyOf(typed),
    keyOfStem(typed.split(/[/\\]/).at(-1) ?? ''),
    keyOf(typed).replace(/([a-z]) (?=\d)/, '$1'),
  ]);
  // An ending that is none of a media file's is an ending all the same.
  if (dot > 0) keys.add(keyOfStem(typed.slice(0, dot)));
  const newest = media.toReversed();
  const isSound = SOUND.test(typed);
  const fits = (m: MediaRecord) => !ENDS.test(typed) || (m.kind === 'audio') === isSound;
  return (
    newest.find((m) => m.filename.toLowerCase() === typed.toLowerCase()) ??
    newest.find((m) => fits(m) && keys.has(keyOf(m.filename))) ??
    newest.find((m) => {
      const key = keyOf(m.filename);
      return fits(m) && isCut(key) && [...keys].some((typedKey) => typedKey.startsWith(key));
    })
  );
}

/**
 * All places where a message names uploads. A name without its ending is reported as `bare`: it may be a word like any
 * other. Words of titles are none.
 * @param isInstruction whether words say something by themselves; such a name counts with its ending or in quotes alone
 */
export function mentionsOf(text: string, media: MediaRecord[], isInstruction: (words: string) => boolean): Mention[] {
  const found = wholeNames(text, media, isInstruction);
  return [...found, ...wordsOfNames(text, media, found)].toSorted((a, b) => a.from - b.from);
}

/** Words that many names hold, and that say nothing of what the picture shows. */
const COMMON_WORDS =
  /^(?:logo|logos|watermark|landscape|portrait|square|photo|image|picture|screenshot|screen|whatsapp|telegram|signal|video|movie|clip|file|scan|final|copy|edited|edit|export|original|download|unnamed|untitled|first|second|third|last|music|song|title|text|with|from|this|that|jpeg|heic|pxl|dsc[fn]?|img)$/;
/** Most words of all names that are looked for. */
const MOST_WORDS = 400;

/** "The ladybird" for `landscape-ladybird.jpg`: a word of one upload's name alone, behind an article. */
function wordsOfNames(text: string, media: MediaRecord[], known: readonly Mention[]): Mention[] {
  const owners = new Map<string, Set<string>>();
  for (const { id, filename } of media) {
    const words = keyOf(filename).split(/[^a-z]+/);
    for (const word of words) {
      if (word.length < 3 || COMMON_WORDS.test(word) || (!owners.has(word) && owners.size >= MOST_WORDS)) continue;
      owners.set(word, (owners.get(word) ?? new Set()).add(id));
    }
  }
  const quotes = quotedSpans(text);
  const taken = [...known, ...quotes];
  const parts = chineseParts(text, media, taken);
  const spans = [...taken, ...parts];
  return [...parts, ...chineseNames(text, owners, spans), ...englishNames(text, owners, spans)];
}

const ZH_NOUN = Object.keys(NOUNS_ZH)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const ZH_NAMED = new RegExp(
  `(?:有)?(${ZH_NOUN})(?:的|那|这)*(?:一)?(?:张|幅|段|个)(?:照片|图片|图|视频)?|(${ZH_NOUN})的?(?:照片|图片)|(?<=^|[,，、。;；\\s和])(${ZH_NOUN})(?=\\s?(?:\\d{1,3}(?:\\.\\d)?|[一二两三四五六七八九十]{1,3})\\s?秒)|(?<=把)(${ZH_NOUN})(?=放|挪|移|删|去|排)|(${ZH_NOUN})(?=(?:放|挪|移|排)(?:到|在)?(?:最|开|第|结|末|前|后|中))`,
  'gu',
);

/** 秋千那张 for 荡秋千.jpg: a part of one name alone. */
function chineseParts(text: string, media: readonly MediaRecord[], taken: readonly Span[]): Mention[] {
  const stems = media
    .map(({ id, filename }) => ({ id, stem: keyOf(filename) }))
    .filter(({ stem }) => /^\p{Script=Han}{3,12}$/u.test(stem));
  if (stems.length === 0) return [];
  return [...text.matchAll(ZH_PART)].flatMap((match) => {
    const [whole, part = ''] = match;
    // The longest end of what stands before 那张 that one name holds.
    for (let length = part.length; length >= 2; length--) {
      const words = part.slice(part.length - length);
      const named = stems.filter(({ stem }) => stem.includes(words));
      const [one] = named;
      if (named.length !== 1 || !one) continue;
      const from = match.index + part.length - length;
      const to = match.index + whole.length;
      return taken.some((other) => from < other.to && other.from < to) ? [] : [{ from, to, id: one.id, bare: true }];
    }
    return [];
  });
}

const ZH_PART = /(\p{Script=Han}{2,6}?)的?[那这]一?[张段幅](?:照片|图片|图|视频)?/gu;

/** 猫那张 for `cat.jpg`: what the photo shows, named in Chinese. */
function chineseNames(text: string, owners: Map<string, Set<string>>, taken: readonly Span[]): Mention[] {
  return [...text.matchAll(ZH_NAMED)].flatMap((match) => {
    const noun = match.slice(1).find((group) => group !== undefined) ?? '';
    const ids = new Set((NOUNS_ZH[noun] ?? []).flatMap((word) => [...(owners.get(word) ?? [])]));
    const [id] = ids.size === 1 ? ids : [];
    const [from, to] = [match.index, match.index + match[0].length];
    const before = text.slice(Math.max(0, from - NEAR), from);
    if (id === undefined || TITLE_BEFORE.test(before) || taken.some((one) => from < one.to && one.from < to)) return [];
    return [{ from, to, id, bare: true }];
  });
}

type Span = Pick<Mention, 'from' | 'to'>;

/** "The ladybird", "the dog park one". */
const WORD_OF_NAME =
  /\b(?:the|my|that) (?:[a-z]{2,12} )([a-z]{3,40})(?= (?:one|photo|picture|pic|image|shot|clip)\b)|\b(?:the|my|that) ([a-z]{3,40})\b/gi;

/** Letters of a noun that follows a name and belongs to it. */
const nounAfter = (text: string, end: number) => NOUN_AFTER.exec(text.slice(end, end + 12))?.[0].length ?? 0;

function englishNames(text: string, owners: Map<string, Set<string>>, taken: readonly Span[]): Mention[] {
  const quotes = quotedSpans(text);
  return [...text.matchAll(WORD_OF_NAME)].flatMap((match) => {
    const word = match[1] ?? match[2] ?? '';
    const ids = owners.get(word.toLowerCase());
    const [id] = ids?.size === 1 ? ids : [];
    const end = match.index + match[0].length;
    const from = end - word.length;
    const to = end + nounAfter(text, end);
    const before = text.slice(Math.max(0, from - NEAR), from);
    const isText = TITLE_BEFORE.test(before) || (TITLE_NEAR.test(before) && !quotes.some((quote) => quote.from >= to));
    if (id === undefined || isText || taken.some((other) => from < other.to && other.from < to)) return [];
    return [{ from, to, id, bare: true }];
  });
}

function wholeNames(text: string, media: MediaRecord[], isInstruction: (words: string) => boolean): Mention[] {
  const folded = keyOfStem(text);
  const closed = folded.replace(/([a-z]) (?=\d)/g, '$1');
  const keys = [...new Set(media.map((m) => keyOf(m.filename)))].filter(
    (key) => key !== '' && (folded.includes(key) || (isNumbered(key) && closed.includes(key))),
  );
  const found: Mention[] = [];
  const quotes = quotedSpans(text);
  // Longer names first: "holiday sea.jpg" is not "sea.jpg".
  for (const key of keys.toSorted((a, b) => b.length - a.length)) {
    const rest = isCut(key) ? '[^\\n,，.]{0,200}?' : '';
    const pattern = new RegExp(`${patternOf(key)}${rest}(?<ending>${GAP}\\.(?:${ENDING})(?![A-Za-z0-9]))?`, 'giu');
    const plain = PLAIN_WORDS.test(key);
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const span = { from: match.index, to: end };
      if (found.some((other) => span.from < other.to && other.from < span.to)) continue;
      // Words of a title are none; a name alone in quotes is one.
      if (
        quotes.some(
          ({ from, to }) => from < span.from && span.to < to && !(from + 1 === span.from && span.to + 1 === to),
        )
      )
        continue;
      const before = text.slice(Math.max(0, span.from - NEAR), span.from);
      const bare = match.groups?.ending === undefined;
      // In `caption the cat with "Tom"` the words of the caption are those in quotes.
      const hasWords = quotes.some(({ from }) => from >= span.to);
      if (!startsWell(before, key) || TITLE_BEFORE.test(before)) continue;
      if (bare && TITLE_NEAR.test(before) && !hasWords) continue;
      const noun = bare ? nounAfter(text, end) : 0;
      const isNamed = noun > 0 && NOUN_BEFORE.test(before);
      if (bare && JOINING_WORDS.test(key) && !isNamed) continue;
      const inQuotes = OPENING.test(before.slice(-1)) && CLOSING.test(text.charAt(span.to));
      if (bare && inQuotes && TEXT_WORD.test(before)) continue;
      if (
        bare &&
        !inQuotes &&
        !isNamed &&
        (plain || !endsWell(text.slice(span.to, span.to + NEAR), key) || isInstruction(match[0]))
      )
        continue;
      const upload = uploadNamed(match[0].replace(new RegExp(`[${LOST}]`, 'gu'), ''), media);
      if (upload)
        found.push({
          ...(inQuotes ? { from: span.from - 1, to: span.to + 1 } : { from: span.from, to: span.to + noun }),
          id: upload.id,
          bare: bare && !LOOKED_AT.test(before),
        });
    }
  }
  return found.toSorted((a, b) => a.from - b.from);
}

/** "Step 4" may stand for `step4.jpg`; "photo 4" is a place. */
function isNumbered(key: string): boolean {
  return (
    /^[a-z]{3,20}\d{1,3}$/.test(key) &&
    !/^(?:photo|picture|image|img|pic|clip|video|slide|shot|frame|number|part|scene|file)/.test(key)
  );
}

function patternOf(key: string): string {
  const firstDigit = isNumbered(key) ? key.search(/\d/) : -1;
  const letters = Array.from(key).map((letter, i) => {
    const plain = letter === ' ' ? '[\\s_-]{1,4}' : letter.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    return i === firstDigit ? ` ?${plain}` : plain;
  });
  return letters.join(GAP);
}

// A name is no part of a longer word; between Chinese letters and others a word ends anyway.
function startsWell(before: string, key: string): boolean {
  if (/^\p{Script=Han}/u.test(key)) return Array.from(key).length > 1 || WORDS_BEFORE.test(before);
  return !/(?!\p{Script=Han})[\p{L}\p{N}][_.-]?$/u.test(before);
}

function endsWell(after: string, key: string): boolean {
  if (/\p{Script=Han}$/u.test(key)) return Array.from(key).length > 1 || WORDS_AFTER.test(after);
  return !/^(?:(?!\p{Script=Han})[\p{L}\p{N}]|[_.-][\p{L}\p{N}])/u.test(after);
}

const UNKNOWN = new RegExp(
  `(?<![\\p{L}\\p{N}/:._-])["“「'‘]?(?<name>[\\p{L}\\p{N}_][\\p{L}\\p{N}_()-]{0,80}\\.(?:${ENDING}))(?![A-Za-z0-9/])["”」'’]?`,
  'giu',
);

/** File names that no upload has, as they were written. */
export function strangersOf(text: string): { from: number; to: number; name: string }[] {
  return [...text.matchAll(UNKNOWN)].flatMap((match) => {
    const before = text.slice(Math.max(0, match.index - NEAR), match.index);
    if (TITLE_BEFORE.test(before) || /(?:\b(?:as|to|into|named|called|an?)|为|成)\s*$/i.test(before)) return [];
    const name = (match.groups?.name ?? '').replace(
      /^(?:请|只|仅|就)*(?:使用|用|把|将|拿|要|以|从|加上|加)(?=.*\.)/u,
      '',
    );
    const to = match.index + match[0].length;
    return [{ from: match.index + match[0].indexOf(name), to, name }];
  });
}
