import { describe, expect, test } from 'vitest';
import { isHeartbeat, readAgentEvent } from '../../../src/nemo/stream/agent-event.ts';
import { RepeatFilter } from '../../../src/nemo/stream/repeats.ts';
import { toolErrorIn } from '../../../src/nemo/stream/reply-error.ts';
import { ToolCalls } from '../../../src/nemo/stream/tool-calls.ts';
import { announces, splitApology } from '../../../src/nemo/stream/wording.ts';

const content = (...parts: object[]) => ({ role: 'model', parts });
const read = (event: Record<string, unknown>) => readAgentEvent(event);

test('a heartbeat is a short word of its own', () => {
  expect(['', 'heartbeat', '"PING"', ' [DONE] ', 'ping'].map(isHeartbeat)).toEqual(Array(5).fill(true));
  expect(['heartbeats', '{}', `ping${' '.repeat(17)}`].map(isHeartbeat)).toEqual([false, false, false]);
  expect([read({ type: 'Heartbeat' }), read({ type: 'ping', content: 'x' })]).toEqual([undefined, undefined]);
});

describe('an event', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a piece', { id: '1', partial: true, content: content({ text: 'a' }) }, 'delta'],
    ['whole', { id: '1', content: content({ text: 'a' }) }, 'whole'],
    ['whole without an id, marked as such', { partial: false, content: content({ text: 'a' }) }, 'whole'],
    ['the end of a turn', { turnComplete: true, content: content({ text: 'a' }) }, 'whole'],
    ['unmarked', { content: content({ text: 'a' }) }, 'piece'],
    ['unmarked without words', { content: content({ thought: true, text: 'a' }) }, 'whole'],
    ['unmarked with a call', { content: content({ text: 'a' }, { functionCall: { name: 'cut' } }) }, 'whole'],
    ['unmarked with a result', { content: content({ text: 'a' }, { functionResponse: { name: 'cut' } }) }, 'whole'],
    ['of the older form', { type: 'text', content: 'a' }, 'piece'],
    ['a piece of the older form', { type: 'text', content: 'a', partial: true }, 'delta'],
    ['whole in the older form', { type: 'message', text: 'a', partial: false }, 'whole'],
    ['of a type beside a content', { type: 'text', content: content({ text: 'a' }), id: '1' }, 'whole'],
  ])('%s', (_what, event, mode) => {
    expect(read(event)?.mode).toBe(mode);
  });

  test('is unwrapped where it is all that its envelope holds', () => {
    const event = { id: '1', content: content({ text: 'a' }) };
    expect(read({ data: event })).toMatchObject({ id: '1', text: 'a' });
    expect(read({ data: event, code: 0 })?.text).toBe('');
  });

  test('has its words: texts that follow each other are one, what stands between them parts them', () => {
    const text = (...parts: object[]) => read({ content: content(...parts) })?.text;
    expect(text({ text: 'a' }, { text: 'b' })).toBe('ab');
    expect(text({ text: 'a' }, { inlineData: {} }, { text: 'b' })).toBe('a\n\nb');
    expect(text({ inlineData: {} }, { text: 'b' })).toBe('b');
    expect(text({ text: 'a' }, { text: 'hm', thought: true }, { text: '' }, { text: 'b' })).toBe('ab');
    expect(read({ author: 'user', content: content({ text: 'a' }) })?.text).toBe('');
    expect(read({ type: 'text', content: 'a', role: 'user' })?.text).toBe('');
    expect(read({ type: 'text', content: 'a', thought: true })?.text).toBe('');
  });

  test('has calls, results and files, in either spelling', () => {
    const parts = [
      { function_call: { id: 7, name: 'cut', args: '{"s":3}' } },
      { functionCall: { args: null } },
      { function_response: { name: 'cut', response: 'ok' } },
      { file_data: { file_uri: 'https://c.invalid/a' } },
      { fileData: { fileUri: '' } },
    ];
    expect(read({ content: content(...parts) })).toMatchObject({
      calls: [
        { id: '7', name: 'cut', args: { s: 3 } },
        { name: 'tool', args: {} },
      ],
      responses: [{ name: 'cut', response: { result: 'ok' } }],
      files: ['https://c.invalid/a'],
    });
    expect(read({ type: 'tool_call', tool: 'cut', call_id: 'c', id: 'e', input: { s: 3 } })).toMatchObject({
      ...{ id: undefined, calls: [{ id: 'c', name: 'cut', args: { s: 3 } }] },
    });
    expect(read({ type: 'tool_result', tool_name: 'cut', response: { ok: true } })?.responses).toEqual([
      { name: 'cut', response: { ok: true } },
    ]);
    expect(read({ type: 'question', text: 'Which?' })?.calls).toMatchObject([{ name: 'ask_question' }]);
    expect(read({ type: 'other', text: 'x' })).toMatchObject({ text: '', calls: [] });
  });

  test.each<[Record<string, unknown>, object | undefined, object | undefined]>([
    [{ errorCode: 'STOP' }, undefined, undefined],
    [{ errorCode: 0 }, undefined, undefined],
    [{ errorCode: '0', content: content({ text: 'a' }) }, undefined, undefined],
    [{ errorCode: 'SAFETY', errorMessage: 'no' }, { code: 'SAFETY', message: 'no' }, undefined],
    [{ error_code: 503 }, { code: '503', message: '' }, undefined],
    [{ error: { code: 2001, message: 'no' } }, { code: '2001', message: 'no' }, { nemoCode: 2001, message: 'no' }],
    [
      { error: 'no', code: 7 },
      { code: '7', message: 'no' },
      { nemoCode: 7, message: 'no' },
    ],
    [{ error: { status: 'NOT_FOUND' } }, { code: 'NOT_FOUND', message: '' }, { nemoCode: undefined, message: '' }],
    [{ id: '1', error: 'no' }, { code: 'ERROR', message: 'no' }, undefined],
    [{ error: 'no', content: content({ text: 'a' }) }, { code: 'ERROR', message: 'no' }, undefined],
    [{ error: false }, undefined, undefined],
    [{ error: null }, undefined, undefined],
    [
      { success: false, message: 'no' },
      { code: 'ERROR', message: 'no' },
      { nemoCode: undefined, message: 'no' },
    ],
    [{ detail: 'gone' }, { code: 'ERROR', message: 'gone' }, { nemoCode: undefined, message: 'gone' }],
    [{ detail: 'gone', content: content({ text: 'a' }) }, undefined, undefined],
    [
      { type: 'error', code: 1000, message: 'no' },
      { code: '1000', message: 'no' },
      { nemoCode: 1000, message: 'no' },
    ],
    [{ type: 'error', code: 999, message: 'no' }, { code: '999', message: 'no' }, undefined],
    [
      { type: 'error', code: 402 },
      { code: '402', message: '' },
      { nemoCode: 402, message: '' },
    ],
    [{ type: 'error', error: { code: 503 }, content: 'no' }, { code: '503', message: 'no' }, undefined],
  ])('%j has the error %j and refuses with %j', (event, error, refusal) => {
    expect(read(event)?.error).toEqual(error);
    // What isn’t there may be left out.
    expect(read(event)?.refusal).toEqual(refusal);
  });
});

