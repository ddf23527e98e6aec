import { type Score, SOFT } from '../score.ts';

/** Slow and open: long chords, a sparse piano, bells far away. */
export const calm: Score = {
  bpm: 70,
  beatsPerBar: 4,
  swing: 0,
  chords: [
    { root: 48, notes: [60, 64, 67, 71, 74] },
    { root: 45, notes: [57, 60, 64, 67, 71] },
    { root: 41, notes: [57, 60, 64, 67, 72] },
    { root: 43, notes: [55, 60, 62, 67, 74] },
  ],
  pad: { harmonics: SOFT, attack: 1.1, release: 2.4, velocity: 0.6, octave: 0 },
  patterns: [
    {
      instrument: 'piano',
      roll: 0,
      octave: 0,
      pan: -0.15,
      steps: [
        [0, [0], 2, 0.5],
        [0.5, [2], 2, 0.38],
        [1, [3], 2, 0.42],
        [1.5, [4], 2.5, 0.46],
        [2.5, [3], 1.5, 0.36],
        [3, [2], 1.5, 0.34],
      ],
    },
  ],
  bass: [[0, 3.6, 0, 0.5]],
  drums: {},
  drumsFrom: 0,
  melody: {
    instrument: 'bell',
    velocity: 0.32,
    from: 2,
    bars: 4,
    notes: [
      [0, 2, 79],
      [2.5, 1.5, 76],
      [4, 3, 74],
      [8, 2, 81],
      [10.5, 1.5, 79],
      [12, 1.5, 74],
      [13.5, 2, 72],
    ],
  },
  reverb: { wet: 0.4, size: 0.87 },
  crackle: 0,
  tone: { middle: 6, bass: 0 },
  shortAdds: 0,
  gain: 1.23,
};
