import type { Timeline } from '../../core/engine.ts';
import type { PageMessage, PageSegment, PageTimeline } from './wire.ts';

/** Segments of a track that the page draws; a person could not tell more apart. */
const MAX_SEGMENTS = 200;

/**
 * The timeline as the page draws it. Clips have the names of the files that they were made of, by which their pictures are
 * found among what was sent in the chat; the latest file of a name counts.
 */
export function pageTimeline({ durationMs, aspect, tracks }: Timeline, messages: readonly PageMessage[]): PageTimeline {
  const pictures = new Map<string, string>();
  for (const { files = [] } of messages)
    for (const { id, name, preview } of files) if (preview) pictures.set(stemOf(name), id);
  const shown = tracks.flatMap(({ kind, segments }) => {
    if (kind === 'other' || segments.length === 0) return [];
    return [{ kind, segments: segments.slice(0, MAX_SEGMENTS).map((segment) => shownSegment(segment, pictures)) }];
  });
  return { durationMs, ...(aspect && { aspect }), tracks: shown };
}

function shownSegment(
  { name, startMs, durationMs }: { name: string; startMs: number; durationMs: number },
  pictures: ReadonlyMap<string, string>,
): PageSegment {
  const file = pictures.get(stemOf(name));
  return { name, startMs, durationMs, ...(file && { file }) };
}

/** A name without its extension, which changes when a file is converted. */
function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return (dot > 0 ? name.slice(0, dot) : name).trim().toLowerCase();
}
