/** `[beat within the pattern, length in beats, MIDI pitch]` */
export type MelodyNote = [beat: number, length: number, pitch: number];

/** How a part plays: on which beats of a bar, and which of the chord's notes (0 is the lowest; more wrap upwards). */
export interface Pattern {
  instrument: 'piano' | 'keys' | 'pluck' | 'harp' | 'bell';
  /** `[beat, chord notes, length in beats, velocity]` */
  steps: [beat: number, notes: number[], length: number, velocity: number][];
  /** Seconds between the notes of a chord, as a hand rolls or strums it. */
  roll: number;
  octave: number;
  pan: number;
}

export type DrumName = 'kick' | 'snare' | 'hat' | 'openHat' | 'shaker' | 'clap' | 'boom';

/** A held chord: its harmonics' levels, and attack and release in seconds. */
export interface PadLook {
  harmonics: number[];
  attack: number;
  release: number;
  velocity: number;
  octave: number;
}

export interface Score {
  bpm: number;
  beatsPerBar: number;
  /** How much later the second of two eighths comes, in beats. */
  swing: number;
  /** One bar each; the first is the key's home. Lowest note first, as MIDI pitches. */
  chords: { root: number; notes: number[] }[];
  pad: PadLook | undefined;
  patterns: Pattern[];
  bass: [beat: number, length: number, interval: number, velocity: number][];
  drums: Partial<Record<DrumName, [beat: number, velocity: number][]>>;
  /** Bars before the drums come in. */
  drumsFrom: number;
  melody: {
    instrument: 'piano' | 'keys' | 'bell' | 'strings' | 'pluck';
    velocity: number;
    from: number;
    bars: number;
    notes: MelodyNote[];
  };
  reverb: { wet: number; size: number };
  crackle: number;
  /** How much the middle (around 1.4 kHz) is raised and the bass (around 80 Hz) lowered, in dB: a phone's speaker has no bass. */
  tone: { middle: number; bass: number };
  /** What a piece of ten seconds or less gets on top, in dB, where the parts that come in late are missing; less until 25 s. */
  shortAdds: number;
  /** Brings every mood to the same loudness: -14 LUFS at full volume. */
  gain: number;
}

/** The harmonics of a soft pad, */
export const SOFT = [1, 0.4, 0.2, 0.09, 0.04];
/** and of bowed strings. */
export const STRINGS = [1, 0.62, 0.42, 0.27, 0.19, 0.12, 0.08, 0.05];
