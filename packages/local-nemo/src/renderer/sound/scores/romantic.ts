import { type Score, STRINGS } from '../score.ts';

/** A waltz: a harp, soft strings, a piano that sings. */
export const romantic: Score = {
  bpm: 92,
  beatsPerBar: 3,
  swing: 0,
  chords: [
    { root: 45, notes: [57, 61, 64, 69, 73] },
    { root: 42, notes: [57, 61, 66, 69, 73] },
    { root: 38, notes: [57, 62, 66, 69, 74] },
    { root: 40, notes: [56, 62, 64, 68, 71] },
  ],
  pad: { harmonics: STRINGS, attack: 0.9, release: 1.7, velocity: 0.42, octave: 0 },
  patterns: [
    {
      instrument: 'harp',
      roll: 0,
      octave: 0,
      pan: -0.25,
      steps: [0, 0.5, 1, 1.5, 2, 2.5].map((beat, i) => [beat, [[0, 2, 3, 4, 3, 2][i] ?? 0], 1.6, i ? 0.36 : 0.46]),
    },
  ],
  bass: [[0, 2.7, 0, 0.55]],
  drums: {},
  drumsFrom: 0,
  melody: {
    instrument: 'piano',
    velocity: 0.62,
    from: 2,
    bars: 8,
    notes: [
      [0, 2, 78],
      [2, 1, 76],
      [3, 2.5, 76],
      [5.5, 0.5, 73],
      [6, 2, 76],
      [8, 1, 73],
      [9, 3, 69],
      [12, 2, 74],
      [14, 1, 78],
      [15, 2, 76],
      [17, 1, 71],
      [18, 2, 73],
      [20, 1, 76],
      [21, 3, 73],
    ],
  },
  reverb: { wet: 0.34, size: 0.86 },
  crackle: 0,
  tone: { middle: 3, bass: 1 },
  shortAdds: 0.6,
  gain: 1.78,
};
