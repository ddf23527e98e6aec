import { FakeClock } from '@reelay/async/fake-clock';
import { beforeEach, describe, expect, it } from 'vitest';
import { AttachmentRefusedError } from '../../../src/core/chat.ts';
import { exportVideo } from '../../../src/core/steps/export.ts';
import { prompt } from '../../../src/core/steps/prompt.ts';
import { upload } from '../../../src/core/steps/upload.ts';
import { newExport, newPrompt, newUpload } from '../../../src/core/turn/new-work.ts';
import type { ExportWork, PromptWork, Turn, UploadWork, Work } from '../../../src/core/turn/turn.ts';
import type { TurnContext } from '../../../src/core/turn/turn-context.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { NemoUnreachableError, refusalError } from '../../../src/nemo/errors.ts';
import type { NemoState, PromptEvent, PromptReply } from '../../../src/nemo/nemo.ts';
import { ONE_CLIP_DRAFT } from '../../fakes/nemo/index.ts';

const LOST = () => new NemoUnreachableError('reset', { sent: 'maybe' });
const UNSENT = () => new NemoUnreachableError('refused', { sent: 'no' });
const EMPTY: NemoState = { draft: null, generatedMedia: [], videoInfos: [] };
const WITH_CLIP: NemoState = { ...EMPTY, draft: ONE_CLIP_DRAFT };

/** What was done at Nemo and told, and what the journal had at each write, in order. */
let events: string[];
let clock: FakeClock;
/** What the state is, one reading after another; the last one again and again. */
let states: NemoState[];
let stop: AbortController;
beforeEach(() => {
  events = [];
  clock = new FakeClock(0);
  states = [EMPTY];
  stop = new AbortController();
});

/** A context around one piece of work, whose writes are noted as what `shown` says of that piece. */
function contextFor<W extends Work>(
  work: W,
  shown: (work: W) => string,
  nemo: object,
  attachments: Turn['attachments'] = [],
) {
  const turn: Turn = {
    ...{ v: 2, id: 'test:1/9', chat: 'test:1', messageId: '9', userId: 'u1', language: 'en', text: 'x' },
    ...{ attachments, acceptedAt: 1, order: 0, work: [work], at: 0 },
  };
  const context = {
    turn,
    clock,
    signal: stop.signal,
    t: (key: string) => key,
    log: createLogger({ level: 'silent', pretty: false, write: () => {} }),
    settings: { recoveryWaitsMs: [1000, 2000], renderPollEveryMs: 5000, renderLimitMs: 600_000 },
    progress: { show: () => {} },
    store: { communities: { find: async () => ({}) } },
    sessions: {
      find: async () => ({ mediaCount: 0 }),
      update: async () => {},
      countMedia: async (_chat: string, { name }: { name: string }) => events.push(`count ${name}`),
      rememberPrompt: async (_chat: string, text: string) => events.push(`remember ${text}`),
    },
    budget: {
      reserve: async () => events.push('reserve'),
      measure: async () => {
        events.push('measure');
        return async () => events.push('measured');
      },
    },
    session: async () => ({ taskId: 't1', sessionId: 's1' }),
    save: async () => events.push(`save ${shown(work)}`),
    reply: async (text: string) => events.push(`reply ${text}`),
    received: async () => {},
    nemo: { state: async () => (states.length > 1 ? states.shift() : states[0]), ...nemo },
  };
  return context as unknown as TurnContext;
}

/** Lets the step go on, over all of its waits. */
async function ended<T>(step: Promise<T>): Promise<T> {
  let open = true;
  const settled = step.finally(() => {
    open = false;
  });
  settled.catch(() => {});
  while (open) await clock.advance(1000);
  return settled;
}

