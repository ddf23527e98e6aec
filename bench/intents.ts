/**
 * How long it takes to read a message: its steps, whether it is a batch, whether it can be done. Prints one line, a ratio
 * to the 100 µs that are allowed.
 */
import { ACTIONS } from '../src/core/actions/all.ts';
import { readBatch } from '../src/intents/batch.ts';
import { classify } from '../src/intents/classify.ts';
import { limitOf } from '../src/intents/limits.ts';
import { COMMANDS, TRAPS } from '../test/intents/corpus/base.ts';
import { CONTROL_TRAPS, CONTROLS } from '../test/intents/corpus/controls.ts';
import { FRESH } from '../test/intents/corpus/fresh.ts';
import { LATE } from '../test/intents/corpus/late.ts';

const ALLOWED_US = 100;
const ROUNDS = 20;

const texts = [...COMMANDS, ...TRAPS, ...CONTROLS, ...CONTROL_TRAPS, ...FRESH, ...LATE].map(([text]) => text);

function microsecondsPerMessage(read: (text: string) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const text of texts) read(text);
    best = Math.min(best, ((performance.now() - start) * 1000) / texts.length);
  }
  return best;
}

const steps = microsecondsPerMessage((text) => classify({ text, media: 0 }, ACTIONS.phrases));
const all = microsecondsPerMessage((text) => [
  classify({ text, media: 2 }, ACTIONS.phrases),
  readBatch(text, 2, ACTIONS.phrases),
  limitOf(text),
]);
process.stdout.write(
  `intents: classify ${(steps / ALLOWED_US).toFixed(2)} of 100 µs a message (${steps.toFixed(1)} µs); with batch and limits ${(all / ALLOWED_US).toFixed(2)} (${all.toFixed(1)} µs), ${texts.length} messages\n`,
);
