import { SAMPLE_RATE } from './dsp.ts';
import { pad } from './pad.ts';
import { type DrumName, type PadLook, type Pattern, type Score, STRINGS } from './score.ts';
import { bell, piano } from './struck.ts';
import type { Tone, Voice } from './voice.ts';
import { bass, drum, hiss, keys, pluck } from './voices.ts';

/** A voice to be started at a sample. */
export interface Event {
  at: number;
  start: () => Voice;
}

/** The last chord gets at least this long to ring, in seconds. */
const LEAST_ENDING = 1.4;
const ENDING_PAD: PadLook = { harmonics: [1, 0.4, 0.2, 0.09], attack: 0.35, release: 1.2, velocity: 0.26, octave: 0 };

/**
 * Writes a score out for a piece of a given length: the chords go round, drums and melody join after their first bars,
 * and the last bar is the home chord alone, left to ring.
 * @param samples length of the piece
 * Gives the events in order.
 */
export function compose(score: Score, samples: number): Event[] {
  const writer = new Writer(score);
  const barSamples = (score.beatsPerBar * 60 * SAMPLE_RATE) / score.bpm;
  const bars = Math.max(0, Math.floor((samples - LEAST_ENDING * SAMPLE_RATE) / barSamples));
  for (let bar = 0; bar < bars; bar++) writer.bar(bar, bars);
  writer.ending(bars, samples);
  return writer.events.sort((a, b) => a.at - b.at);
}

/** Bars of a part. */
const SECTION_BARS = 4;
/** The highest pitch of a tune that is raised by an octave. */
const HIGHEST_RAISED = 84;

/** How the part that a bar belongs to is played: as written, raised, or thinned out; then from the beginning. */
function sectionOf(bar: number): 'plain' | 'high' | 'sparse' {
  return (['plain', 'high', 'sparse'] as const)[Math.floor(bar / SECTION_BARS) % 3] ?? 'plain';
}

class Writer {
  readonly events: Event[] = [];
  readonly #score: Score;

  constructor(score: Score) {
    this.#score = score;
  }

  bar(bar: number, bars: number): void {
    const score = this.#score;
    const chord = score.chords[bar % score.chords.length];
    if (!chord) return;
    const base = bar * score.beatsPerBar;
    const section = sectionOf(bar);
    if (score.pad) this.#pad(base, score.beatsPerBar, chord.notes, score.pad);
    for (const [i, pattern] of score.patterns.entries()) {
      // In the second part the accompaniment moves up, which a small speaker carries better as well.
      const played = section === 'high' && i === 0 ? { ...pattern, octave: pattern.octave + 1 } : pattern;
      for (const [beat, notes, length, velocity] of pattern.steps) {
        this.#strum(played, base + beat, notes, chord.notes, length, velocity);
      }
    }
    for (const [beat, length, interval, velocity] of score.bass) {
      this.#add(base + beat, length, chord.root + interval, velocity, 0, bass);
    }
    if (bar >= score.drumsFrom) {
      // The last bar of a part makes room for the next one.
      const pauses = bar % SECTION_BARS === SECTION_BARS - 1 ? score.beatsPerBar - 1 : score.beatsPerBar;
      for (const [name, hits] of entriesOf(score.drums)) {
        if (section === 'sparse' && (name === 'snare' || name === 'clap')) continue;
        for (const [beat, velocity] of hits) if (beat < pauses) this.#hit(name, base + beat, velocity);
      }
    }
    this.#melody(bar, bars);
  }

  /** The home chord, rolled, on whatever instruments the score has. */
  ending(bar: number, samples: number): void {
    const score = this.#score;
    const home = score.chords[0];
    if (!home) return;
    const base = bar * score.beatsPerBar;
    const beats = (samples * score.bpm) / (60 * SAMPLE_RATE) - base;
    // Plucked strings are soon gone; under them something has to hold the chord.
    this.#pad(base, beats, home.notes, score.pad ?? ENDING_PAD);
    const pattern = score.patterns[0];
    if (pattern) {
      const all = home.notes.map((_, i) => i);
      this.#strum({ ...pattern, roll: Math.max(pattern.roll, 0.045) }, base, all, home.notes, beats, 0.46);
    }
    this.#add(base, beats, home.root, 0.6, 0, bass);
    const finale: DrumName | undefined = score.drums.boom ? 'boom' : score.drums.kick ? 'kick' : undefined;
    if (finale) this.#hit(finale, base, 0.6);
  }

