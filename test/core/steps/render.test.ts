import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { gate, killedAt, snapshot } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const READY = expect.stringMatching(/^✅ Video ready: 1 s, 320×180, \d+ KB\n🌐 Open the project in a browser: /);

/** A video over the chat's limit comes as a link, without the time that a file takes. */
const LINKED = expect.stringMatching(/^✅ Video ready\. At \d+ KB it is too big for this chat/);

describe('rule 3: a render that was submitted is followed to its end', () => {
  it('by the next process, under the same id, which was journaled before it was submitted', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.chat.sent.length = 0;
    // Nemo takes the render, but the process ends before it hears the answer.
    rig.nemo.next(ROUTES.render, (request) => {
      const { id } = request.json as { id: string };
      rig.nemo.renders.set(id, { id, sessionId: 'session-1', draft: {}, polls: 0, cancelled: false });
    });
    await rig.engine.accept(rig.chat.message('export'));
    const submitted = await rig.nemo.called(ROUTES.render, 2);
    const journaled = (await rig.journal()).flatMap((turn) =>
      turn.work.flatMap((piece) => (piece.kind === 'export' && !piece.delivered ? [piece.renderId] : [])),
    );
    expect(journaled).toEqual([(submitted.json as { id: string }).id]);
    await rig.restart();
    await rig.engine.recover();
    await rig.engine.idle();
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(2);
    expect(rig.chat.sent.map((sent) => sent.text)).toEqual([expect.stringMatching(/^✅ Video ready/)]);
  });

  it.each([
    ['was taken', true, 1],
    ['never came', false, 2],
  ])(
    'when the answer to the submission is lost and it %s, it is found, or submitted under the same id',
    async (_what, taken, submissions) => {
      await rig.says('', [await rig.photo()]);
      rig.nemo.state.draft = ONE_CLIP_DRAFT;
      rig.nemo.next(ROUTES.render, (request, response) => {
        const { id } = request.json as { id: string };
        if (taken) rig.nemo.renders.set(id, { id, sessionId: 'session-1', draft: {}, polls: 0, cancelled: false });
        return answer.reset()(request, response);
      });
      expect(await rig.says('export')).toEqual([expect.stringMatching(/^✅ Video ready/)]);
      const ids = rig.nemo.calls(ROUTES.render).map(({ json }) => (json as { id: string }).id);
      expect(ids).toHaveLength(submissions);
      expect(new Set(ids).size).toBe(1);
    },
  );

  it('that Nemo has lost is reported as such', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.next(ROUTES.renderStatus, answer.never());
    await rig.engine.accept(rig.chat.message('export'));
    await rig.nemo.called(ROUTES.render, 2);
    await expect
      .poll(async () =>
        (await rig.journal()).some(({ work }) => work.some((piece) => piece.kind === 'export' && piece.submitted)),
      )
      .toBe(true);
    await rig.stopProcess();
    rig.nemo.renders.clear();
    rig.chat.sent.length = 0;
    await rig.boot();
    await rig.engine.recover();
    await rig.engine.idle();
    expect(rig.chat.sent.map((sent) => sent.text)).toEqual([expect.stringMatching(/^⚠️ The render failed/)]);
  });

  it('survives polls that fail in between', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.next(ROUTES.renderStatus, answer.html(502), answer.reset(), answer.html(503));
    expect((await rig.says('export'))[0]).toMatch(/^✅ Video ready/);
  });

  it('rule 10: is given up after ten minutes with a clear word', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.renderScript = [{ status: 'processing', progress: 10 }];
    expect((await rig.says('export'))[0]).toBe(
      '⚠️ The render takes longer than 10 min, so I stopped waiting. Say “export” to try again; exports are free.',
    );
  });

  it('that was made without some of the files names them', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.renderScript = [{ status: 'completed', output: { left_out: ['party.avi', '*beach*.heic'] } }];
    const [text] = await rig.says('export');
    expect(text).toMatch(/^✅ Video ready/);
    expect(text).toContain('\n⚠️ Made without party.avi, *beach*.heic: it can’t be decoded.');
  });

  it('that fails is reported', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.renderScript = [{ status: 'failed', error: 'lambda exploded' }];
    expect((await rig.says('export'))[0]).toBe('⚠️ The render failed. Say “export” to try again; exports are free.');
    expect(rig.log.join('')).toContain('lambda exploded');
  });
});

