import type { LocalDraft, VideoSegment } from '../draft.ts';
import type { Applied } from './edit-context.ts';
import type { ClipRef, ClipRefs, Note } from './edits.ts';
import { type Tracks, tracksOf, withTracks } from './timeline.ts';

/** The clips of a draft while an edit works on them: finds places, collects what could not be done. */
export class ClipWork {
  readonly draft: LocalDraft;
  readonly tracks: Tracks;
  readonly notes: Note[] = [];

  constructor(draft: LocalDraft) {
    this.draft = draft;
    this.tracks = tracksOf(draft);
  }

  get clips(): VideoSegment[] {
    return this.tracks.clips;
  }

  /** Index of a clip; a place that is not there is noted. */
  find(clip: ClipRef): number | undefined {
    const index = clip > 0 ? clip - 1 : this.clips.length + clip;
    if (index >= 0 && index < this.clips.length) return index;
    this.notes.push({ kind: 'no-such-clip', clip, count: this.clips.length });
    return undefined;
  }

  indexes(refs: ClipRefs): Set<number> {
    return new Set(refs === 'all' ? this.clips.keys() : refs.flatMap((clip) => this.find(clip) ?? []));
  }

  done(clips: VideoSegment[]): Applied {
    return { draft: withTracks(this.draft, { ...this.tracks, clips }), notes: this.notes };
  }

  /** The draft as it was, and why. */
  refuse(...notes: Note[]): Applied {
    return { draft: this.draft, notes: [...this.notes, ...notes] };
  }

  map(refs: ClipRefs, change: (clip: VideoSegment, index: number) => VideoSegment): Applied {
    const chosen = this.indexes(refs);
    if (chosen.size === 0) return this.refuse();
    return this.done(this.clips.map((clip, i) => (chosen.has(i) ? change(clip, i) : clip)));
  }
}

/** A clip with one of its fields set; undefined takes the field away. */
export function withField<K extends 'in' | 'speed' | 'volume' | 'fit' | 'look'>(
  clip: VideoSegment,
  field: K,
  value: VideoSegment['m'][K],
): VideoSegment {
  const m = { ...clip.m };
  if (value === undefined) delete m[field];
  else m[field] = value;
  return { ...clip, m };
}
