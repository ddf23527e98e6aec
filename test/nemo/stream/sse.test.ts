import { describe, expect, test } from 'vitest';
import { FrameReader } from '../../../src/nemo/stream/sse.ts';

/** What is read of texts that come one after the other. */
function read(chunks: (string | Buffer)[], { limit = 200, ends = true } = {}): string[] {
  const seen: string[] = [];
  const mark = (unfinished: boolean) => (unfinished ? ' (unfinished)' : '');
  const handler = {
    onData: (data: string, unfinished: boolean) => void seen.push(`data ${data}${mark(unfinished)}`),
    onComment: () => void seen.push('comment'),
    onStray: (line: string, unfinished: boolean) => void seen.push(`stray ${line}${mark(unfinished)}`),
    onOversized: () => void seen.push('oversized'),
  };
  const reader = new FrameReader(handler, limit);
  for (const chunk of chunks) reader.feed(Buffer.from(chunk));
  if (ends) reader.end();
  return seen;
}

describe('an event stream', () => {
  test('is reported as it comes, whatever its lines end with', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['data: a', '', ': beat', 'data: b', 'data: c', '', ''].join(end);
      expect(read([text], { ends: false })).toEqual(['data a', 'comment', 'data b\nc']);
      expect(read(text.split(''), { ends: false })).toEqual(['data a', 'comment', 'data b\nc']);
    }
  });

  test('of a chunk that ends with CR, an LF that follows it is no other line, and any other is one', () => {
    expect(read(['data: a\r', '\ndata: b\r', '\n\r', '\n'], { ends: false })).toEqual(['data a\nb']);
    expect(read(['data: a\r', '\r', 'data: b\r', '\r'], { ends: false })).toEqual(['data a', 'data b']);
    expect(read(['data: a\n', '\ndata: b\n\n'], { ends: false })).toEqual(['data a', 'data b']);
    expect(read(['data: a\r', '', '\n\r\n'], { ends: false })).toEqual(['data a']);
  });

  test('that ends in an event gives it as unfinished, and nothing where it ended after one', () => {
    expect(read(['data: a\n\ndata: b'])).toEqual(['data a', 'data b (unfinished)']);
    expect(read(['data: a\n\n'])).toEqual(['data a']);
    expect(read(['data: a\n\nTraceback'])).toEqual(['data a', 'stray Traceback (unfinished)']);
    expect(read(['Traceback\n\ndata: b\n\n'])).toEqual(['stray Traceback', 'data b']);
  });

  test('has characters that were cut in two', () => {
    const bytes = Buffer.from('data: 🎬\n\n');
    expect(read([bytes.subarray(0, 8), bytes.subarray(8)], { ends: false })).toEqual(['data 🎬']);
    expect(read([Buffer.from('data: '), bytes.subarray(6, 8)])).toEqual(['data \ufffd (unfinished)']);
  });

  test('gives a named heartbeat as one, whatever its data, and no other name', () => {
    expect(read(['event: heartbeat\ndata: 1\n\nevent: message\ndata: 2\n\n'])).toEqual(['data heartbeat', 'data 2']);
  });
});

describe('an event that is too large', () => {
  test('is one beyond the limit, not one that reaches it', () => {
    const event = (length: number) => `data: ${'x\ndata: '.repeat((length - 1) / 2)}x\n\n`;
    expect(read([event(199)])).toEqual([`data ${'x\n'.repeat(99)}x`]);
    expect(read([event(201), 'data: ok\n\n'])).toEqual(['oversized', 'data ok']);
  });

  test('is dropped up to its blank line, wherever it is cut', () => {
    const line = `data: ${'x'.repeat(300)}`;
    for (const parts of [
      [`${line}\n\ndata: ok\n\n`],
      [line, '\n\ndata: ok\n\n'],
      [line, '\n', '\ndata: ok\n\n'],
      [line, '\ndata: more\n', 'data: more\n', '\n', 'data: ok\n\n'],
      [line, 'xx\nyy\n\n', 'data: ok\n\n'],
      [line, '', '\n\n', 'data: ok\n\n'],
    ]) {
      expect(read(parts)).toEqual(['oversized', 'data ok']);
    }
  });

  test('that the stream ends in is told once', () => {
    expect(read([`data: ${'x'.repeat(300)}`, 'xx'])).toEqual(['oversized']);
  });

  test('is one of more than two million characters', () => {
    const seen: number[] = [];
    const note = (data: string) => void seen.push(data.length);
    const none = () => {};
    const reader = new FrameReader({ onData: note, onComment: none, onStray: none, onOversized: () => seen.push(-1) });
    const data = 'x'.repeat(2 * 1024 * 1024 - 100);
    for (const text of [`data: ${data}\n\n`, `data: ${data}${'x'.repeat(100)}x\n\n`]) reader.feed(Buffer.from(text));
    reader.end();
    expect(seen).toEqual([data.length, -1]);
  });
});
