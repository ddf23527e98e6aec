import type { Aspect, Mood, Motion, TransitionKind } from '../draft.ts';

/** A clip of the video by its place: 1 is the first, -1 the last. */
export type ClipRef = number;
export type ClipRefs = ClipRef[] | 'all';

export type TextStyle = 'title' | 'caption';
export type TextPosition = 'top' | 'center' | 'bottom';
export type TextWhen = 'start' | 'end' | 'whole';

/** How a text looks and stands; what is left out is not wished for. */
export interface TextLook {
  position?: TextPosition;
  when?: TextWhen;
  durationMs?: number;
  /** CSS colour. */
  color?: string;
}

/** One change to the draft. */
export type Edit =
  | { kind: 'create'; media: string[] }
  | { kind: 'length'; ms: number }
  | { kind: 'scale-length'; factor: number }
  | { kind: 'add-length'; ms: number }
  | { kind: 'clip-length'; clips: ClipRefs; ms?: number; factor?: number }
  | { kind: 'motion'; clips: ClipRefs; motion?: Motion | 'alternate'; strength?: number }
  | { kind: 'transition'; clips: ClipRefs; transition?: TransitionKind; ms?: number; factor?: number }
  | { kind: 'add-text'; style: TextStyle; text: string; look: TextLook }
  | { kind: 'change-text'; style?: TextStyle; text?: string; look: TextLook }
  | { kind: 'remove-text'; style?: TextStyle }
  | { kind: 'music'; mood?: Mood; src?: string; different?: boolean }
  | { kind: 'volume'; to?: number; factor?: number }
  | { kind: 'music-fade'; inMs?: number; outMs?: number }
  | { kind: 'remove-music' }
  | { kind: 'aspect'; aspect: Aspect }
  | { kind: 'reverse' }
  | { kind: 'shuffle' }
  | { kind: 'move'; clip: ClipRef; to: ClipRef }
  | { kind: 'swap'; a: ClipRef; b: ClipRef }
  | { kind: 'remove-clips'; clips: ClipRef[] }
  | { kind: 'keep-clips'; clips: ClipRef[] }
  /** The video shows these files alone. */
  | { kind: 'use-only'; media: string[] }
  | { kind: 'replace-clip'; clip: ClipRef; media: string }
  | { kind: 'add-media'; media: string[]; at: 'start' | 'end' }
  | { kind: 'vary'; what: Varied }
  | { kind: 'undo' };

/** What differs between two versions of a video. */
export type Varied = 'motion' | 'transition' | 'music';

/** What the agent can not do, by the nearest thing that it can. */
export type Unsupported =
  | 'retouch'
  | 'background'
  | 'filter'
  | 'voice'
  | 'speed'
  | 'sticker'
  | 'subtitles'
  | 'streaming'
  | 'generate'
  | 'resolution'
  | 'font'
  | 'loop'
  | 'end-fade';

/** Something to tell besides the changes; none of them is silent. */
export type Note =
  | { kind: 'need-media' }
  | { kind: 'need-new-media' }
  | { kind: 'need-audio' }
  | { kind: 'need-words'; style: TextStyle }
  | { kind: 'no-such-clip'; clip: ClipRef; count: number }
  | { kind: 'last-clip' }
  | { kind: 'no-text'; style?: TextStyle }
  | { kind: 'no-music' }
  | { kind: 'nothing-to-undo' }
  | { kind: 'clamped-length'; ms: number }
  | { kind: 'one-clip' }
  /** `rest`: other things were changed. */
  | { kind: 'already'; rest?: boolean }
  | { kind: 'nothing-to-vary' }
  /** `have`: names of the uploads. */
  | { kind: 'no-such-file'; name: string; have: string[] }
  | { kind: 'kept' }
  | { kind: 'unused-media'; count: number }
  | { kind: 'cannot'; what: Unsupported }
  | { kind: 'ignored'; text: string }
  | { kind: 'greeting' }
  | { kind: 'help' }
  | { kind: 'not-understood' };

/** An edit or a note, with its place in the message. */
export interface Found {
  at: number;
  edit?: Edit;
  note?: Note;
}
