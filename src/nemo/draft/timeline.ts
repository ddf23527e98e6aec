/** Nemo's draft as it was received, to be sent back unchanged. */
export type DraftJson = Record<string, unknown>;

export type TrackKind = 'video' | 'audio' | 'text' | 'other';

/** Plain values by the draft's own names for them. */
export type Details = Record<string, string | number | boolean>;

/** One piece on a track, read leniently: what the draft does not contain is left out. */
export interface Segment {
  id?: string;
  /** What a person would call it: the clip's name, the music's name, the title's text. */
  name: string;
  startMs: number;
  durationMs: number;
  /** The words of a text segment. */
  text?: string;
  /** 0 to 1 (and above for amplified sound). */
  volume?: number;
  motion?: string;
  /** Kind of the transition into this segment, such as `crossfade`. */
  transition?: string;
  /** Where a text stands: `top`, `center`, `bottom`. */
  position?: string;
  /** Whatever else the draft has of it in plain values, such as `color` or `fadeIn`; addresses and ids left out. */
  details?: Details;
}

export interface Track {
  kind: TrackKind;
  segments: Segment[];
}

/** The draft as the rest of the bot reads it. */
export interface Timeline {
  durationMs: number;
  /** Such as `16:9`, where the draft or the canvas has it. */
  aspect?: string;
  tracks: Track[];
  /** Segments that were left out of a very large timeline; none when undefined. */
  omittedSegments?: number;
  /** What the draft says of the whole video in plain values, such as `look`. */
  details?: Details;
}
