import { FakeClock } from '@reelay/async/fake-clock';
import { pino } from 'pino';
import { beforeEach, expect, it } from 'vitest';
import type { ChatAdapter, MessageRef } from '../../../src/core/chat.ts';
import { Progress } from '../../../src/core/turn/progress.ts';

let clock: FakeClock;
let shown: { text: string; ref: MessageRef | undefined; atMs: number }[];
let ended: MessageRef[];
let startMs: number;

beforeEach(() => {
  clock = new FakeClock();
  startMs = clock.now();
  shown = [];
  ended = [];
});

/** A platform that allows an edit every 1200 ms; `show` may be replaced to make it slow or broken. */
function adapter(show?: () => Promise<MessageRef | undefined>): ChatAdapter {
  return {
    platform: 'test',
    limits: () => ({ maxFileBytes: 1, progressEveryMs: 1200 }),
    open: () => Promise.reject(new Error('not used')),
    send: () => Promise.reject(new Error('not used')),
    async showProgress(_chat, text, ref) {
      shown.push({ text, ref, atMs: clock.now() - startMs });
      return show ? show() : 'm1';
    },
    async endProgress(_chat, ref) {
      ended.push(ref);
    },
  };
}

function progressOn(platform: ChatAdapter, refs: MessageRef[] = []): Progress {
  return new Progress({
    chat: 'test:1',
    adapter: platform,
    clock,
    log: pino({ level: 'silent' }),
    signal: new AbortController().signal,
    onRef: (ref) => refs.push(ref),
    elapsed: (ms) => `${ms / 1000} s`,
    stillWorkingEveryMs: 120_000,
    stillWorking: (ms) => `still working ${ms / 60_000} min`,
  });
}

it('shows the first stage at once, then never faster than the platform allows, and only the latest', async () => {
  const refs: MessageRef[] = [];
  const progress = progressOn(adapter(), refs);
  progress.show('one');
  await clock.advance(100);
  progress.show('two');
  progress.show('three');
  await clock.advance(1_000);
  expect(shown.map((s) => s.text)).toEqual(['one']);
  await clock.advance(200);
  expect(shown).toEqual([
    { text: 'one', ref: undefined, atMs: 0 },
    { text: 'three', ref: 'm1', atMs: 1200 },
  ]);
  expect(refs).toEqual(['m1']);
  await progress.close();
  expect(ended).toEqual(['m1']);
});

it('does not send the same text twice', async () => {
  const progress = progressOn(adapter());
  progress.show('one');
  await clock.advance(5_000);
  progress.show('one');
  await clock.advance(5_000);
  expect(shown).toHaveLength(1);
  await progress.close();
});

it('gives a sign of life every two minutes', async () => {
  const progress = progressOn(adapter());
  progress.show('working');
  await clock.advance(240_000);
  const signs = new Set(shown.map((s) => s.text.split('\n')[1]));
  expect([...signs]).toEqual([undefined, 'still working 2 min', 'still working 4 min']);
  await progress.close();
  const count = shown.length;
  await clock.advance(600_000);
  expect(shown).toHaveLength(count);
  expect(clock.pending).toBe(0);
});

it('rule 5: progress may be skipped; a platform that fails ends nothing', async () => {
  let failing = true;
  const progress = progressOn(adapter(() => (failing ? Promise.reject(new Error('429')) : Promise.resolve('m2'))));
  progress.show('one');
  await clock.advance(1_200);
  failing = false;
  progress.show('two');
  await clock.advance(1_200);
  expect(shown.map((s) => s.text)).toEqual(['one', 'two']);
  await progress.close();
  expect(ended).toEqual(['m2']);
});

it('drops a stage that a result has overtaken', async () => {
  const progress = progressOn(adapter());
  progress.show('one');
  await clock.advance(100);
  progress.show('two');
  progress.skip();
  await clock.advance(5_000);
  expect(shown.map((s) => s.text)).toEqual(['one']);
  progress.show('three');
  await clock.advance(5_000);
  expect(shown.map((s) => s.text)).toEqual(['one', 'three']);
  await progress.close();
});

it('tells the time since the beginning behind the stage, in steps of a quarter of a minute', async () => {
  const progress = progressOn(adapter());
  progress.show('working');
  await clock.advance(31_000);
  expect(shown.map((s) => s.text)).toEqual(['working', 'working · 15 s', 'working · 30 s']);
  await progress.close();
});

it('has one request in flight, and close waits for it so that the message can be taken away', async () => {
  let answer: (ref: MessageRef) => void = () => {};
  const progress = progressOn(
    adapter(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    ),
  );
  progress.show('one');
  progress.show('two');
  await clock.advance(9_000);
  expect(shown).toHaveLength(1);
  const closing = progress.close();
  answer('late');
  await closing;
  expect(ended).toEqual(['late']);
});
