import { afterAll, beforeAll, expect, it } from 'vitest';
import { answer, type FakeHandler, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';
import { REPLIES, STATE_CHANGES, STREAMS } from './states-and-streams.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.close());

let chats = 0;
const EMPTY = { draft: null, video_infos: [], generated_media: [] };

/** The state as it is on the wire: what begins with a hash is a number that JavaScript cannot hold. */
function stateAnswer(state: unknown): FakeHandler {
  const text = JSON.stringify({ code: 0, data: { session_id: '#5529798706024415232', state } });
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(text.replace(/"#(\d+)"/g, '$1'));
  };
}

/** What a fresh chat reads after a prompt, the greeting left out. */
async function reads(text: string, handler: FakeHandler): Promise<string[]> {
  rig.nemo.on(ROUTES.state, stateAnswer(EMPTY));
  rig.nemo.next(ROUTES.prompt, handler);
  chats += 1;
  return (await rig.says(text, [], { chat: `test:${chats}` })).slice(1);
}

const pairs = STREAMS.flatMap((stream) => STATE_CHANGES.map((change) => ({ stream, change })));

it('are more than eighty together', () => {
  expect(pairs.length + REPLIES.length).toBeGreaterThanOrEqual(80);
});

it.each(pairs)('$stream.name, and $change.name', async ({ stream, change }) => {
  const change_ = () => void rig.nemo.on(ROUTES.state, stateAnswer({ ...EMPTY, ...change.after(rig.nemo.url) }));
  const { events, cut, contentType } = stream;
  const before = rig.nemo.calls(ROUTES.prompt).length;
  const texts = await reads('make it so', answer.all(change_, answer.sse(events, { cut, contentType })));
  const all = texts.join('\n');
  if (stream.says) expect(all).toContain(stream.says);
  if (change.name === 'nothing') {
    if (stream.cut) expect(all).toMatch(/^⚠️ The connection broke, and the timeline still shows no change/);
    else if (!stream.says) expect(all).toMatch(change.reads);
  } else if (!stream.says || change.reads.source.includes('Video ready')) {
    expect(
      texts.some((text) => change.reads.test(text)),
      all,
    ).toBe(true);
  }
  expect(all).not.toMatch(/\{"|nmv_usr_|I should edit|edit_multitrack/);
  // Whatever came of it, it was asked once.
  expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(before + 1);
});

it.each(REPLIES)('%s', async (_name, events, wanted, never) => {
  const all = (await reads('make it so', answer.sse(events))).join('\n');
  expect(all).toMatch(wanted);
  if (never) expect(all).not.toMatch(never);
});
