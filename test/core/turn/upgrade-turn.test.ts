import { expect, it } from 'vitest';
import { readRecord } from '../../../src/core/storage/record-format.ts';
import { turnFormat } from '../../../src/core/turn/turn.ts';

const read = (turn: object) => readRecord(JSON.stringify(turn), turnFormat);

/** A turn of format 1, with one piece of work. */
const journaled = (work: object) => ({
  v: 1,
  id: 'test:1/7',
  chat: 'test:1',
  messageId: '7',
  userId: 'u1',
  language: 'en',
  text: 'help',
  attachments: [],
  acceptedAt: 1,
  order: 0,
  work: [work],
  at: 0,
});

it.each([
  [
    'an answer that was not given yet',
    { kind: 'answer', what: 'skill', argument: '2' },
    { kind: 'action', name: 'skill', argument: '2' },
  ],
  [
    'an answer that has stopped turns',
    { kind: 'answer', what: 'cancel', text: 'Stopped.', stops: ['test:1/6'] },
    { kind: 'action', name: 'cancel', text: 'Stopped.', stops: ['test:1/6'] },
  ],
  [
    'a question for photos, which is an action of its own now',
    { kind: 'answer', what: 'ask-for-media' },
    { kind: 'action', name: 'upload' },
  ],
  [
    'a prompt whose reply was reported',
    {
      kind: 'prompt',
      text: 'zoom in',
      implied: false,
      sending: true,
      told: true,
      rawClipTold: true,
      baseline: { draft: null, mediaCount: 0 },
      reply: { text: 'Done.', heard: true },
    },
    {
      kind: 'prompt',
      text: 'zoom in',
      implied: false,
      sending: true,
      reported: true,
      rawClipReported: true,
      baseline: { draft: null, mediaCount: 0 },
      reply: { text: 'Done.', fromStream: true },
    },
  ],
  [
    'a prompt that was sent and has no reply yet',
    { kind: 'prompt', text: 'zoom in', implied: false, sending: true, told: false, rawClipTold: false },
    { kind: 'prompt', text: 'zoom in', implied: false, sending: true, reported: false, rawClipReported: false },
  ],
])('a turn of format 1 is read: %s', (_, before, after) => {
  const turn = { ...journaled(after), v: 2 };
  expect(read(journaled(before))).toEqual({ value: turn });
  expect(read(turn)).toEqual({ value: turn });
});

it.each([[null], ['help'], [{ kind: 'answer' }], [{ kind: 'dance' }]])(
  'work that no version wrote makes a turn unreadable: %j',
  (work) => {
    expect(read(journaled(work as object))).toMatchObject({ reason: 'damaged' });
  },
);