describe('rule 3: a render is followed to its end', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
    await rig.says('animate it');
  });

  it('when the answer to its submission was lost', async () => {
    rig.chat.maxFileBytes = 100;
    rig.nemo.next(ROUTES.render, (request, response) => {
      const { id } = request.json as { id: string };
      rig.nemo.renders.set(id, { id, sessionId: 'session-1', draft: {}, polls: 0, cancelled: false });
      response.socket?.resetAndDestroy();
    });
    expect(await rig.says('export')).toEqual([LINKED]);
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(1);
  });

  it('or cancelled at Nemo when it is given up', async () => {
    rig.nemo.renderScript = [{ status: 'processing', progress: 10 }];
    expect(await rig.says('export')).toEqual([expect.stringMatching(/^⚠️ The render takes longer than 10 min/)]);
    expect([...rig.nemo.renders.values()].map((render) => render.cancelled)).toEqual([true]);
    expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(1);
  });

  it('when the download of the video breaks in the middle', async () => {
    rig.nemo.next(ROUTES.file, (_request, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 1_000_000 });
      response.write(Buffer.alloc(200_000), () => response.socket?.resetAndDestroy());
    });
    expect(await rig.says('export')).toEqual([READY]);
    expect(rig.chat.sent.at(-1)?.video?.bytes.equals(rig.nemo.video)).toBe(true);
  });
});

it('rule 10: a render that Nemo neither takes nor knows is not submitted for ever', async () => {
  await rig.says('', [await rig.photo()]);
  rig.nemo.state.draft = ONE_CLIP_DRAFT;
  rig.nemo.on(ROUTES.render, answer.code(5003, 'the queue rejects this draft'));
  expect(await rig.says('export')).toEqual([expect.stringMatching(/^⚠️ The render failed/)]);
  expect(rig.nemo.calls(ROUTES.render).length).toBeLessThanOrEqual(4);
});

it('rule 3: a render whose turn was cancelled is cancelled by the next process, when this one had no time for it', async () => {
  await rig.says('', [await rig.photo()]);
  rig.nemo.state.draft = ONE_CLIP_DRAFT;
  rig.nemo.renderScript = [{ status: 'processing', progress: 10 }];
  const polling = gate();
  const clock = rig.clock.sleep.bind(rig.clock);
  // The render goes on until it is cancelled, at no cost of time.
  rig.clock.sleep = async (ms, signal) => {
    await Promise.race([
      polling.pass(),
      new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve())),
    ]);
    await clock(ms, signal);
  };
  let copy = '';
  rig.nemo.on(ROUTES.renderCancel, async (request, response) => {
    copy ||= await snapshot(rig);
    await answer.reset()(request, response);
  });
  await rig.engine.accept(rig.chat.message('export'));
  await polling.reached;
  await rig.engine.accept(rig.chat.message('cancel'));
  await expect.poll(() => copy).not.toBe('');
  polling.open();
  await rig.engine.idle();
  await killedAt(rig, copy);
  const cancelled = rig.nemo.calls(ROUTES.renderCancel).length;
  rig.nemo.on(ROUTES.renderCancel, answer.json({ success: true }));
  await rig.engine.recover();
  await rig.engine.idle();
  expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(cancelled + 1);
  await rig.restart();
  await rig.engine.recover();
  await rig.engine.idle();
  expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(cancelled + 1);
});

