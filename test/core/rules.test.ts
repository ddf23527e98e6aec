import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../fakes/nemo/index.ts';
import { Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

describe('rule 2: a prompt is sent at most once', () => {
  it('after a cut stream the state is read until it shows the change', async () => {
    await rig.says('', [await rig.photo()]);
    let reads = 0;
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('I am wor')], { cut: true }));
    rig.nemo.on(ROUTES.state, (request, response) => {
      reads++;
      // The first read is the baseline; the change shows at the second read after the break.
      if (reads === 3) rig.nemo.state.draft = ONE_CLIP_DRAFT;
      return answer.ok({ state: rig.nemo.state })(request, response);
    });
    const [text] = await rig.says('animate it');
    expect(text).toMatch(
      /^The connection broke while I was waiting, but the edit went through:\n\n✅ Clip added: photo\.jpg/,
    );
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
  });

  it('when nothing shows after the last wait the user is told, and nothing is sent again', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.on(ROUTES.prompt, answer.reset());
    const [text] = await rig.says('animate it');
    expect(text).toMatch(
      /^⚠️ The connection broke, and the timeline still shows no change\. I have not sent your request again/,
    );
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
    // One read for the baseline, five for the waits, one to settle.
    expect(rig.nemo.calls(ROUTES.state)).toHaveLength(7);
  });

  it('a process that was stopped while the prompt ran is followed by one that reads the state', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
    await rig.engine.accept(rig.chat.message('animate it'));
    await rig.nemo.called(ROUTES.prompt);
    await rig.restart();
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    expect(await rig.engine.recover()).toBe(1);
    await rig.engine.idle();
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
    expect(rig.chat.sent.at(-1)?.text).toContain('the edit went through');
    expect((await rig.journal()).every((turn) => turn.outcome === 'done')).toBe(true);
  });
});

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

  it('that Nemo has lost is told as such', async () => {
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

  it('that fails is told', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.renderScript = [{ status: 'failed', error: 'lambda exploded' }];
    expect((await rig.says('export'))[0]).toBe('⚠️ The render failed. Say “export” to try again; exports are free.');
    expect(rig.log.join('')).toContain('lambda exploded');
  });
});

describe('rule 4: control never waits', () => {
  it('status, credits and help are answered while a prompt runs; the next request waits', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
    await rig.engine.accept(rig.chat.message('animate it'));
    await rig.nemo.called(ROUTES.prompt);
    await rig.engine.accept(rig.chat.message('make it longer'));
    const before = rig.chat.sent.length;
    await rig.engine.accept(rig.chat.message('status'));
    await rig.engine.accept(rig.chat.message('how many credits are left?'));
    await expect.poll(() => rig.chat.sent.length).toBe(before + 2);
    const told = rig.chat.sent.slice(before).map((sent) => sent.text);
    expect(told.find((text) => text.startsWith('⏳'))).toMatch(
      /^⏳ Working on: “animate it” .*\nWaiting:\n1\. make it longer\nTake one out of the line with “remove 1”\.\nThe timeline is empty\.$/s,
    );
    expect(told).toContain('💳 Credits: 100 available, 0 reserved, 100 in all');
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(rig.chat.sent.map((sent) => sent.text)).toContain(
      '🛑 Stopped: “animate it”. Nemo had begun with it; credits that were already used can’t be returned.\nI go on with: “make it longer”. Say “cancel all” to stop everything.',
    );
    // The lane is free again: the waiting request ran.
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(2);
  });

  it('cancel stops a render at Nemo too', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.on(ROUTES.renderStatus, answer.never());
    await rig.engine.accept(rig.chat.message('export'));
    await rig.nemo.called(ROUTES.renderStatus, rig.nemo.calls(ROUTES.renderStatus).length + 1);
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(1);
    expect(rig.chat.sent.at(-1)?.text).toBe('🛑 Stopped the export. Exports are free; say “export” to start it again.');
  });

  it('cancel with nothing running says so', async () => {
    expect(await rig.says('cancel')).toEqual(['Nothing is running that could be stopped.']);
  });
});

describe('rule 7: the spool is empty after each turn', () => {
  it('also after a turn that failed', async () => {
    await rig.says('animate it', [await rig.photo()]);
    expect(await rig.spooled()).toEqual([]);
    rig.nemo.next(ROUTES.upload, answer.code(4001, 'no'));
    await rig.says('more', [await rig.photo()]);
    expect(await rig.spooled()).toEqual([]);
  });
});

describe('rule 8: nothing is trusted by its name', () => {
  it('is told file by file, and the good ones go on', async () => {
    const bad = [
      rig.chat.file('notes.jpg', Buffer.from('dear diary, this is plain text\n')),
      rig.chat.file('empty.png', Buffer.alloc(0)),
    ];
    const [, reply] = await rig.says('animate it', [...bad, await rig.photo('good.jpg')]);
    expect(reply).toMatch(/^⚠️ notes\.jpg is a text file, which I can’t use\. I take JPG, PNG, /);
    expect(reply).toContain('⚠️ empty.png is empty (0 bytes). Send it again.');
    expect(reply).toContain('Done.');
    expect(rig.nemo.calls(ROUTES.upload)).toHaveLength(1);
  });

  it('alone ends the turn with its reason, before anything is spent', async () => {
    const texts = await rig.says('animate it', [rig.chat.file('big.mp4', Buffer.alloc(11 * 1024 * 1024))]);
    expect(texts.at(-1)).toBe('⚠️ big.mp4 is over the limit of 10 MB. Compress or trim it and send it again.');
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(0);
  });

  it('no photo and no text is answered with what to do', async () => {
    expect(await rig.says('  ')).toEqual(['Send me photos, say what you want, and I will make a video.']);
    expect(await rig.says('export')).toEqual([
      expect.stringContaining('AI Image to Video King'),
      'There is nothing to export yet. Send me photos and say what you want.',
    ]);
  });
});
