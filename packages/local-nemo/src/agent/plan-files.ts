import type { LocalDraft } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import type { Edit, Note } from './edits.ts';
import { type Mention, mentionsOf, strangersOf } from './file-names.ts';
import { useOfNewFiles } from './new-files.ts';
import { type FileGroup, groupsOf, readOneFile, saysOnly, withReplaced } from './request.ts';
import { inSaidOrder, leftOutFrom } from './said-order.ts';
import { tracksOf } from './timeline.ts';

const NAMES_SHOWN = 5;
const MAKES =
  /\b(?:make|create|build|produce|generate|do)\b[^.!?]{0,30}\b(?:video|clip|movie|film|slideshow|reel)\b|(?:做|制作|生成|剪)[^，。]{0,6}(?:视频|短片|影片)/i;
const PUTS_IN =
  /\b(?:add|append|insert|include|replace|swap|substitute|change|exchange|put|attach|use)\b|加|换|放|插|接|用/i;

/** Words that put files in an order, beside their names. */
const SEQUENCE_WORDS =
  /先放|再放|然后放?|接着放?|最后放|放(?:在)?(?:最前面?|开头|第一个|最后)|(?:作为|当|做)(?:第一|最后一)[张个]|\b(?:start|begin|open|end|finish|close)s? with\b|\bfollowed by\b/gi;

/** Behind a name of which nothing but its place is said. */
const PLACED_ONLY =
  /^\s{0,3}(?:first|last|at the (?:very )?(?:end|start|beginning)|to finish)?\s{0,3}(?:[,，、;；。.!]|\b(?:and|then)\b|然后|再|最后|$)/i;

/** What a message says with the names of files. */
export interface FileWishes {
  /** The message with each name replaced by words that any reader understands, or by nothing. */
  message: string;
  /** Pictures and videos of a whole new video, in order; undefined when the message is about the one there is. */
  material: string[] | undefined;
  /** The names say what the video is to consist of. */
  restricted: boolean;
  /** What makes the video consist of the named files alone. */
  keep: Edit[];
  /** Clips after `keep`. */
  clips: number;
  /** Named, but not in the video: what "the new photo" means. Undefined when none is named. */
  newMedia: string[] | undefined;
  /** The named sound. */
  sound: string | undefined;
  notes: Note[];
  /** What stands in the message in place of names, and how they were written. */
  spoken: { by: string; as: string }[];
  /** Asks for a file that is not there and for nothing that could be done instead. */
  futile: boolean;
}

/** How the rest of the message is read. */
export interface Readers {
  isInstruction(words: string): boolean;
  /** Whether a whole new video is wished for. */
  isFresh(message: string): boolean;
}

/**
 * Reads the names of uploads in a message: which a new video is to be made of, which are to stay, which is meant by an
 * instruction.
 * @param before earlier wishes that the message completes; ''
 * @param newMedia pictures and videos that never were in the video
 */
