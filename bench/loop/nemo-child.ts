/**
 * The Nemo of the event loop's bench, in a process of its own: every prompt streams until all of them have streamed for
 * long enough together, every render is finished once all of them were submitted. Tells its address, then each phase as
 * it begins.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  adk,
  answer,
  type FakeHandler,
  frame,
  ROUTES,
  startFakeNemo,
  TYPED_HEARTBEAT,
} from '../../test/fakes/nemo/index.ts';
import { tinyVideo } from '../../test/fakes/tiny-video.ts';
import { SESSIONS, STREAM_MS, type Told, WARM_UP } from './plan.ts';

/** ms between two events of one stream. */
const EVENT_EVERY_MS = 250;
/** Streams end within this many ms, one after the other. */
const ENDS_WITHIN_MS = 1000;
const VIDEO_BYTES = 256 * 1024;
/** Each is told as another stage. */
const TOOLS = ['edit_timeline', 'add_music', 'add_title', 'search_media'];

interface PromptBody {
  session_id: string;
  new_message: { parts: [{ text: string }] };
}

const tell = (told: Told) => process.send?.(told);

/** A timeline as a busy project has it: some 45 kB of JSON, so that what is done with whole drafts is felt. */
function draft(title: string): Record<string, unknown> {
  const segment = (track: number, place: number) => ({
    id: `segment-${track}-${place}`,
    s: place * 2000,
    d: 2000,
    m: { name: `clip ${track}.${place}.jpg`, source: `https://files.example/${track}/${place}/`.repeat(6) },
    material: {
      crop: [0, 0, 1, 1],
      volume: 1,
      keyframes: [0, 500, 1000, 1500].map((at) => ({ at, x: 0.5, y: 0.5, zoom: 1.1 })),
    },
  });
  const track = (tt: number, number: number) => ({
    tt,
    sg: Array.from({ length: 12 }, (_, place) => segment(number, place)),
  });
  const words = { tt: 7, sg: [{ id: 'title', s: 0, d: 3000, m: { text: title } }] };
  return { d: 24_000, m: { name: 'project' }, t: [...[0, 0, 0, 0, 1, 1].map(track), words] };
}

/** Resolves once `count` have come, and tells so. */
function gathering(count: number, onFull: () => void) {
  let come = 0;
  let open = () => {};
  const full = new Promise<void>((resolve) => {
    open = resolve;
  });
  const arrive = () => {
    come += 1;
    if (come !== count) return;
    onFull();
    open();
  };
  return { arrive, full, isFull: () => come >= count };
}

async function serve(): Promise<void> {
  const fake = await startFakeNemo();
  const before = draft('Before');
  const after = draft('After');
  const edited = new Set<string>();
  const video = await tinyVideo();
  const free = Buffer.alloc(VIDEO_BYTES - video.length);
  free.writeUInt32BE(free.length, 0);
  free.write('free', 4, 'latin1');
  fake.video = Buffer.concat([video, free]);

  const streams = gathering(SESSIONS, () => tell({ phase: 'streaming' }));
  const renders = gathering(SESSIONS, () => tell({ phase: 'delivering' }));
  const over = streams.full.then(() => sleep(STREAM_MS));
  over.then(
    () => tell({ phase: 'settling' }),
    () => {},
  );

  const stream: FakeHandler = async (request, response) => {
    const { session_id: session, new_message } = request.json as PromptBody;
    const number = Number(/\d+$/.exec(session)?.[0]);
    if (new_message.parts[0].text === WARM_UP) {
      edited.add(session);
      return answer.sse([adk.text('Brighter now.')])(request, response);
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    let ending = false;
    const end = over.then(() => sleep((number % SESSIONS) * (ENDS_WITHIN_MS / SESSIONS)));
    end.then(
      () => {
        ending = true;
      },
      () => {},
    );
    streams.arrive();
    // The streams' events do not all fall on the same moments.
    await sleep((number * 37) % EVENT_EVERY_MS);
    let said = '';
    for (let beat = 0; !ending; beat++) {
      const call = `call-${number}-${beat}`;
      const piece = `Working on part ${beat} of your video. `;
      const tool = TOOLS[(beat >> 4) % TOOLS.length] ?? '';
      if (beat % 16 === 7) response.write(frame(adk.call(call, tool, { part: beat, clips: ['a', 'b', 'c'] }, said)));
      else if (beat % 16 === 15) {
        response.write(frame(adk.result(`call-${number}-${beat - 8}`, tool, { draft: before })));
      } else response.write(frame(adk.partial(piece)));
      said = beat % 16 === 7 ? '' : said + piece;
      if (beat % 4 === 0) response.write(TYPED_HEARTBEAT);
      await Promise.race([sleep(EVENT_EVERY_MS), end]);
    }
    edited.add(session);
    response.end(frame(adk.text('The title reads "After" now.')));
  };
  const poll: FakeHandler = async (request, response) => {
    const { id } = request.params;
    const output = { output: { url: `${fake.url}/files/${id}.mp4` } };
    const data = renders.isFull() ? { id, status: 'completed', ...output } : { id, status: 'processing', progress: 50 };
    await answer.json({ success: true, data })(request, response);
  };
  fake.on(ROUTES.prompt, stream);
  fake.on(ROUTES.renderStatus, poll);
  fake.on(ROUTES.state, (request, response) => {
    const known = edited.has(request.params.sid ?? '') ? after : before;
    return answer.ok({ state: { draft: known, video_infos: [], generated_media: [] } })(request, response);
  });
  fake.on(ROUTES.render, (request, response) => {
    const { id } = request.json as { id: string };
    renders.arrive();
    return answer.json({ success: true, data: { id, status: 'pending', progress: 0 } })(request, response);
  });
  tell({ url: fake.url });
}

process.once('disconnect', () => process.exit());
await serve();
