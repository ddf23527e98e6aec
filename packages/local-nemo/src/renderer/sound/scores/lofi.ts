import type { Score } from '../score.ts';

/** A lazy beat under an electric piano with jazz chords, on a worn record. */
export const lofi: Score = {
  bpm: 78,
  beatsPerBar: 4,
  swing: 0.14,
  chords: [
    { root: 36, notes: [59, 62, 64, 67, 71] },
    { root: 45, notes: [55, 59, 60, 64, 67] },
    { root: 38, notes: [57, 60, 64, 65, 69] },
    { root: 43, notes: [57, 59, 64, 65, 71] },
  ],
  pad: undefined,
  patterns: [
    {
      instrument: 'keys',
      roll: 0.018,
      octave: 0,
      pan: 0.1,
      steps: [
        [0, [0, 1, 2, 3, 4], 1.4, 0.5],
        [1.5, [1, 2, 3, 4], 0.9, 0.38],
        [3, [0, 2, 3], 0.8, 0.34],
      ],
    },
  ],
  bass: [
    [0, 1.3, 0, 0.75],
    [1.5, 0.5, 0, 0.55],
    [2.5, 1, 7, 0.6],
  ],
  drums: {
    kick: [
      [0, 0.8],
      [1.5, 0.5],
      [2.5, 0.65],
    ],
    snare: [
      [1, 0.5],
      [3, 0.55],
    ],
    hat: [
      [0, 0.3],
      [0.5, 0.2],
      [1, 0.3],
      [1.5, 0.2],
      [2, 0.3],
      [2.5, 0.2],
      [3, 0.3],
      [3.5, 0.24],
    ],
  },
  drumsFrom: 1,
  melody: {
    instrument: 'pluck',
    velocity: 0.36,
    from: 2,
    bars: 4,
    notes: [
      [0.5, 0.5, 76],
      [1, 1, 79],
      [2.5, 1, 74],
      [4.5, 0.5, 72],
      [5, 1.5, 76],
      [8.5, 0.5, 77],
      [9, 0.5, 76],
      [9.5, 1.5, 72],
      [12.5, 0.5, 71],
      [13, 0.5, 74],
      [13.5, 2, 67],
    ],
  },
  reverb: { wet: 0.16, size: 0.78 },
  crackle: 0.012,
  tone: { middle: 11, bass: 5 },
  shortAdds: 0.8,
  gain: 2.71,
};