test('an event is a repeat by its id; a piece only where it follows its equal', () => {
  const filter = new RepeatFilter();
  const of = (id: string | undefined, mode: 'whole' | 'delta', text = 'a', timestamp = 1) =>
    filter.isRepeat({ id, mode, text, timestamp, calls: [], responses: [], files: [] });
  expect([of('1', 'whole'), of('1', 'whole', 'b'), of('2', 'whole'), of(undefined, 'whole')]).toEqual([
    ...[false, true, false, false],
  ]);
  expect([
    of('3', 'delta'),
    of('3', 'delta'),
    of('3', 'delta', 'b'),
    of('3', 'delta'),
    of('3', 'delta', 'a', 2),
  ]).toEqual([...[false, true, false, false, false]]);
  expect([of('3', 'whole'), of('4', 'delta', 'a', 2)]).toEqual([false, false]);
  // Of long ids the beginning counts, and 16 Ki characters of ids are kept.
  expect([of('x'.repeat(200), 'whole'), of(`${'x'.repeat(200)}y`, 'whole')]).toEqual([false, true]);
  const ids = Array.from({ length: 82 }, (_, index) => `${index}`.padEnd(200, '-'));
  expect(ids.map((id) => of(id, 'whole')).includes(true)).toBe(false);
  expect([of(ids.at(-1), 'whole'), of('1', 'whole')]).toEqual([true, false]);
});

