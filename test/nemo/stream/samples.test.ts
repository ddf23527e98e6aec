import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PromptReply } from '../../../src/nemo/nemo.ts';
import { atRandom, byteByByte, readBytes } from '../stream.ts';

const folder = new URL('../../fixtures/sse/', import.meta.url);
const load = (name: string) => readFileSync(new URL(name, folder));

const rendered = { status: 'done', url: 'https://example.invalid/demo.mp4', seconds: 5 };
const demo = { name: 'render_video', args: { title: 'demo', seconds: 5 }, response: rendered };
const silent = {
  name: 'render_video',
  args: { title: 'silent', seconds: 5 },
  response: { status: 'done', url: 'https://example.invalid/silent.mp4', seconds: 5 },
};
const multiline = 'line one\nline two\r\nline three\n\ndata: not a field\nпривет 🎬 \u2028 end';
const greeting = 'Hello from the scripted model. Your video is being planned.';

/** What each recorded stream says, read off the recordings by hand. */
const expected: Record<string, Partial<PromptReply>> = {
  'agentthrow-nostream.sse': {
    text: 'Working on it',
    error: { code: 'ERROR', message: 'agent crashed second line' },
  },
  'empty-nostream.sse': { text: '' },
  'emptytext-nostream.sse': { text: '' },
  'errafter-nostream.sse': {
    text: 'Calling.',
    tools: [
      {
        name: 'render_video',
        args: { title: 'x', seconds: 1 },
        response: { status: 'done', url: 'https://example.invalid/x.mp4', seconds: 1 },
      },
    ],
    error: { code: 'UNKNOWN_ERROR', message: 'model failed after the tool' },
  },
  'errresp-nostream.sse': { text: '', error: { code: 'SAFETY', message: 'blocked by safety filter' } },
  'errresp-stream.sse': { text: 'Starting to', error: { code: 'SAFETY', message: 'blocked by safety filter' } },
  'errthrow-nostream.sse': {
    text: 'Starting to',
    error: { code: 'UNKNOWN_ERROR', message: 'scripted model blew up' },
  },
  'errthrow-stream.sse': {
    text: 'Starting to',
    error: { code: 'UNKNOWN_ERROR', message: 'scripted model blew up' },
  },
  'errthrowjson-stream.sse': {
    text: 'Starting to',
    error: { code: '429', message: 'Resource has been exhausted', kind: 'rate-limited' },
  },
  'inline-nostream.sse': { text: 'see', files: ['https://example.invalid/out.mp4'] },
  'longrun-nostream.sse': {
    text: 'Job started, I will report back.',
    tools: [{ name: 'start_job', args: { title: 'long' }, response: { status: 'pending', ticket: 'job-1' } }],
  },
  'multiline-nostream.sse': { text: multiline },
  'multiline-stream.sse': { text: multiline },
  'slow20-nostream.sse': { text: 'slept 20s' },
  'text-nostream.sse': { text: greeting },
  'text-stream.sse': { text: greeting },
  'thought-nostream.sse': { text: 'Answer after thought.' },
  'toolsilent-nostream.sse': { text: '', tools: [silent] },
  'toolsilent-stream.sse': { text: '', tools: [silent] },
  'toolskip-nostream.sse': {
    text: '',
    tools: [
      {
        name: 'render_skip',
        args: { title: 'skip' },
        response: { status: 'done', url: 'https://example.invalid/skip.mp4' },
      },
    ],
  },
  'tooltext-nostream.sse': {
    text: 'Calling the renderer.\n\nRendered: https://example.invalid/out.mp4',
    tools: [demo],
  },
  'tooltext-stream.sse': {
    text: 'Calling the renderer.\n\nRendered: https://example.invalid/out.mp4',
    tools: [demo],
  },
  'toolthrow-nostream.sse': {
    text: 'The tool failed.',
    tools: [{ name: 'explode', args: {}, response: { error: "Error in tool 'explode': tool exploded" } }],
  },
  'tooltwo-nostream.sse': {
    text: 'Both done.',
    tools: [
      {
        name: 'render_video',
        args: { title: 'a', seconds: 1 },
        response: { status: 'done', url: 'https://example.invalid/a.mp4', seconds: 1 },
      },
      {
        name: 'render_video',
        args: { title: 'b', seconds: 2 },
        response: { status: 'done', url: 'https://example.invalid/b.mp4', seconds: 2 },
      },
    ],
  },
  'unknowntool-nostream.sse': {
    text: 'After the unknown tool.',
    tools: [{ name: 'no_such_tool', args: {} }],
  },
};

describe('recorded streams', () => {
  test('every recording has an expectation', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort());
  });

  for (const [name, fields] of Object.entries(expected)) {
    const reply = { tools: [], files: [], end: 'clean', ...fields };

    test(`${name}, whole`, async () => {
      expect((await readBytes(load(name))).reply).toEqual(reply);
    });

    test(`${name}, whichever way it is cut`, async () => {
      const first = await readBytes(load(name));
      expect(await readBytes(load(name), byteByByte)).toEqual(first);
      for (let seed = 1; seed <= 25; seed++) {
        expect(await readBytes(load(name), atRandom(seed)), `seed ${seed}`).toEqual(first);
      }
    });

    test(`${name}, with CRLF, with CR, with heartbeats between the events`, async () => {
      const text = load(name).toString('utf8');
      for (const lineEnd of ['\r\n', '\r']) {
        const changed = Buffer.from(text.replaceAll('\n', lineEnd));
        expect((await readBytes(changed)).reply).toEqual(reply);
        expect((await readBytes(changed, byteByByte)).reply).toEqual(reply);
      }
      const beating = `data: heartbeat\n\n${text.replaceAll('\n\n', '\n\ndata:\n\ndata: {"type":"heartbeat"}\n\n: hb\n\n')}`;
      expect((await readBytes(Buffer.from(beating))).reply).toEqual(reply);
    });

    test(`${name}, cut off at every place: never throws, never clean, never shows half an event`, async () => {
      const bytes = load(name);
      for (let length = 0; length < bytes.length; length += 37) {
        const { reply: cut } = await readBytes(bytes.subarray(0, length), undefined, true);
        expect(cut.end).toBe('cut');
        expect(cut.text).not.toMatch(/invocationId|"parts"/);
      }
    });
  }
});
