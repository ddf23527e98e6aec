import { describe, expect, test } from 'vitest';
import { ReplyReader } from '../../../src/nemo/stream/reply-reader.ts';
import { adk } from '../../fakes/nemo/index.ts';
import { readEvents } from '../stream.ts';

const KIB = 1024;
const piece = (text: string) => ({ author: 'agent', content: { role: 'model', parts: [{ text }] } });

describe('what is kept of a stream', () => {
  test('is 64 Ki characters of text, in pieces or whole', async () => {
    const whole = ['a', 'b', 'c'].map((letter) => adk.text(letter.repeat(30 * KIB)));
    expect((await readEvents(whole)).reply.text).toBe(
      `${'a'.repeat(30 * KIB)}\n\n${'b'.repeat(30 * KIB)}\n\n${'c'.repeat(4 * KIB)}`,
    );
    const pieces = ['a', 'b', 'c', 'd'].map((letter) => adk.partial(letter.repeat(30 * KIB)));
    const { reply, events } = await readEvents(pieces);
    expect(reply.text).toBe(`${'a'.repeat(30 * KIB)}${'b'.repeat(30 * KIB)}${'c'.repeat(4 * KIB)}`);
    // What is not kept is not shown either.
    expect(events).toHaveLength(3);
  });

  test('is a thousand paragraphs and a hundred files of which the address is no longer than 2000', async () => {
    const many = Array.from({ length: 1002 }, (_, index) => adk.text(`p${index}`));
    expect((await readEvents(many)).reply.text.split('\n\n')).toHaveLength(1000);
    const file = (uri: string) => ({ content: { role: 'model', parts: [{ fileData: { fileUri: uri } }] } });
    const uris = Array.from({ length: 102 }, (_, index) => `https://c.invalid/${index}`);
    expect((await readEvents([file('https://c.invalid/0'), ...uris.map(file)])).reply.files).toEqual(
      uris.slice(0, 100),
    );
    const long = (length: number) => `https://c.invalid/${'x'.repeat(length - 18)}`;
    expect((await readEvents([file(long(2001)), file(long(2000))])).reply.files).toEqual([long(2000)]);
  });

  test('is nothing of a stream that cannot be read a thousand times', () => {
    const reader = new ReplyReader({ onEvent() {}, onProgress() {} });
    for (let count = 0; count < 1000; count++) reader.onData('{', false);
    expect(() => reader.onData('{', false)).toThrow('the stream is not readable');
  });
});

describe('pieces of a text', () => {
  test('that are sent whole at the end, without a mark, count once', async () => {
    expect((await readEvents(['I made it', 'I made it shorter.'].map(piece))).reply.text).toBe('I made it shorter.');
    // Less than eight characters may be said twice.
    expect((await readEvents(['Ha, ha ', 'Ha, ha ha'].map(piece))).reply.text).toBe('Ha, ha Ha, ha ha');
    expect((await readEvents(['Ha, ha, ', 'Ha, ha, ha'].map(piece))).reply.text).toBe('Ha, ha, ha');
    expect((await readEvents(['I made it shorter.', 'I made'].map(piece))).reply.text).toBe(
      'I made it shorter.\n\nI made',
    );
  });

  test('are a paragraph of their own where a sentence begins without a space, and pieces with a mark are not', async () => {
    expect((await readEvents(['Cut.', 'Then music.'].map(piece))).reply.text).toBe('Cut.\n\nThen music.');
    expect((await readEvents(['Cut.', ' Then music.'].map(piece))).reply.text).toBe('Cut. Then music.');
    expect((await readEvents(['Cut.', 'then music.'].map(piece))).reply.text).toBe('Cut.then music.');
    expect((await readEvents(['Cut', 'Then music.'].map(piece))).reply.text).toBe('CutThen music.');
    expect((await readEvents(['Cut.', 'Then music.'].map((text) => adk.partial(text)))).reply.text).toBe(
      'Cut.Then music.',
    );
  });

  test('that are not repeated whole are no last word', async () => {
    const error = adk.errorCode('503', 'overloaded');
    expect((await readEvents([adk.partial('Your clip is cut.'), error])).reply.error?.code).toBe('503');
    // The older form has nothing but pieces.
    expect((await readEvents([piece('Your clip is cut.'), error])).reply.error).toBeUndefined();
  });

  test('before a whole text that says something else are a paragraph of their own', async () => {
    const { reply, events } = await readEvents([adk.partial('First this.'), adk.text('Then that.')]);
    expect(reply.text).toBe('First this.\n\nThen that.');
    expect(events.map((event) => event.type === 'text' && event.delta)).toEqual(['First this.', 'Then that.']);
    const spaced = await readEvents([adk.partial('I  made\nit.'), adk.text('I made it. Enjoy!')]);
    expect(spaced.reply.text).toBe('I made it. Enjoy!');
  });
});

describe('signs of life', () => {
  test('are told for what shows nothing, and progress for each event', () => {
    const told: string[] = [];
    const reader = new ReplyReader({
      onEvent: ({ type }) => void told.push(type),
      onProgress: () => void told.push('progress'),
    });
    const say = (event: object) => {
      told.length = 0;
      reader.onData(JSON.stringify(event), false);
      return told.join(' ');
    };
    expect(say({ type: 'ping' })).toBe('alive');
    expect(say(adk.thought('hm'))).toBe('progress alive');
    expect(say(adk.call('1', 'cut'))).toBe('progress tool-call');
    expect(say(adk.result('1', 'cut'))).toBe('progress tool-result');
    const text = adk.text('Done.');
    expect(say(text)).toBe('progress text');
    // It was reported before.
    expect(say(text)).toBe('progress');
    expect(say(adk.errorCode('503', 'overloaded'))).toBe('progress alive');
    told.length = 0;
    reader.onOversized();
    reader.onComment();
    expect(told).toEqual(['progress', 'alive']);
  });
});

test('a body over several lines in place of a stream is read as a whole, and only where nothing else came', async () => {
  const body = JSON.stringify({ code: 1002, message: 'gone' }, null, 2);
  expect((await readEvents([body])).refusal).toEqual({ nemoCode: 1002, message: 'gone' });
  const { reply, refusal } = await readEvents([adk.text('Done.'), body]);
  expect([reply.text, refusal]).toEqual(['Done.', undefined]);
  expect((await readEvents(['[\n1,\n'])).reply.error?.code).toBe('UNREADABLE');
});

describe('a body that is no stream', () => {
  const body = (text: string) => {
    const reader = new ReplyReader({ onEvent() {}, onProgress() {} });
    reader.addBody(text);
    return reader.finish('clean');
  };

  test.each(['', 'no JSON', '[]', '{}', '{"code":0}'])('and says nothing, as %j, cannot be read', (text) => {
    expect(body(text)).toMatchObject({ reply: { text: '', error: { code: 'UNREADABLE' } } });
  });

  test('is read as the events that it holds', () => {
    expect(body(JSON.stringify([adk.text('Done.')])).reply).toEqual({
      text: 'Done.',
      tools: [],
      files: [],
      end: 'clean',
    });
    expect(body('{"code":2001,"message":"x"}').refusal).toEqual({ nemoCode: 2001, message: 'x' });
  });
});
