import { type Score, STRINGS } from '../score.ts';

/** Strings over a restless piano in a minor key; a big drum joins in the third bar. */
export const cinematic: Score = {
  bpm: 84,
  beatsPerBar: 4,
  swing: 0,
  chords: [
    { root: 38, notes: [50, 57, 62, 65, 69] },
    { root: 34, notes: [50, 58, 62, 65, 70] },
    { root: 41, notes: [48, 57, 60, 65, 69] },
    { root: 36, notes: [48, 55, 60, 64, 67] },
  ],
  pad: { harmonics: STRINGS, attack: 0.8, release: 1.8, velocity: 0.8, octave: 0 },
  patterns: [
    {
      instrument: 'piano',
      roll: 0,
      octave: 1,
      pan: 0.2,
      steps: [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map((beat, i) => [
        beat,
        [[0, 2, 3, 2, 4, 2, 3, 2][i] ?? 0],
        0.9,
        i % 4 === 0 ? 0.46 : 0.32,
      ]),
    },
  ],
  bass: [
    [0, 2.8, 0, 0.7],
    [3, 0.9, 0, 0.5],
  ],
  drums: {
    boom: [
      [0, 0.85],
      [2.5, 0.4],
      [3, 0.55],
    ],
    shaker: [0.5, 1.5, 2.5, 3.5].map((beat) => [beat, 0.14]),
  },
  drumsFrom: 2,
  melody: {
    instrument: 'strings',
    velocity: 0.62,
    from: 2,
    bars: 4,
    notes: [
      [0, 2, 72],
      [2, 2, 77],
      [4, 2, 76],
      [6, 2, 79],
      [8, 3, 74],
      [11, 1, 77],
      [12, 3, 77],
      [15, 1, 74],
    ],
  },
  reverb: { wet: 0.42, size: 0.89 },
  crackle: 0,
  tone: { middle: 2, bass: 1 },
  shortAdds: 2.4,
  gain: 0.85,
};