describe('an upload', () => {
  const shown = ({ files }: UploadWork) =>
    files.map((file) => (file.state === 'waiting' ? (file.sending ?? '-') : file.state)).join(' ');
  const link = (name: string) => ({ name, ref: name, url: `https://example.com/files/${name}?a=1` });
  const sends = (...answers: (Error | undefined)[]) => ({
    uploadUrls: async (_session: string, [url = '']: string[]) => {
      events.push(`send ${url.split('/').at(-1)}`);
      const failure = answers.shift();
      if (failure) throw failure;
      return [{ cdnUrl: 'https://cdn.example/x' }];
    },
  });

  it('is journaled file by file, before each leaves and once Nemo has it', async () => {
    const work = newUpload([0, 1]);
    await upload(contextFor(work, shown, sends(), [link('a.jpg'), link('b.jpg')]), work);
    expect(events).toEqual([
      ...['save a.jpg -', 'send a.jpg?a=1', 'count a.jpg', 'save sent -'],
      ...['save sent b.jpg', 'send b.jpg?a=1', 'count b.jpg', 'save sent sent'],
    ]);
  });

  it('of a file that is refused here or there is journaled too, and counts none', async () => {
    const work = newUpload([0, 1]);
    const files = [{ name: 'a.jpg', ref: 'a' }, link('b.jpg')];
    const context = contextFor(work, shown, sends(refusalError('upload', { nemoCode: 4001 })), files);
    const taking = { take: () => Promise.reject(new AttachmentRefusedError('not yours')) };
    const step = upload({ ...context, spool: taking } as unknown as TurnContext, work);
    await expect(ended(step)).rejects.toThrow('not yours\nfileTypeRefused');
    expect(events).toEqual(['save refused -', 'save refused b.jpg', 'send b.jpg?a=1', 'save refused refused']);
  });

  it('whose answer is lost is journaled as sent once its clip is found, and not sent again', async () => {
    const work = newUpload([0]);
    states = [EMPTY, { ...EMPTY, videoInfos: [{ key: 'k', name: 'a.jpg', url: 'https://cdn.example/a.jpg' }] }];
    await ended(upload(contextFor(work, shown, sends(LOST()), [link('a.jpg')]), work));
    expect(events).toEqual(['save a.jpg', 'send a.jpg?a=1', 'count a.jpg', 'save sent', 'save sent']);
  });

  it('whose answer is lost twice fails; one that certainly did not leave fails at once', async () => {
    const twice = newUpload([0]);
    await expect(
      ended(upload(contextFor(twice, shown, sends(LOST(), LOST()), [link('a.jpg')]), twice)),
    ).rejects.toThrow('reset');
    expect(events).toEqual(['save a.jpg', 'send a.jpg?a=1', 'send a.jpg?a=1']);
    events = [];
    const once = newUpload([0]);
    await expect(ended(upload(contextFor(once, shown, sends(UNSENT()), [link('a.jpg')]), once))).rejects.toThrow(
      'refused',
    );
    expect(events).toEqual(['save a.jpg', 'send a.jpg?a=1']);
  });

  it('that another process began looks for what was on its way, and sends what is left', async () => {
    const work: UploadWork = {
      ...newUpload([0, 1, 2]),
      media: [],
      files: [
        { attachment: 0, state: 'sent', name: 'a.jpg', cdnUrl: 'https://cdn.example/a.jpg' },
        { attachment: 1, state: 'waiting', sending: 'b.jpg' },
        { attachment: 2, state: 'waiting' },
      ],
    };
    const clip = (name: string) => ({ key: name, name, url: `https://cdn.example/${name}` });
    states = [{ ...EMPTY, videoInfos: [clip('a.jpg'), clip('b.jpg')] }];
    await ended(
      upload(
        contextFor(
          work,
          shown,
          sends(),
          ['a', 'b', 'c'].map((name) => link(`${name}.jpg`)),
        ),
        work,
      ),
    );
    expect(events).toEqual([
      ...['count b.jpg', 'save sent sent -', 'save sent sent c.jpg'],
      ...['send c.jpg?a=1', 'count c.jpg', 'save sent sent sent'],
    ]);
  });
});

