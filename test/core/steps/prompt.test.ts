import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const GREETING = expect.stringMatching(/^Hi! This is AI Image to Video King\./);

const FIRST_EDIT = 'Done.\n\nTimeline (1 track, 10 s):\n1. Video: photo.jpg (0-10s)';

/** A video over the chat's limit comes as a link, without the time that a file takes. */
const LINKED = expect.stringMatching(/^✅ Video ready\. At \d+ KB it is too big for this chat/);

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

describe('rule 2: a prompt is sent at most once, in whatever session', () => {
  it('a session that is gone after the prompt left is not prompted again in a new one', async () => {
    rig.nemo.next(ROUTES.prompt, (_request, response) => {
      rig.nemo.sessions.clear();
      response.socket?.resetAndDestroy();
    });
    expect(await rig.says('animate it', [await rig.photo()])).toEqual([
      GREETING,
      '⚠️ The old project has expired at Nemo. I have started a new one: please send your photos again.',
    ]);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });

  it('a session that is gone in the middle of a batch renews only the file it was lost at', async () => {
    rig.chat.maxFileBytes = 100;
    const taken = answer.ok({
      files: [{ filename: 'a.jpg', file_type: 'image', cdn_url: 'https://cdn.example/a.jpg' }],
    });
    rig.nemo.next(ROUTES.upload, taken, (request, response) => {
      rig.nemo.sessions.clear();
      // Keeps the next session from getting the name of the lost one.
      rig.nemo.sessions.add('somebody-else');
      return answer.code(1002)(request, response);
    });
    const files = [await rig.photo('a.jpg'), await rig.photo('b.jpg')];
    expect(await rig.says('1: zoom in 2: pan left', files)).toEqual([
      GREETING,
      FIRST_EDIT,
      LINKED,
      'The old project has expired at Nemo, so this is a new one. Files from before must be sent again.',
      'Done.',
      LINKED,
    ]);
    expect(promptsSent(rig)).toEqual([
      'Start over and make a new video of a.jpg only: zoom in',
      'Start over and make a new video of b.jpg only: pan left',
    ]);
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(2);
  });
});

it('a prompt that is held unsent when the process ends is sent by the next one, once', async () => {
  await rig.says('', [await rig.photo()]);
  // At the prompt the account is refused, and no other one can be had: it is held, unsent.
  rig.nemo.next(ROUTES.prompt, answer.code(1001));
  rig.nemo.on(ROUTES.token, answer.reset());
  const asked = rig.nemo.calls(ROUTES.token).length;
  await rig.engine.accept(rig.chat.message('animate it'));
  await rig.nemo.called(ROUTES.token, asked + 1);
  await rig.stopProcess();
  rig.nemo.tokens.add('nmv_usr_new');
  rig.nemo.on(ROUTES.token, answer.ok({ token: 'nmv_usr_new' }));
  await rig.boot();
  await rig.engine.recover();
  await rig.engine.idle();
  // Refused at the door, and then taken.
  expect(promptsSent(rig)).toEqual(['animate it', 'animate it']);
  expect(texts(rig).at(-1)).toMatch(/^Done\./);
});

it('the raw clip of a two-stage job is announced when it is there', async () => {
  await rig.says('', [await rig.photo()]);
  const stream = [
    adk.call('c1', 'generate_clip'),
    adk.result('c1', 'generate_clip', { status: 'done', url: 'https://cdn.example/raw.mp4' }),
    adk.call('c2', 'add_music'),
    adk.result('c2', 'add_music'),
    adk.text('Your clip has music now.'),
  ];
  rig.nemo.next(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, stream));
  const [raw, reply] = await rig.says('animate it');
  expect(raw).toBe('🎬 The raw clip is there; music and titles come next.');
  expect(reply).toMatch(/^Your clip has music now\./);
  expect(rig.chat.progress.join('\n')).toContain('🎨 Generating the clip (this can take 2–5 minutes)…');
});
