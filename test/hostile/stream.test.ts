import { describe, expect, test } from 'vitest';
import { parseJson, parseJsonExact } from '../../src/nemo/json.ts';
import { splitApology } from '../../src/nemo/stream/wording.ts';
import { adk, frame } from '../fakes/nemo/index.ts';
import { growth, LINEAR } from '../growth.ts';
import { readBytes, readEvents } from '../nemo/stream.ts';

/** With the processor time that it took, in ms: what other programs of the machine take does not count. */
async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const start = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(start);
  return { result, ms: (user + system) / 1000 };
}

describe('time is linear in what a stream sends', () => {
  // Took a minute.
  test('400 partial events of 100 newlines each', async () => {
    const { result, ms } = await timed(() =>
      readEvents(Array.from({ length: 400 }, () => adk.partial('\n'.repeat(100)))),
    );
    expect(result.reply).toMatchObject({ text: '', end: 'clean' });
    expect(ms).toBeLessThan(1000);
  });

  // Took eight seconds.
  test('one event of 60,000 newlines', async () => {
    const { result, ms } = await timed(() => readEvents([adk.text(`Done.${'\n'.repeat(60_000)}`)]));
    expect(result.reply.text).toBe('Done.');
    expect(ms).toBeLessThan(1000);
  });

  test.each(['\n', ' ', 'I ', "I've encountered a ", 'sorry, but ', '我', '抱歉', '. '])(
    'an apology looked for in %j, repeated',
    (unit) => {
      expect(growth(unit, splitApology)).toBeLessThan(LINEAR);
    },
  );

  test.each(['[', '{"a":', '"', '\\', '"\\', '1', '12345678901234567,', '{}'])('JSON of %j, repeated', (unit) => {
    expect(growth(unit, (text) => [parseJson(text), parseJsonExact(text)])).toBeLessThan(LINEAR);
  });

  test.each([
    ['lines that are no fields', 'x\n'],
    ['lines that begin as JSON', '{\n'],
    ['events that are no JSON', 'data: {\n\n'],
    ['data lines', 'data: x\n'],
    ['carriage returns', '\r'],
    ['empty lines', '\n'],
    ['mixed line ends', 'data: x\n\r'],
    ['empty objects', 'data: {}\n\n'],
    ['retry fields', 'retry: x\n'],
  ])('a megabyte of %s', async (_name, unit) => {
    const chunks = unit.repeat(Math.ceil(1_000_000 / unit.length));
    const { ms } = await timed(() => readBytes(Buffer.from(chunks)));
    expect(ms).toBeLessThan(2500);
  });
});

describe('what is kept of a stream is bounded', () => {
  test('by the characters of words, tool arguments, results, files and ids, however much is sent', async () => {
    const big = 'x'.repeat(30_000);
    const events = Array.from({ length: 220 }, (_, i) => [
      {
        ...adk.call(`${i}-${big}`, 'cut', { big, list: Array.from({ length: 5000 }, () => big.slice(0, 9)) }),
        id: `${i}${big}`,
      },
      adk.result(`${i}-${big}`, 'cut', { big }),
      adk.file(`https://cdn.example/${i}-${big}`),
      adk.file(`https://cdn.example/${i}`),
    ]).flat();
    const { reply } = await readBytes(Buffer.from(events.map(frame).join('')), (bytes) => {
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += 65_536) chunks.push(bytes.subarray(at, at + 65_536));
      return chunks;
    });
    expect(reply.tools).toHaveLength(200);
    expect(reply.files).toHaveLength(100);
    expect(JSON.stringify(reply).length).toBeLessThan(200 * 10_000);
  });

  test('nesting beyond 200 levels is not read, and the rest of the stream is', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const call = `data: {"id":"1","content":{"role":"model","parts":[{"functionCall":{"id":"c","name":"cut","args":${deep}}}]}}\n\n`;
    const { reply } = await readEvents([call, adk.text('Your clip is cut.')]);
    expect(reply).toEqual({ text: 'Your clip is cut.', tools: [], files: [], end: 'clean' });
  });
});