test('results find their calls by id, else by name, and 200 calls are kept', () => {
  const tools = new ToolCalls();
  expect(tools.add({ id: 'a', name: 'cut', args: { n: 1 } })).toMatchObject({ name: 'cut' });
  expect(tools.add({ id: 'a', name: 'cut', args: {} })).toBeUndefined();
  tools.add({ name: 'cut', args: { n: 2 } });
  tools.addResult({ id: 'a', name: 'other', response: { r: 1 } });
  tools.addResult({ name: 'cut', response: { r: 2 } });
  tools.addResult({ name: 'cut', response: { r: 3 } });
  tools.addResult({ id: 'b', name: 'new', response: { r: 4 } });
  expect(tools.list()).toEqual([
    { name: 'cut', args: { n: 1 }, response: { r: 1 } },
    { name: 'cut', args: { n: 2 }, response: { r: 2 } },
    { name: 'cut', args: {}, response: { r: 3 } },
    { name: 'new', args: {}, response: { r: 4 } },
  ]);
  for (let count = 4; count < 200; count++) expect(tools.add({ name: 'more', args: {} })).toBeDefined();
  expect([tools.add({ name: 'more', args: {} }), tools.length]).toEqual([undefined, 200]);
});

test.each<[Record<string, unknown>, object | undefined]>([
  [{ ok: true }, undefined],
  [
    { status: 'FAILED', message: 'no' },
    { code: 'ERROR', message: 'no' },
  ],
  [{ status: 'done' }, undefined],
  [{ error: '' }, undefined],
  [{ error: false }, undefined],
  [{ error: 'no' }, { code: 'ERROR', message: 'no' }],
  [{ error_code: 0, error: 'no' }, undefined],
  [{ errorCode: 7 }, { code: '7', message: '' }],
  [{ result: '{"status":"error"}' }, { code: 'ERROR', message: '' }],
  [{ result: 'error' }, undefined],
  [{ success: false }, { code: 'ERROR', message: '' }],
])('a tool that returns %j failed with %j', (response, error) => {
  expect(toolErrorIn(response)).toEqual(error);
});

test('words that only announce are short, one line, and no question', () => {
  expect(['Working on it…', 'OK, let me add music.', '好的，正在处理', 'I’ll render it now'].map(announces)).toEqual(
    Array(4).fill(true),
  );
  const others = ['Done.', 'Let me know what you think.', 'Starting when?', 'Working on it\nDone.'];
  expect(others.map(announces)).toEqual(Array(4).fill(false));
  const long = (length: number) => `Working on ${'x'.repeat(length - 11)}`;
  expect([announces(long(160)), announces(long(161)), announces(`${long(100)}${' '.repeat(301)}`)]).toEqual([
    ...[true, false, false],
  ]);
});

test('an apology is one at the begin of a line or sentence, and takes all that follows', () => {
  const said = 'I encountered a temporary issue. Retry.';
  expect(splitApology(`Cut. ${said}`)).toEqual({ text: 'Cut.', apology: said });
  expect(splitApology(`Cut\n${said}`)).toEqual({ text: 'Cut', apology: said });
  expect(splitApology(said)).toEqual({ text: '', apology: said });
  expect(splitApology(`The clip says ${said}`)).toEqual({ text: `The clip says ${said}` });
  expect(splitApology('已完成。遇到了临时问题')).toEqual({ text: '已完成。', apology: '遇到了临时问题' });
});
