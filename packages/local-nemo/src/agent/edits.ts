import type { Aspect, Corner, Fit, Look, Mood, Motion, TextDesign, TextSize, TransitionKind } from '../draft.ts';

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
  size?: TextSize | 'bigger' | 'smaller';
  design?: TextDesign | 'shadow';
  /** A subtitle, under the title. */
  under?: boolean;
}

/**
 * What stays of a clip, or of the video: less at one end, its first or last part, or a stretch. Times in ms; those of a
 * stretch count from the beginning of the clip's file, or of the video.
 */
export type Trim = { cut: 'start' | 'end'; ms: number } | { keep: 'first' | 'last'; ms: number } | Stretch;
export interface Stretch {
  fromMs?: number;
  toMs?: number;
}

/** One change to the draft. */
export type Edit =
  | { kind: 'create'; media: string[] }
  | { kind: 'length'; ms: number }
  | { kind: 'scale-length'; factor: number }
  | { kind: 'add-length'; ms: number }
  /** To be so long, longer by so much (shorter when negative), or so many times as long. */
  | { kind: 'clip-length'; clips: ClipRefs; ms?: number; addMs?: number; factor?: number }
  | { kind: 'motion'; clips: ClipRefs; motion?: Motion | 'alternate'; strength?: number }
  | { kind: 'transition'; clips: ClipRefs; transition?: TransitionKind; ms?: number; factor?: number }
  /** `clip`: the text belongs to this clip. */
  | { kind: 'add-text'; style: TextStyle; text: string; look: TextLook; clip?: ClipRef }
  /** `of`: the text that reads so; `all`: every one. */
  | {
      kind: 'change-text';
      style?: TextStyle;
      text?: string;
      look: TextLook;
      clip?: ClipRef;
      of?: string;
      all?: true;
    }
  /** `nth`: of several texts, this one: 1 is the first, -1 the last. */
  | { kind: 'remove-text'; style?: TextStyle; clip?: ClipRef; nth?: number; of?: string }
  | { kind: 'music'; mood?: Mood; src?: string; different?: boolean }
  | { kind: 'volume'; to?: number; factor?: number }
  | { kind: 'music-fade'; inMs?: number; outMs?: number }
  | { kind: 'remove-music' }
  | { kind: 'aspect'; aspect: Aspect }
  /** The colours of the picture, where clips are given of theirs; undefined: as they are in the files. */
  | { kind: 'look'; look?: Look; clips?: ClipRef[] }
  /** Fades of the whole picture from and to black; 0 takes one away. */
  | FadeEdit
  /** To play so fast (1 as recorded), or so many times as fast as now. */
  | { kind: 'speed'; clips: ClipRefs; to?: number; factor?: number }
  | ({ kind: 'trim'; clips: ClipRef[] | 'video' } & Trim)
  /** The own sound of clips: 1 is as recorded. */
  | { kind: 'clip-volume'; clips: ClipRefs; to?: number; factor?: number }
  /** Undefined: whichever loses less of the picture. */
  | { kind: 'fit'; clips: ClipRefs; fit?: Fit }
  | { kind: 'soft-edge'; on: boolean }
  | { kind: 'loop'; on: boolean }
  | { kind: 'beat'; on: boolean }
  /** A clip of the video, or a file, becomes the logo; without either the logo there is moves. `off` removes it. */
  | { kind: 'logo'; clip?: ClipRef; media?: string; corner?: Corner; off?: boolean }
  /** The clips, so many times over. */
  | { kind: 'repeat'; times: number }
  /** These clips, so many times more: behind a clip (0: before all), or at the end. */
  | { kind: 'copy-clips'; clips: ClipRefs; times: number; after?: ClipRef }
  | { kind: 'reverse' }
  | { kind: 'shuffle' }
  | { kind: 'move'; clip: ClipRef; to: ClipRef }
  | { kind: 'swap'; a: ClipRef; b: ClipRef }
  /** These clips in this order, the others behind them. */
  | { kind: 'order'; clips: ClipRef[] }
  | { kind: 'remove-clips'; clips: ClipRef[] }
  | { kind: 'keep-clips'; clips: ClipRef[] }
  /** The video shows these files alone. */
  | { kind: 'use-only'; media: string[] }
  | { kind: 'replace-clip'; clip: ClipRef; media: string }
  | { kind: 'add-media'; media: string[]; at: 'start' | 'end' }
  | { kind: 'vary'; what: Varied }
  /** One step, unless more are given. */
  | { kind: 'undo'; steps?: number }
  /** One part of the video as it was before it was last changed. */
  | { kind: 'restore'; what: Part };

