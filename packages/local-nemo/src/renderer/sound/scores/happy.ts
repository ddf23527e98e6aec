import type { Score } from '../score.ts';

/** A ukulele, a glockenspiel and clapping hands, with a little swing. */
export const happy: Score = {
  bpm: 106,
  beatsPerBar: 4,
  swing: 0.06,
  chords: [
    { root: 41, notes: [60, 65, 69, 72] },
    { root: 36, notes: [60, 64, 67, 72] },
    { root: 38, notes: [62, 65, 69, 74] },
    { root: 46, notes: [62, 65, 70, 74] },
  ],
  pad: undefined,
  patterns: [
    {
      instrument: 'pluck',
      roll: 0.014,
      octave: 0,
      pan: -0.2,
      steps: [
        [0, [0, 1, 2, 3], 0.8, 0.56],
        [1, [3, 2, 1], 0.4, 0.42],
        [1.5, [0, 1, 2, 3], 0.4, 0.48],
        [2.5, [3, 2, 1], 0.4, 0.46],
        [3, [0, 1, 2, 3], 0.5, 0.5],
        [3.5, [3, 2], 0.4, 0.36],
      ],
    },
  ],
  bass: [
    [0, 0.9, 0, 0.7],
    [1.5, 0.4, 7, 0.5],
    [2, 0.9, 12, 0.6],
    [3, 0.8, 7, 0.55],
  ],
  drums: {
    kick: [
      [0, 0.6],
      [2, 0.6],
    ],
    clap: [
      [1, 0.42],
      [3, 0.46],
    ],
    shaker: [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map((beat, i) => [beat, i % 2 ? 0.24 : 0.14]),
  },
  drumsFrom: 1,
  melody: {
    instrument: 'bell',
    velocity: 0.46,
    from: 1,
    bars: 4,
    notes: [
      [0, 0.5, 79],
      [0.5, 0.5, 76],
      [1, 1, 79],
      [2.5, 0.5, 84],
      [3, 1, 79],
      [4, 0.5, 81],
      [4.5, 0.5, 77],
      [5, 1, 81],
      [7, 1, 77],
      [8, 0.5, 82],
      [8.5, 0.5, 81],
      [9, 0.5, 77],
      [9.5, 1, 74],
      [11, 0.5, 77],
      [11.5, 0.5, 79],
      [12, 1, 81],
      [13.5, 0.5, 79],
      [14, 1.5, 77],
    ],
  },
  reverb: { wet: 0.15, size: 0.76 },
  crackle: 0,
  gain: 2.1,
};