export function readFiles(
  text: string,
  before: string,
  { draft, media, newMedia }: { draft: LocalDraft | null; media: MediaRecord[]; newMedia: string[] },
  readers: Readers,
): FileWishes {
  const pictures = media.filter((m) => m.kind !== 'audio').map((m) => m.id);
  const one = readOneFile(
    text,
    media.filter((m) => m.kind !== 'audio'),
  );
  const said = [before, one ? one.instruction : text].filter((words) => words !== '').join('\n');
  const mentions = mentionsOf(said, media, readers.isInstruction);
  const nameless = withReplaced(
    said,
    mentions.map(({ from, to }) => ({ from, to, by: ' '.repeat(to - from) })),
  );
  const strangers = strangersOf(nameless);
  const groups = groupsOf(said, mentions, draft !== null);
  const named = (kind: 'only' | 'of') =>
    groups.flatMap((group) => (group.kind === kind ? group.ids : [])).filter((id) => pictures.includes(id));
  const only = named('only');
  const wish = draft !== null && newMedia.length > 0 && mentions.length === 0 ? useOfNewFiles(said) : undefined;
  const isWhole =
    draft === null ||
    one !== undefined ||
    wish?.use === 'new-video' ||
    readers.isFresh(nameless) ||
    (only.length > 0 && MAKES.test(nameless));
  const ofOne = one ? [one.id ?? newMedia.at(-1) ?? pictures.at(-1) ?? ''] : undefined;
  const wished = ofOne ?? [only, named('of')].find((ids) => ids.length > 0);
  const all = draft !== null && newMedia.length > 0 ? newMedia : pictures;
  const sequence = isWhole && wished === undefined ? inSaidOrder(said, mentions, all) : undefined;
  const material = isWhole ? (wished ?? sequence?.ids ?? all) : undefined;
  const current = draft ? tracksOf(draft).clips.map((clip) => clip.m.src) : [];
  const instead = wish?.use === 'in-place-of-all' && !isWhole ? { ids: newMedia, rest: wish.rest } : undefined;
  const kept = isWhole || only.length === 0 ? instead?.ids : keptOf(current, only);
  const places = material ?? kept ?? current;
  const words = new NameWords({ pictures, places, isWhole, sentence: nameless });
  const pieces = sequence
    ? mentions.map((mention) => words.pieceInOrder(said, mention, sequence.out.has(mention.id)))
    : groups.flatMap((group) => words.piecesFor(group));
  const plain = sequence ? said.replace(SEQUENCE_WORDS, (joined) => ' '.repeat(joined.length)) : said;
  const placed = pieces.flatMap(({ from, to, by }) =>
    by.trim() === '' ? [] : [{ by: by.trim(), as: said.slice(from, to) }],
  );
  return {
    spoken: placed,
    message:
      instead?.rest ?? withReplaced(plain, [...pieces, ...strangers.map((stranger) => ({ ...stranger, by: ' ' }))]),
    material,
    restricted: one !== undefined || only.length > 0 || instead !== undefined,
    keep: kept ? [{ kind: 'use-only', media: [...new Set(kept)] }] : [],
    clips: draft ? places.length : 0,
    newMedia: instead ? [] : words.outside.length > 0 ? [...new Set(words.outside)] : undefined,
    sound: mentions.findLast(({ id }) => !pictures.includes(id))?.id,
    notes: strangers.map(({ name }) => ({ kind: 'no-such-file', name, have: namesOf(media) })),
    futile: only.length === 0 && strangers.some(({ from }) => saysOnly(said.slice(0, from))),
  };
}

/** The clips that stay, in their order, and behind them the files that are to join them. */
function keptOf(current: string[], only: string[]): string[] {
  const all = [...current, ...only.filter((id) => !current.includes(id))];
  return all.filter((id) => only.includes(id));
}

interface Naming {
  pictures: string[];
  /** What the video consists of, in order. */
  places: string[];
  isWhole: boolean;
  /** The message without the names. */
  sentence: string;
}

/** Words that every reader understands in the place of names of files. */
class NameWords {
  /** Named pictures that are not in the video. */
  readonly outside: string[] = [];
  readonly #naming: Naming;
  readonly #isChinese: boolean;

  constructor(naming: Naming) {
    this.#naming = naming;
    this.#isChinese = /\p{Script=Han}/u.test(naming.sentence);
  }

  piecesFor({ kind, from, to, ids, mentions }: FileGroup): { from: number; to: number; by: string }[] {
    const { pictures, isWhole } = this.#naming;
    if (kind !== 'only' && !(kind === 'of' && isWhole)) {
      return mentions.map((mention) => ({ from: mention.from, to: mention.to, by: this.#wordsFor(mention.id) }));
    }
    const sounds = ids.filter((id) => !pictures.includes(id));
    return [{ from, to, by: sounds.map((id) => this.#wordsFor(id)).join('') || ' ' }];
  }

  /** For a file of a first video that is put in an order; one that is left out goes with the words that say so. */
  pieceInOrder(said: string, mention: Mention, isOut: boolean): { from: number; to: number; by: string } {
    if (isOut) return { from: leftOutFrom(said, mention), to: mention.to, by: ' ' };
    // A name that only stands in its place has been heeded.
    const isPlaced = PLACED_ONLY.test(said.slice(mention.to, mention.to + 40));
    return { from: mention.from, to: mention.to, by: isPlaced ? ' ' : this.#wordsFor(mention.id) };
  }

  #wordsFor(id: string): string {
    const { pictures, places, isWhole, sentence } = this.#naming;
    const say = (english: string, chinese: string) => (this.#isChinese ? chinese : ` ${english} `);
    if (!pictures.includes(id)) return say('my audio', '我的音频');
    const place = places.indexOf(id) + 1;
    if (place > 0) return say(`photo ${place}`, `第${place}张照片`);
    if (isWhole) return ' ';
    this.outside.push(id);
    if (PUTS_IN.test(sentence)) return say('the new photo', '新照片');
    // Said of a picture that is not in the video: a place that is not there either.
    return say(`photo ${places.length + 1}`, `第${places.length + 1}张照片`);
  }
}

function namesOf(media: MediaRecord[]): string[] {
  return [...new Set(media.map((m) => m.filename))].slice(-NAMES_SHOWN);
}
