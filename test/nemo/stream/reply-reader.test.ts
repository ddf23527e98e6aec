import { describe, expect, test } from 'vitest';
import { FrameReader } from '../../../src/nemo/stream/sse.ts';
import { adk, COMMENT, EMPTY_DATA, HEARTBEAT, TYPED_HEARTBEAT } from '../../fakes/nemo/index.ts';
import { atRandom, byteByByte, readBytes, readEvents } from '../stream.ts';

describe('text', () => {
  test('the whole text after its pieces counts once', async () => {
    const { reply, events } = await readEvents([adk.partial('I made '), adk.partial('it.'), adk.text('I made it.')]);
    expect(reply.text).toBe('I made it.');
    expect(events).toEqual([
      { type: 'text', delta: 'I made ' },
      { type: 'text', delta: 'it.' },
    ]);
  });

  test('pieces that no whole text follows still count', async () => {
    const { reply } = await readEvents([adk.partial('I made '), adk.partial('it.')]);
    expect(reply).toMatchObject({ text: 'I made it.', end: 'clean' });
    expect(reply.error).toBeUndefined();
  });

  test('model steps are paragraphs, with tool calls between them, also when one has only pieces', async () => {
    const { reply } = await readEvents([
      adk.partial('First I '),
      adk.partial('cut.'),
      adk.call('c1', 'cut'),
      adk.result('c1', 'cut'),
      adk.partial('Then '),
      adk.partial('music.'),
      adk.text('Then music.'),
      adk.call('c2', 'music'),
      adk.result('c2', 'music'),
      adk.text('All done.'),
    ]);
    expect(reply.text).toBe('First I cut.\n\nThen music.\n\nAll done.');
    expect(reply.tools.map((tool) => tool.name)).toEqual(['cut', 'music']);
  });

  test('thoughts are never shown, in pieces or whole', async () => {
    const piece = { ...adk.thought('secret plan'), partial: true };
    const { reply, events } = await readEvents([piece, adk.thought('secret plan'), adk.text('Ready.')]);
    expect(reply.text).toBe('Ready.');
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  test('the echo of the prompt is not shown', async () => {
    const echo = { id: 'u1', author: 'user', content: { role: 'user', parts: [{ text: 'make a video' }] } };
    expect((await readEvents([echo, adk.text('Ready.')])).reply.text).toBe('Ready.');
  });

  test('an event sent twice counts once', async () => {
    const call = adk.call('c1', 'cut');
    const result = adk.result('c1', 'cut');
    const last = adk.text('Done.');
    const { reply, events } = await readEvents([call, call, result, result, last, last]);
    expect(reply.text).toBe('Done.');
    expect(events.map((event) => event.type)).toEqual(['tool-call', 'tool-result', 'text']);
  });

  test('an older server gives all pieces and the whole one id', async () => {
    const same = (event: Record<string, unknown>) => ({ ...event, id: 'one' });
    const { reply } = await readEvents([
      same(adk.partial('I made ')),
      same(adk.partial('it')),
      same(adk.text('I made it!')),
    ]);
    expect(reply.text).toBe('I made it!');
  });

  test('the same words said twice in a row appear once', async () => {
    expect((await readEvents([adk.text('Done.'), adk.text('Done.')])).reply.text).toBe('Done.');
  });
});

describe('signs of life', () => {
  test('every form of heartbeat is alive and nothing else', async () => {
    const beats = [
      HEARTBEAT,
      TYPED_HEARTBEAT,
      EMPTY_DATA,
      COMMENT,
      'event: heartbeat\ndata: 1\n\n',
      'data: [DONE]\n\n',
    ];
    const { reply, events, alive } = await readEvents(beats);
    expect(alive).toBe(6);
    expect(events).toEqual([]);
    expect(reply).toEqual({ text: '', tools: [], files: [], end: 'clean' });
  });

  test('a heartbeat without a blank line does not swallow the event after it', async () => {
    const { reply } = await readEvents(['data: heartbeat\n', adk.text('Ready.')]);
    expect(reply.text).toBe('Ready.');
  });
});

describe('tools', () => {
  test('results find their calls by id, also out of order', async () => {
    const { reply } = await readEvents([
      adk.call('a', 'clip', { n: 1 }),
      adk.call('b', 'clip', { n: 2 }),
      adk.result('b', 'clip', { made: 2 }),
      adk.result('a', 'clip', { made: 1 }),
    ]);
    expect(reply.tools).toEqual([
      { name: 'clip', args: { n: 1 }, response: { made: 1 } },
      { name: 'clip', args: { n: 2 }, response: { made: 2 } },
    ]);
  });

  test('snake_case parts of older Python servers', async () => {
    const { reply } = await readEvents([
      { id: '1', content: { role: 'model', parts: [{ function_call: { id: 'x', name: 'cut', args: { s: 3 } } }] } },
      {
        id: '2',
        content: { role: 'user', parts: [{ function_response: { id: 'x', name: 'cut', response: { ok: true } } }] },
      },
      { id: '3', content: { role: 'model', parts: [{ file_data: { file_uri: 'https://cdn.invalid/a.mp4' } }] } },
    ]);
    expect(reply.tools).toEqual([{ name: 'cut', args: { s: 3 }, response: { ok: true } }]);
    expect(reply.files).toEqual(['https://cdn.invalid/a.mp4']);
  });
});

describe('the older form', () => {
  test('text pieces, tool call and result, heartbeat', async () => {
    const { reply, alive } = await readEvents([
      { type: 'heartbeat' },
      { type: 'tool_call', name: 'cut', args: '{"s":3}' },
      { type: 'tool_result', name: 'cut', result: 'ok' },
      { type: 'text', content: 'The cut ' },
      { type: 'text', content: 'is made.' },
      { type: 'text', content: 'Anything else?' },
    ]);
    expect(alive).toBe(1);
    expect(reply.text).toBe('The cut is made.\n\nAnything else?');
    expect(reply.tools).toEqual([{ name: 'cut', args: { s: 3 }, response: { result: 'ok' } }]);
  });

  test('an error after a reply is noise, an error alone is not', async () => {
    const error = { type: 'error', content: 'model overloaded' };
    expect((await readEvents([{ type: 'text', content: 'The cut is made.' }, error])).reply.error).toBeUndefined();
    expect((await readEvents([error])).reply.error).toEqual({ code: 'ERROR', message: 'model overloaded' });
  });
});

describe('errors', () => {
  test('after a normal reply they are noise, in every form', async () => {
    const noise = [
      adk.error('boom'),
      adk.errorCode('UNKNOWN_ERROR', 'boom'),
      adk.text('I encountered a temporary issue. Please try again later.'),
      'data: {"error": "boom\nFile "agent.py", line 3\nValueError: boom"}\n\n',
      'Traceback (most recent call last):\nValueError: boom\n\n',
    ];
    for (const each of noise) {
      const { reply } = await readEvents([
        adk.call('1', 'cut'),
        adk.result('1', 'cut'),
        adk.text('Your clip is cut.'),
        each,
      ]);
      expect(reply).toMatchObject({ text: 'Your clip is cut.', end: 'clean' });
      expect(reply.error).toBeUndefined();
    }
  });

  test('the trailing apology goes from within a text as well', async () => {
    const said = adk.text('Your clip is cut.\n\nI encountered a temporary issue while saving. Please retry.');
    expect((await readEvents([said])).reply).toEqual({ text: 'Your clip is cut.', tools: [], files: [], end: 'clean' });
  });

  test('the apology alone is a failure', async () => {
    const { reply } = await readEvents([adk.text("I'm sorry, but I've encountered a temporary issue.")]);
    expect(reply.text).toBe('');
    expect(reply.error?.code).toBe('TEMPORARY_ISSUE');
  });

  test('after pieces only, or words that merely went with a tool call, they are failures', async () => {
    const error = adk.errorCode('503', 'overloaded');
    const failed = { code: '503', message: 'overloaded' };
    expect((await readEvents([adk.partial('Your cl'), error])).reply.error).toEqual(failed);
    const calling = [adk.call('1', 'cut', {}, 'The clip gets shorter.'), adk.result('1', 'cut')];
    expect((await readEvents([...calling, error])).reply.error).toEqual(failed);
    expect((await readEvents([adk.text('Working on it…'), error])).reply.error).toEqual(failed);
  });

  test('one that the agent got over is noise', async () => {
    const over = [adk.call('1', 'nope'), adk.errorCode('UNKNOWN_ERROR', 'no such tool'), adk.call('2', 'cut')];
    expect((await readEvents([...over, adk.result('2', 'cut')])).reply.error).toBeUndefined();
  });

  test('exception text that is no JSON neither crashes nor shows', async () => {
    const spilled =
      'data: {"error": "litellm.RateLimitError\nevent: x\nid: 7\nretry: never\ndata\n  File "agent.py"\nTypeError: bad"}\n\n';
    for (const cut of [undefined, byteByByte, atRandom(7)]) {
      const { reply } = await readEvents([adk.partial('Wor'), spilled], cut);
      expect(reply.text).toBe('Wor');
      expect(reply.end).toBe('clean');
      expect(reply.error?.code).toBe('UNREADABLE');
    }
  });

  test('tokens do not get into the message', async () => {
    const { reply } = await readEvents([
      adk.error('401 for Bearer abc.def and nmv_usr_secret at https://x.invalid/a?sig=1'),
    ]);
    expect(reply.error?.message).toBe('401 for Bearer [secret] and [secret] at https://x.invalid/a?…');
  });

  test('an envelope in place of a stream is a refusal', async () => {
    expect((await readEvents(['{"code":"2001","message":"no credits"}'])).refusal).toEqual({
      nemoCode: 2001,
      message: 'no credits',
    });
    expect((await readEvents([{ code: 1002, message: 'gone' }])).refusal).toEqual({ nemoCode: 1002, message: 'gone' });
    expect((await readEvents([adk.text('Done.'), { code: 1002, message: 'gone' }])).refusal).toBeUndefined();
  });
});

describe('framing', () => {
  test('a byte order mark, bytes that are no UTF-8, several data lines', async () => {
    const event = JSON.stringify(adk.text('Привет 🎬'), null, 1).replaceAll('\n', '\ndata: ');
    const bytes = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(`data: ${event}\n\n`),
      Buffer.from([0x3a, 0xff, 0x0a]),
    ]);
    expect((await readBytes(bytes)).reply.text).toBe('Привет 🎬');
    expect((await readBytes(bytes, byteByByte)).reply.text).toBe('Привет 🎬');
  });

  test('an event of several data lines, each ended by CRLF or CR, is one event', async () => {
    for (const lineEnd of ['\r\n', '\r', '\n']) {
      const lines = JSON.stringify(adk.text('Ready.'), null, 1).split('\n');
      const bytes = Buffer.from(lines.map((line) => `data: ${line}${lineEnd}`).join('') + lineEnd);
      for (const cut of [undefined, byteByByte, atRandom(3)]) {
        expect((await readBytes(bytes, cut)).reply).toEqual({ text: 'Ready.', tools: [], files: [], end: 'clean' });
      }
    }
  });

  test('an event without its blank line counts when it is whole, and is cut when it is not', async () => {
    const text = `data: ${JSON.stringify(adk.text('Ready.'))}`;
    expect((await readBytes(Buffer.from(text))).reply).toMatchObject({ text: 'Ready.', end: 'clean' });
    expect((await readBytes(Buffer.from(text), undefined, true)).reply).toMatchObject({ text: 'Ready.', end: 'cut' });
    for (const length of [1, 4, 5, 20, text.length - 1]) {
      expect((await readBytes(Buffer.from(text.slice(0, length)))).reply).toMatchObject({ text: '', end: 'cut' });
    }
  });

  test('an event beyond the limit is dropped, the next one read, whichever way they are cut', () => {
    const bytes = Buffer.from(
      `data: ${'x'.repeat(300)}\ndata: more\n\ndata: ok\n\ndata: ${'a\ndata: '.repeat(120)}\n\ndata: end\n\n`,
    );
    for (const cut of [(all: Buffer) => [all], byteByByte, atRandom(1), atRandom(2), atRandom(3)]) {
      const seen: string[] = [];
      const note = (what: string) => void seen.push(what);
      const handler = {
        onData: note,
        onComment: () => note('comment'),
        onStray: () => note('stray'),
        onOversized: () => note('oversized'),
      };
      const reader = new FrameReader(handler, 200);
      for (const chunk of cut(bytes)) reader.feed(chunk);
      reader.end();
      expect(seen).toEqual(['oversized', 'ok', 'oversized', 'end']);
    }
  });

  test('a picture of several MB inside an event is read past', async () => {
    const part = { inlineData: { mimeType: 'image/png', data: 'A'.repeat(9 * 1024 * 1024) } };
    const big = { id: 'big', content: { role: 'model', parts: [part] } };
    expect((await readEvents([big, adk.text('Ready.')])).reply).toMatchObject({ text: 'Ready.', end: 'clean' });
  });
});