describe('a prompt', () => {
  const shown = ({ sending, reply, baseline, attempt }: PromptWork) =>
    [baseline ? 'with baseline' : '', sending ? 'sending' : 'unsent', attempt ?? '', reply ? 'answered' : ''].join(' ');
  const said: PromptReply = { end: 'clean', text: 'Done.', tools: [], files: [] };

  /** Sends the prompt in a stream that does this. */
  async function sent(
    work: PromptWork,
    stream: (hooks: { onSending(sending: boolean): Promise<void>; onEvent(event: PromptEvent): void }) => unknown,
    { owns = true, fails = false } = {},
  ): Promise<void> {
    const nemo = {
      prompt: async (_session: string, text: string, hooks: Parameters<typeof stream>[0]) => {
        events.push(`stream ${text}`);
        return ((await stream(hooks)) as PromptReply | undefined) ?? said;
      },
    };
    const context = contextFor(work, shown, nemo);
    const claimPrompt = async (attempt: number) => {
      if (fails) throw new Error('not written');
      events.push(`claim ${attempt} ${shown(work)}`);
      return owns;
    };
    await ended(prompt({ ...context, claimPrompt } as TurnContext, work));
  }

  it('is remembered and paid for before it leaves, and leaves once that is journaled with the draft of before', async () => {
    const work = newPrompt('rain');
    await sent(work, async ({ onSending }) => {
      await onSending(true);
      events.push('leaves');
    });
    expect(events).toEqual([
      ...['remember rain', 'reserve', 'measure', 'stream rain', 'claim 1 with baseline sending 1 ', 'leaves'],
      ...['measured', 'save with baseline sending 1 answered'],
    ]);
    expect(work.reply).toMatchObject({ text: 'Done.', fromStream: true });
  });

  it('that is held again is journaled as unsent, and its next attempt has the next number', async () => {
    const work = newPrompt('rain');
    await sent(work, async ({ onSending }) => {
      await onSending(true);
      await onSending(false);
      await onSending(true);
    });
    expect(events.slice(4, 7)).toEqual([
      'claim 1 with baseline sending 1 ',
      'save with baseline unsent 1 ',
      'claim 2 with baseline sending 2 ',
    ]);
  });

  it('that another copy of the turn has claimed is not sent, and what became of it is read', async () => {
    const work = newPrompt('rain');
    await sent(work, ({ onSending }) => onSending(true).then(() => events.push('leaves')), { owns: false });
    expect(events).not.toContain('leaves');
    expect(work.reply).toEqual({ text: '', fromStream: false });
    expect(events.at(-1)).toBe('save with baseline sending 1 answered');
  });

  it('whose leaving cannot be journaled does not leave, and counts as unsent', async () => {
    const work = newPrompt('rain');
    const step = sent(work, ({ onSending }) => onSending(true), { fails: true });
    await expect(step).rejects.toThrow('not written');
    expect([work.sending, work.attempt, work.reply]).toEqual([false, undefined, undefined]);
    expect(events.at(-1)).toBe('measured');
  });

  it('that an earlier process sent is not sent again', async () => {
    const work = { ...newPrompt('rain'), sending: true, baseline: { draft: null, mediaCount: 0, media: [] } };
    states = [EMPTY, WITH_CLIP];
    await sent(work, () => events.push('leaves'));
    expect(events).toEqual(['save with baseline sending  answered']);
    expect(clock.now()).toBe(3000);
    events = [];
    await sent(work, () => events.push('leaves'));
    expect(events).toEqual([]);
  });

  it('whose answer is lost is looked for; one that certainly did not leave fails', async () => {
    const work = newPrompt('rain');
    await sent(work, async ({ onSending }) => {
      await onSending(true);
      throw LOST();
    });
    expect(work.reply).toEqual({ text: '', fromStream: false });
    const other = newPrompt('snow');
    await expect(sent(other, () => Promise.reject(UNSENT()))).rejects.toThrow('refused');
    expect(other.reply).toBeUndefined();
  });

  it('brings a raw clip that is journaled before it is announced, once', async () => {
    const response = { output_url: 'https://cdn.example/raw.mp4' };
    const clip: PromptEvent = { type: 'tool-result', name: 'generate_video', response };
    await sent(newPrompt('rain'), async ({ onSending, onEvent }) => {
      await onSending(true);
      onEvent(clip);
      onEvent(clip);
    });
    expect(events.slice(5)).toEqual([
      ...['save with baseline sending 1 ', 'reply rawClip', 'measured'],
      'save with baseline sending 1 answered',
    ]);
  });
});