it('rule 3: a render whose turn was cancelled while Nemo was silent is cancelled when it answers', async () => {
  await rig.says('', [await rig.photo()]);
  rig.nemo.state.draft = ONE_CLIP_DRAFT;
  rig.nemo.renderScript = [{ status: 'processing', progress: 10 }];
  rig.nemo.next(ROUTES.renderStatus, answer.never());
  // Nobody there for the two times that the attempts of one call take.
  rig.nemo.next(ROUTES.renderCancel, ...Array.from({ length: 6 }, () => answer.reset()));
  await rig.engine.accept(rig.chat.message('export'));
  await rig.nemo.called(ROUTES.renderStatus);
  await rig.engine.accept(rig.chat.message('cancel'));
  await rig.engine.idle();
  expect([...rig.nemo.renders.values()].map(({ cancelled }) => cancelled)).toEqual([true]);
  expect((await rig.journal()).every(({ renderToCancel }) => renderToCancel === undefined)).toBe(true);
});

describe('a render looks as the user and the project want it', () => {
  const outputs = () => rig.nemo.calls(ROUTES.render).map(({ json }) => (json as { output: unknown }).output);
  const plain = { format: 'mp4', quality: 'high' };

  it('by the words of the request, in both languages, else by the canvas of the project', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    await rig.says('export in 4k');
    await rig.says('用1080p导出，60帧');
    await rig.says('', [], { command: { name: 'export', argument: '720p' } });
    await rig.says('export');
    rig.nemo.on(
      ROUTES.state,
      answer.ok({ state: { ...rig.nemo.state, canvas_config: { width: 1080, height: 1920, fps: 25 } } }),
    );
    await rig.says('export');
    await rig.says('export at 60 fps');
    expect(outputs()).toEqual([
      { ...plain, resolution: '4k' },
      { ...plain, resolution: '1080p', fps: 60 },
      { ...plain, resolution: '720p' },
      plain,
      { ...plain, resolution: '1080p', fps: 25 },
      { ...plain, resolution: '1080p', fps: 60 },
    ]);
  });

  it('and says in what it was made where that is less than was asked for, and only there', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    const made = (width: number, height: number, fps: number) => {
      const output = { width, height, fps };
      rig.nemo.renderScript = [{ status: 'completed', output_url: `${rig.nemo.url}/files/made.mp4`, output }];
    };
    made(1920, 1080, 30);
    expect((await rig.says('export in 4k')).at(-1)).toContain('\nℹ️ Made in 1920×1080 instead of 4K.');
    made(1920, 1080, 60);
    expect((await rig.says('用4K导出，120帧')).at(-1)).toContain(
      '\nℹ️ 实际分辨率是 1920×1080，不是 4K。\nℹ️ 实际帧率是每秒 60 帧，不是 120 帧。',
    );
    // 21:9 has fewer lines, and is as wide as any.
    made(1920, 822, 30);
    expect((await rig.says('export in 1080p')).at(-1)).not.toContain('ℹ️');
    made(856, 480, 30);
    expect((await rig.says('export in 480p')).at(-1)).not.toContain('ℹ️');
  });

  it('also when it is submitted once more, under another id', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    rig.nemo.next(ROUTES.renderStatus, answer.json({ success: true, data: { status: 'failed', error: 'oops' } }));
    expect((await rig.says('export in 4k')).at(-1)).toMatch(/^✅ Video ready/);
    expect(outputs()).toEqual([
      { ...plain, resolution: '4k' },
      { ...plain, resolution: '4k' },
    ]);
    const ids = rig.nemo.calls(ROUTES.render).map(({ json }) => (json as { id: string }).id);
    expect(new Set(ids).size).toBe(2);
  });

  it('completed without an address, it comes from the download call; without either, no empty address is shown', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    rig.nemo.renderScript = [{ status: 'completed', output: {} }];
    expect((await rig.says('export')).at(-1)).toMatch(/^✅ Video ready: 1 s/);
    rig.nemo.on(ROUTES.download, answer.code(404, 'gone', 404));
    expect((await rig.says('export')).at(-1)).toBe(
      '✅ Video ready, but I could not fetch it. Say “export” to try again.\n🌐 Open the project in a browser: https://web.example/workspace/claim?ct=clm_1',
    );
  });
});
