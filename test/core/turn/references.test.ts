import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent, startsLongWork } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const CLAIM = 'https://web.example/workspace/claim?ct=clm_1';

describe('a message that refers to something', () => {
  it('an edit of a request that still waits changes it; a later one is not heard', async () => {
    await rig.says('', [await rig.photo()]);
    await startsLongWork(rig);
    const waiting = rig.chat.message('make it longer');
    await rig.engine.accept(waiting);
    expect(await rig.engine.amend({ ...waiting, text: 'make it 5 seconds long' })).toBe(true);
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(promptsSent(rig)).toEqual(['animate it', 'make it 5 seconds long']);
    expect(await rig.engine.amend({ ...waiting, text: 'too late' })).toBe(false);
  });

  it('a reply to a result of an earlier project goes back to that project', async () => {
    await rig.says('animate it', [await rig.photo()]);
    const video = `s${rig.chat.sent.length}`;
    await rig.says('new project');
    await rig.says('animate it', [await rig.photo('b.jpg')]);
    const texts = await rig.says('make this one shorter', [], { repliesTo: video });
    expect(texts[0]).toBe('↩️ Back to the project of that message.');
    const sessions = rig.nemo.calls(ROUTES.prompt).map((call) => (call.json as { session_id: string }).session_id);
    expect(sessions).toEqual(['session-1', 'session-2', 'session-1']);
    // A reply to what the chat is on already needs no word.
    expect((await rig.says('and shorter still', [], { repliesTo: video }))[0]).not.toContain('↩️');
  });

  it('a button of an earlier project says so and does nothing', async () => {
    await rig.says('', [await rig.photo()]);
    await rig.says('animate it');
    const { project } = rig.chat.sent.at(-1) ?? {};
    expect(project).toMatch(/^[0-9a-f]{16}$/);
    await rig.says('new project');
    const [text] = await rig.says('', [], { command: { name: 'rerun' }, project });
    expect(text).toMatch(/^That button belongs to an earlier project, so nothing was done\./);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });

  it('a link is fetched by Nemo itself; one that cannot be fetched is reported', async () => {
    const link = { name: 'clip.mp4', ref: 'https://example.com/clip.mp4', url: 'https://example.com/clip.mp4' };
    await rig.says('', [link]);
    expect(rig.nemo.calls(ROUTES.upload)[0]?.json).toEqual({ urls: [link.url], source_type: 'url' });
    rig.nemo.next(ROUTES.upload, answer.json({ code: 422, message: 'unreachable' }, 422));
    expect(await rig.says('', [link])).toEqual([
      '⚠️ Nemo could not fetch clip.mp4. Check that the link opens without logging in, or send the file itself.',
    ]);
  });

  it('a chat that gets another id keeps its project', async () => {
    await rig.says('animate it', [await rig.photo()]);
    await rig.engine.migrate('test:1', 'test:-100');
    expect((await rig.says('timeline', [], { chat: 'test:-100' }))[0]).toMatch(/^Timeline \(1 track/);
    // What asks for the former key finds it too.
    expect((await rig.says('timeline', [], { chat: 'test:1' }))[0]).toMatch(/^Timeline \(1 track/);
  });
});

it('again, in a project that the chat went back to, repeats what was asked there', async () => {
  await rig.says('', [await rig.photo()]);
  await rig.says('animate it slowly');
  const first = `s${rig.chat.sent.length}`;
  expect(await rig.says('new project')).toEqual([
    `🆕 New project. Send me photos to begin.\nThe one before stays here: ${CLAIM}`,
  ]);
  await rig.says('', [await rig.photo('b.jpg')]);
  await rig.says('spin the skyline');
  expect(await rig.says('again', [], { repliesTo: first })).toEqual([
    '↩️ Back to the project of that message.',
    '🔁 The same once more, as a new request that uses credits: “animate it slowly”\n\nDone.',
  ]);
  expect(promptsSent(rig)).toEqual(['animate it slowly', 'spin the skyline', 'animate it slowly']);
});