/** A part of the video that can be spoken of by itself. */
export type Part =
  | 'text'
  | 'music'
  | 'length'
  | 'clips'
  | 'aspect'
  | 'transition'
  | 'motion'
  | 'look'
  | 'speed'
  | 'sound'
  | 'fit';

/** What differs between two versions of a video. */
export type Varied = 'motion' | 'transition' | 'music';

/** What the agent can not do, by the nearest thing that it can. */
/** The whole picture comes from black, or goes to black, in so many ms; 0 for not at all. */
export interface FadeEdit {
  kind: 'ends';
  inMs?: number;
  outMs?: number;
}

export type Unsupported =
  | 'retouch'
  | 'background'
  | 'filter'
  | 'voice'
  | 'backwards'
  | 'sticker'
  | 'subtitles'
  | 'streaming'
  | 'generate'
  | 'resolution'
  | 'font'
  | 'loop'
  | 'side'
  | 'translate'
  | 'partial-music'
  | 'partial-speed'
  | 'song-start'
  | 'split-screen';

/** Something to say in addition to the changes; none of them is silent. */
export type Note =
  | { kind: 'need-media' }
  | { kind: 'need-new-media' }
  | { kind: 'need-audio' }
  | { kind: 'need-words'; style: TextStyle; each?: boolean }
  | { kind: 'no-such-clip'; clip: ClipRef; count: number }
  | { kind: 'last-clip' }
  | { kind: 'no-text'; style?: TextStyle; clip?: ClipRef }
  | { kind: 'nothing-to-restore'; what: Part }
  /** A length was asked for without saying which. */
  | { kind: 'vague-length' }
  /** Only so many letters were read. */
  | { kind: 'too-long'; count: number }
  /** Characters of a text for which there is no font. */
  | { kind: 'undrawable'; characters: string[] }
  /** An order was understood in part: what would be done, if it was meant so. */
  | { kind: 'unsure'; text: string; edit: Edit['kind'] }
  | { kind: 'no-music' }
  | { kind: 'nothing-to-undo' }
  | { kind: 'clamped-length'; ms: number }
  | { kind: 'clamped-speed'; speed: number }
  /** A clip has no more than this to show. */
  | { kind: 'footage-short'; ms: number }
  /** Less would be left than can be shown. */
  | { kind: 'trim-too-much'; ms: number }
  /** Photos have no speed and no sound. */
  | { kind: 'no-footage'; what: 'speed' | 'sound' | 'trim' }
  /** One of several clips is meant: which? */
  | { kind: 'which-clip'; what: 'trim' | 'length' }
  /** A picture for the logo is missing. */
  | { kind: 'need-logo' }
  | { kind: 'no-logo' }
  /** Cuts on the beat need music whose tempo is known, and time for it. */
  | { kind: 'no-beat'; why: 'music' | 'own' | 'short' }
  | { kind: 'one-clip' }
  /** `rest`: other things were changed. */
  | { kind: 'already'; rest?: boolean }
  | { kind: 'nothing-to-vary' }
  /** `have`: names of the uploads. */
  | { kind: 'no-such-file'; name: string; have: string[] }
  | { kind: 'kept' }
  /** What the video is like, for who asks. `own`: the music is the name of a file. */
  | {
      kind: 'state';
      ms: number;
      aspect: Aspect;
      clips: { name: string; ms: number }[];
      music?: string;
      own?: boolean;
      texts: string[];
    }
  | { kind: 'unused-media'; count: number }
  | { kind: 'cannot'; what: Unsupported }
  | { kind: 'ignored'; text: string }
  | { kind: Talk }
  /** `asks`: a question with what may have been meant goes with it. */
  | { kind: 'not-understood'; text?: string; near?: Part; asks?: boolean };

/** What people say that asks for no change. */
export type Talk =
  | 'greeting'
  | 'thanks'
  | 'praise'
  | 'complaint'
  | 'help'
  | 'price'
  | 'duration'
  | 'formats'
  | 'maker'
  | 'show'
  | 'question'
  | 'yes';

/** An edit or a note, with its place in the message. */
export interface Found {
  at: number;
  edit?: Edit;
  note?: Note;
}
