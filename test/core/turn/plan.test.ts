import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import type { Attachment } from '../../../src/core/chat.ts';
import { newAction, newExport, newPrompt, newUpload } from '../../../src/core/turn/new-work.ts';
import {
  actsOnQueue,
  isPartOf,
  planWork,
  runsImmediately,
  splitControl,
  startOver,
} from '../../../src/core/turn/plan.ts';
import type { Turn, Work } from '../../../src/core/turn/turn.ts';
import { translator } from '../../../src/i18n/translator.ts';
import { classify } from '../../../src/intents/classify.ts';

const t = translator('en');

/** The work of a message in short: kinds, with the names of actions and the texts of prompts. */
function plan(text: string, files = 0, more: { command?: string; awaitsAnswer?: boolean } = {}): string[] {
  const attachments: Attachment[] = Array.from({ length: files }, (_, index) => ({ name: `${index}.jpg`, ref: '' }));
  const { steps } = classify({ text, media: files }, ACTIONS.phrases);
  const command = more.command === undefined ? undefined : { name: more.command };
  const context = { steps, actions: ACTIONS, t, awaitsAnswer: more.awaitsAnswer };
  return planWork({ text, attachments, command }, context).map(short);
}

function short(piece: Work): string {
  if (piece.kind === 'upload') return `upload ${piece.files.map(({ attachment }) => attachment).join(' ')}`;
  if (piece.kind === 'prompt') return `prompt ${piece.text}${piece.note ? ` (${piece.note})` : ''}`;
  if (piece.kind === 'export') return 'export';
  return piece.argument === undefined ? piece.name : `${piece.name} ${piece.argument}`;
}

describe('what a message asks for', () => {
  const cases: [string, number, string[]][] = [
    ['', 0, ['empty']],
    ['', 2, ['upload 0 1', 'ask-for-instruction']],
    ['make it rain', 0, ['prompt make it rain']],
    ['make it rain', 1, ['upload 0', 'prompt make it rain']],
    ['status', 0, ['status']],
    ['status', 1, ['upload 0', 'status']],
    // What acts on the queue takes no files with it.
    ['cancel', 1, ['cancel']],
    ['new project', 1, ['new', 'upload 0']],
    ['upload', 1, ['upload 0', 'ask-for-instruction']],
    ['upload', 0, ['upload']],
  ];

  it.each(cases)('“%s” with %i files', (text, files, work) => expect(plan(text, files)).toEqual(work));

  it('is nothing where it only talks, unless the agent waits for an answer', () => {
    expect(plan('thanks!')).toEqual(['small-talk thanks']);
    expect(plan('thanks!', 1)).toEqual(['upload 0', 'ask-for-instruction']);
    expect(plan('thanks!', 0, { awaitsAnswer: true })).toEqual(['prompt thanks!']);
  });

  it('is its command, behind its files unless it acts on the queue', () => {
    expect(plan('', 1, { command: 'export' })).toEqual(['upload 0', 'export']);
    expect(plan('', 1, { command: 'cancel' })).toEqual(['cancel']);
    expect(plan('', 0, { command: 'status' })).toEqual(['status']);
  });
});

describe('when it is done', () => {
  const queued = [newPrompt('x')];

  it('at once where all of it only answers or acts on the queue', () => {
    expect(runsImmediately([newAction('status'), newAction('cancel')], ACTIONS)).toBe(true);
    expect(runsImmediately([newAction('status'), ...queued], ACTIONS)).toBe(false);
    expect(runsImmediately([newAction('new')], ACTIONS)).toBe(false);
    expect(actsOnQueue([newAction('status'), newAction('cancel')], ACTIONS)).toBe(true);
    expect(actsOnQueue([newAction('status'), ...queued], ACTIONS)).toBe(false);
  });

  const turn = (work: Work[]): Turn => ({
    ...{ v: 2, id: 'test:1/9', chat: 'test:1', messageId: '9', userId: 'u1', language: 'en', text: '' },
    ...{ attachments: [{ name: 'a.jpg', ref: '' }], acceptedAt: 1, order: 0, work, at: 0 },
    ...{ newProject: true, recordLost: true, backTo: { session: { taskId: 't', sessionId: 's' }, mediaCount: 0 } },
  });

  it('in two turns where control comes before other work; each says and does its own part', () => {
    const [first, second] = splitControl(turn([newAction('cancel'), newPrompt('x'), newAction('cancel')]), ACTIONS);
    expect(first).toMatchObject({ id: 'test:1/9', work: [newAction('cancel')], attachments: [], recordLost: true });
    expect([first.backTo, first.newProject]).toEqual([undefined, undefined]);
    expect(second).toMatchObject({ id: 'test:1/9+', work: [newPrompt('x'), newAction('cancel')], newProject: true });
    expect([second?.attachments.length, second?.recordLost, second?.backTo?.mediaCount]).toEqual([1, undefined, 0]);
    expect(second && [isPartOf(second, first), isPartOf(first, first), isPartOf(first, second)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('in one where there is nothing but control, or none before the rest', () => {
    for (const work of [[newAction('cancel')], [newPrompt('x'), newAction('cancel')], []]) {
      const whole = turn(work);
      expect(splitControl(whole, ACTIONS)).toEqual([whole]);
    }
  });
});

it('work that starts over in a new session is as it was planned, and no number of an attempt is given twice', () => {
  const by = { text: 'rain', by: { turn: 'test:1/3', userId: 'u2' } };
  const prompt = { ...newPrompt('x', { repeat: 'rerun', repeats: by, note: 'n', answers: 'question' }), implied: true };
  const render = { ...newExport('gif'), output: { fps: 30 }, takenOver: true };
  const action = { ...newAction('status'), text: 'said' };
  const done: Work[] = [
    { kind: 'upload', media: ['m'], files: [{ attachment: 3, state: 'sent', name: 'a', cdnUrl: '' }] },
    { ...prompt, attempt: 2, sending: true, baseline: { draft: null, mediaCount: 1 }, isFirst: true, reported: true },
    { ...render, renderId: 'r', submitted: true, finished: true, outputUrl: 'u', delivered: true },
    action,
  ];
  expect(startOver(done)).toEqual([newUpload([3]), { ...prompt, attempt: 2 }, render, action]);
  expect(
    startOver([
      { ...newPrompt('x'), sending: true },
      { ...newExport(), finished: true },
    ]),
  ).toEqual([newPrompt('x'), newExport()]);
});