  #pad(beat: number, beats: number, notes: number[], look: PadLook): void {
    const velocity = look.velocity / Math.sqrt(notes.length);
    for (const note of notes) {
      this.#add(beat, beats, note + 12 * look.octave, velocity, 0, (tone) =>
        pad(tone, look.harmonics, look.attack, look.release),
      );
    }
  }

  #strum(pattern: Pattern, beat: number, which: number[], chord: number[], length: number, velocity: number): void {
    const rollBeats = (pattern.roll * this.#score.bpm) / 60;
    which.forEach((index, i) => {
      const octave = Math.floor(index / chord.length) + pattern.octave;
      const pitch = (chord[index % chord.length] ?? 60) + 12 * octave;
      const louder = velocity / Math.max(1, which.length) ** 0.35;
      this.#add(beat + i * rollBeats, length, pitch, louder, pattern.pan, instrument(pattern.instrument));
    });
  }

  #melody(bar: number, bars: number): void {
    const { melody, beatsPerBar } = this.#score;
    const since = bar - melody.from;
    // The last bar before the ending belongs to the chords, or the tune would be cut off in the middle.
    const section = sectionOf(bar);
    if (since < 0 || bar >= bars - 1 || section === 'sparse') return;
    // A tune that is low enough goes on an octave higher, softly doubled.
    const up = section === 'high' && Math.max(...melody.notes.map(([, , pitch]) => pitch)) <= HIGHEST_RAISED ? 12 : 0;
    const start = (since % melody.bars) * beatsPerBar;
    for (const [beat, length, pitch] of melody.notes) {
      if (beat < start || beat >= start + beatsPerBar) continue;
      const at = bar * beatsPerBar + beat - start;
      this.#add(at, length, pitch + up, melody.velocity, 0.05, instrument(melody.instrument));
      if (up > 0) this.#add(at, length, pitch, melody.velocity * 0.5, -0.1, instrument(melody.instrument));
    }
  }

  #hit(name: DrumName, beat: number, velocity: number): void {
    this.#add(
      beat,
      1,
      60,
      velocity,
      name === 'hat' || name === 'openHat' ? 0.3 : name === 'shaker' ? -0.35 : 0,
      (tone) => drumVoice(name, tone),
    );
  }

  #add(beat: number, length: number, pitch: number, velocity: number, pan: number, make: (tone: Tone) => Voice): void {
    const { bpm, swing } = this.#score;
    const half = Math.floor(beat * 2 + 1e-6) % 2 === 1 ? swing : 0;
    const samplesPerBeat = (60 * SAMPLE_RATE) / bpm;
    const tone = { pitch, velocity, pan, length: Math.round(length * samplesPerBeat) };
    this.events.push({ at: Math.round((beat + half) * samplesPerBeat), start: () => make(tone) });
  }
}

function instrument(name: Pattern['instrument'] | 'strings'): (tone: Tone) => Voice {
  switch (name) {
    case 'piano':
      return piano;
    case 'keys':
      return keys;
    case 'bell':
      return bell;
    case 'strings':
      return (tone) => pad(tone, STRINGS, 0.25, 0.9);
    case 'pluck':
      return (tone) => pluck(tone, 0.45, 1.8);
    case 'harp':
      return (tone) => pluck(tone, 0.78, 3);
  }
}

function drumVoice(name: DrumName, tone: Tone): Voice {
  switch (name) {
    case 'kick':
      return drum(tone, 130, 48, 0.35);
    case 'boom':
      return drum(tone, 95, 40, 1.6);
    case 'snare':
      return hiss(tone, 0.22, 0.25, 190);
    case 'clap':
      return hiss(tone, 0.2, 0.15, 0, 0.006);
    case 'hat':
      return hiss(tone, 0.07, 0.8);
    case 'openHat':
      return hiss(tone, 0.3, 0.8);
    case 'shaker':
      return hiss(tone, 0.09, 0.6, 0, 0.02);
  }
}

function entriesOf(drums: Score['drums']): [DrumName, [number, number][]][] {
  const names: DrumName[] = ['kick', 'snare', 'hat', 'openHat', 'shaker', 'clap', 'boom'];
  return names.flatMap((name) => {
    const hits = drums[name];
    return hits ? [[name, hits] satisfies [DrumName, [number, number][]]] : [];
  });
}