describe('a render', () => {
  const shown = ({ renderId, submitted, finished }: ExportWork) =>
    `${renderId ?? '-'}${submitted ? ' submitted' : ''}${finished ? ' finished' : ''}`;
  const ID = 'render_0_';
  const named = () => events.map((event) => event.replace(/render_\d+_[0-9a-f]{16}/g, ID));
  const done = { id: 'own', phase: 'completed', outputUrl: 'https://cdn.example/v.mp4', bytes: 7 };

  const renders = (submitted: () => unknown, ...polls: unknown[]) => ({
    submitRender: async ({ id }: { id: string }) => {
      events.push(`submit ${id}`);
      return submitted() ?? { id, phase: 'queued' };
    },
    renderStatus: async (id: string) => {
      events.push(`poll ${id}`);
      const next = polls.length > 1 ? polls.shift() : polls[0];
      if (next instanceof Error) throw next;
      return next;
    },
    cancelRender: async (id: string) => events.push(`cancel ${id}`),
  });

  beforeEach(() => {
    states = [WITH_CLIP];
  });

  it('is journaled by its id before it is submitted, by the name that Nemo gives it, and when it has ended', async () => {
    const work = newExport();
    const queued = () => ({ id: 'own', phase: 'queued' });
    await ended(exportVideo(contextFor(work, shown, renders(queued, done)), work));
    expect(named()).toEqual([
      ...[`save ${ID}`, `submit ${ID}`, 'save own submitted', 'poll own', 'save own submitted finished'],
    ]);
    expect(work).toMatchObject({ outputUrl: 'https://cdn.example/v.mp4', bytes: 7 });
    events = [];
    await exportVideo(contextFor(work, shown, renders(queued, done)), work);
    expect(events).toEqual([]);
  });

  it('that another process submitted is polled at once under its id, and submitted where Nemo does not know it', async () => {
    const work = { ...newExport(), renderId: 'r1' };
    const unknown = refusalError('GET /render', { httpStatus: 404 });
    await ended(
      exportVideo(
        contextFor(
          work,
          shown,
          renders(() => undefined, unknown, done),
        ),
        work,
      ),
    );
    expect(events).toEqual(['poll r1', 'submit r1', 'save r1 submitted', 'poll r1', 'save r1 submitted finished']);
  });

  it('that Nemo had, and does not know any more, has failed', async () => {
    const work = { ...newExport(), renderId: 'r1', submitted: true };
    const unknown = refusalError('GET /render', { httpStatus: 404 });
    const step = exportVideo(
      contextFor(
        work,
        shown,
        renders(() => undefined, unknown),
      ),
      work,
    );
    await expect(ended(step)).rejects.toThrow('failedRender');
    expect(events).toEqual(['poll r1']);
  });

  it('whose submission may have arrived is asked for; one that certainly did not fails', async () => {
    const work = newExport();
    const lost = () => {
      throw LOST();
    };
    await ended(exportVideo(contextFor(work, shown, renders(lost, { ...done, id: 'r' })), work));
    expect(named()).toEqual([`save ${ID}`, `submit ${ID}`, `poll ${ID}`, `save ${ID} submitted finished`]);
    const unsent = () => {
      throw UNSENT();
    };
    const other = newExport();
    await expect(ended(exportVideo(contextFor(other, shown, renders(unsent, done)), other))).rejects.toThrow('refused');
  });

  it('that fails is submitted once more under another id', async () => {
    const work = newExport();
    const failed = { id: 'r', phase: 'failed' };
    const step = exportVideo(
      contextFor(
        work,
        shown,
        renders(() => undefined, failed),
      ),
      work,
    );
    await expect(ended(step)).rejects.toThrow('failedRender');
    const submitted = events.filter((event) => event.startsWith('submit')).map((event) => event.slice(7));
    expect(submitted).toHaveLength(2);
    expect(submitted[1]).not.toBe(submitted[0]);
    expect(named()).toEqual([
      ...[`save ${ID}`, `submit ${ID}`, `save ${ID} submitted`, `poll ${ID}`],
      ...[`save ${ID}_2`, `submit ${ID}_2`, `save ${ID}_2 submitted`, `poll ${ID}_2`],
    ]);
  });

  it('whose id is another’s gets a new one, once', async () => {
    const work = newExport();
    const taken = () => {
      throw refusalError('POST /render', { httpStatus: 409 });
    };
    await expect(ended(exportVideo(contextFor(work, shown, renders(taken, done)), work))).rejects.toThrow('409');
    expect(named()).toEqual([`save ${ID}`, `submit ${ID}`, `save ${ID}_2`, `submit ${ID}_2`]);
  });

  it('is polled ever more seldom, and cancelled at Nemo when its time is over', async () => {
    const work = { ...newExport(), renderId: 'r1' };
    const running = { id: 'r1', phase: 'processing', percent: 50 };
    const times: number[] = [];
    const nemo = renders(() => undefined, running);
    const timed = {
      ...nemo,
      renderStatus: (id: string) => {
        times.push(clock.now());
        return nemo.renderStatus(id);
      },
    };
    const step = exportVideo(contextFor(work, shown, timed), work);
    await expect(ended(step)).rejects.toThrow('failedRenderTime');
    // From two seconds by half as much again, five at most.
    expect(times.slice(0, 5)).toEqual([0, 3000, 7500, 12_500, 17_500]);
    expect(events.at(-1)).toBe('cancel r1');
    expect(clock.now()).toBeGreaterThanOrEqual(600_000);
    expect(clock.now()).toBeLessThan(606_000);
  });
});
