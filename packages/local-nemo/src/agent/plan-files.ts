import type { LocalDraft } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import type { Edit, Note } from './edits.ts';
import { mentionsOf, strangersOf } from './file-names.ts';
import { groupsOf, readOneFile, saysOnly, withReplaced } from './request.ts';
import { tracksOf } from './timeline.ts';

const NAMES_TOLD = 5;
const MAKES =
  /\b(?:make|create|build|produce|generate|do)\b[^.!?]{0,30}\b(?:video|clip|movie|film|slideshow|reel)\b|(?:做|制作|生成|剪)[^，。]{0,6}(?:视频|短片|影片)/i;
const PUTS_IN =
  /\b(?:add|append|insert|include|replace|swap|substitute|change|exchange|put|attach|use)\b|加|换|放|插|接|用/i;

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
  const groups = groupsOf(said, mentions);
  const named = (kind: 'only' | 'of') =>
    groups.flatMap((group) => (group.kind === kind ? group.ids : [])).filter((id) => pictures.includes(id));
  const only = named('only');
  const isWhole =
    draft === null || one !== undefined || readers.isFresh(nameless) || (only.length > 0 && MAKES.test(nameless));

  const current = draft ? tracksOf(draft).clips.map((clip) => clip.m.src) : [];
  let places = current;
  let material: string[] | undefined;
  const keep: Edit[] = [];
  if (isWhole) {
    const usual = draft !== null && newMedia.length > 0 ? newMedia : pictures;
    const wished = one
      ? [one.id ?? newMedia.at(-1) ?? pictures.at(-1) ?? '']
      : [only, named('of')].find((ids) => ids.length > 0);
    material = wished ?? usual;
    places = material;
  } else if (only.length > 0) {
    const all = [...current, ...only.filter((id) => !current.includes(id))];
    places = all.filter((id) => only.includes(id));
    keep.push({ kind: 'use-only', media: [...new Set(places)] });
  }

  const isChinese = /\p{Script=Han}/u.test(nameless);
  const outside: string[] = [];
  const wordsFor = (id: string): string => {
    if (!pictures.includes(id)) return isChinese ? '我的音频' : ' my audio ';
    const place = places.indexOf(id) + 1;
    if (place > 0) return isChinese ? `第${place}张照片` : ` photo ${place} `;
    if (isWhole) return ' ';
    outside.push(id);
    if (PUTS_IN.test(nameless)) return isChinese ? '新照片' : ' the new photo ';
    // Said of a picture that is not in the video: a place that is not there either.
    return isChinese ? `第${places.length + 1}张照片` : ` photo ${places.length + 1} `;
  };
  const pieces = groups.flatMap(({ kind, from, to, ids, mentions: spans }) => {
    if (kind !== 'only' && !(kind === 'of' && isWhole))
      return spans.map((span) => ({ ...span, by: wordsFor(span.id) }));
    return [
      {
        from,
        to,
        by:
          ids
            .filter((id) => !pictures.includes(id))
            .map(wordsFor)
            .join('') || ' ',
      },
    ];
  });
  return {
    message: withReplaced(said, [...pieces, ...strangers.map((stranger) => ({ ...stranger, by: ' ' }))]),
    material,
    restricted: one !== undefined || only.length > 0,
    keep,
    clips: draft ? places.length : 0,
    newMedia: outside.length > 0 ? [...new Set(outside)] : undefined,
    sound: mentions.findLast(({ id }) => !pictures.includes(id))?.id,
    notes: strangers.map(({ name }) => ({ kind: 'no-such-file', name, have: namesOf(media) })),
    futile: only.length === 0 && strangers.some(({ from }) => saysOnly(said.slice(0, from))),
  };
}

function namesOf(media: MediaRecord[]): string[] {
  return [...new Set(media.map((m) => m.filename))].slice(-NAMES_TOLD);
}
