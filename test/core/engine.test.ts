import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../fakes/nemo/index.ts';
import { Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

describe('photos with a caption', () => {
  it('become a video in the chat: greeting, reply with the timeline, the file with its facts and the browser link', async () => {
    rig.nemo.on(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.text('Your clip has a slow zoom.')]));
    const photos = [await rig.photo('a.jpg', '#cc3333'), await rig.photo('b.jpg', '#33cc66')];
    const [greeting, reply, ready, ...more] = await rig.says('make a clip with a slow zoom', photos);

    expect(greeting).toContain('AI Image to Video King');
    expect(reply).toBe('Your clip has a slow zoom.\n\nTimeline (1 track, 10 s):\n1. Video: photo.jpg (0-10s)');
    expect(ready).toMatch(
      /^✅ Video ready: 1 s, 320×180, \d+ KB\n🌐 Open the project in a browser: https:\/\/web\.example\/workspace\/claim\?ct=clm_1$/,
    );
    expect(more).toEqual([]);
    const video = rig.chat.sent.at(-1)?.video;
    expect(video?.bytes.equals(rig.nemo.video)).toBe(true);
    expect(video).toMatchObject({ width: 320, height: 180, durationMs: 1000 });
    expect(video?.thumbnail?.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));

    const uploaded = rig.nemo.calls(ROUTES.upload).flatMap((call) => call.parts.map((part) => part.filename));
    expect(uploaded).toEqual(['a.jpg', 'b.jpg']);
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
    expect(rig.nemo.calls(ROUTES.prompt)[0]?.json).toMatchObject({
      new_message: { role: 'user', parts: [{ text: 'make a clip with a slow zoom' }] },
    });
    expect(rig.nemo.calls(ROUTES.session)[0]?.json).toEqual({ task_name: 'project', language: 'en' });
  });

  it('are told about while they are worked on, and the progress message is gone in the end', async () => {
    rig.nemo.on(
      ROUTES.prompt,
      rig.nemo.edit(ONE_CLIP_DRAFT, [adk.call('c1', 'add_title'), adk.result('c1', 'add_title'), adk.text('Done.')]),
    );
    await rig.says('make a clip', [await rig.photo()]);
    const wanted = ['📥', '🔌', '✅ Ready', '📤', '🎬', '🔤', '🎞 Waiting', '🎞 Rendering ▓▓▓▓▓░░░░░ 50%', '📨'];
    const shown = rig.chat.progress.join('\n');
    for (const stage of ['🔌 Connecting to AI Image to Video King…', '✅ Ready.', '📨 Sending'])
      expect(shown).toContain(stage);
    // Stages may be skipped, but never come out of order.
    const order = rig.chat.progress.map((text) => wanted.findIndex((mark) => text.startsWith(mark)));
    expect(order).not.toContain(-1);
    expect(rig.chat.liveProgress.size).toBe(0);
  });

  it('in Chinese are answered in Chinese, and the session is made in that language', async () => {
    rig.nemo.on(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.text('做好了一个缓慢放大的片段。')]));
    const texts = await rig.says('做一个缓慢放大的视频', [await rig.photo()]);
    expect(texts[1]).toBe('做好了一个缓慢放大的片段。\n\n时间线（1 条轨道，10 秒）：\n1. 视频: photo.jpg (0-10s)');
    expect(texts[2]).toContain('✅ 视频做好了：1 秒，320×180');
    expect(rig.nemo.calls(ROUTES.session)[0]?.json).toMatchObject({ language: 'zh-CN' });
  });
});

it('photos alone are taken and asked about; the next message uses them in the same session', async () => {
  expect((await rig.says('', [await rig.photo('cat.jpg')])).at(-1)).toBe('📎 Got cat.jpg. What should I make of it?');
  expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(0);
  const texts = await rig.says('animate it');
  expect(texts[0]).toContain('Timeline (1 track, 10 s)');
  expect(rig.chat.sent.at(-1)?.next).toEqual(['export', 'variation', 'timeline']);
  expect((await rig.says('export'))[0]).toMatch(/^✅ Video ready/);
  expect(rig.nemo.calls(ROUTES.session)).toHaveLength(1);
});

it('a compound request does both in order', async () => {
  await rig.says('', [await rig.photo()]);
  const [reply, ready] = await rig.says('add lo-fi music and then export it');
  expect(reply).toContain('Done.');
  expect(ready).toMatch(/^✅ Video ready/);
  expect(rig.nemo.calls(ROUTES.prompt)[0]?.json).toMatchObject({
    new_message: { parts: [{ text: 'add lo-fi music' }] },
  });
});

describe('duplicates', () => {
  it('a message that comes twice is answered once, also after a restart', async () => {
    const message = rig.chat.message('credits');
    expect(await rig.engine.accept(message)).toBe('accepted');
    await rig.engine.idle();
    expect(await rig.engine.accept(message)).toBe('duplicate');
    await rig.restart();
    expect(await rig.engine.accept(message)).toBe('duplicate');
    const [first, second] = await Promise.all([
      rig.engine.accept(rig.chat.message('help', [], { id: 'twin' })),
      rig.engine.accept(rig.chat.message('help', [], { id: 'twin' })),
    ]);
    expect([first, second].sort()).toEqual(['accepted', 'duplicate']);
    await rig.engine.idle();
    expect(rig.chat.sent.filter((sent) => sent.text.startsWith('💳'))).toHaveLength(1);
    expect(rig.chat.sent.filter((sent) => sent.text.startsWith('Send me photos'))).toHaveLength(1);
  });
});

describe('delivery', () => {
  it('rule 7: gives the link when the file is too big for the chat, when no version that fits is worth seeing', async () => {
    await rig.says('', [await rig.photo()]);
    rig.chat.maxFileBytes = 100;
    const texts = await rig.says('animate it and then export');
    expect(texts.at(-1)).toMatch(
      /^✅ Video ready\. At \d+ KB it is too big for this chat \(limit 1 KB\); download it here:\nhttps:\/\/nemo\.example\/files\/render_\d+_[0-9a-f]+\.mp4\n🌐 /,
    );
    expect(rig.chat.sent.at(-1)?.video).toBeUndefined();
  });

  it('rule 1: a chat that is gone ends the turn quietly', async () => {
    await rig.says('', [await rig.photo()]);
    rig.chat.gone = true;
    await rig.says('animate it');
    expect((await rig.journal()).at(-1)?.outcome).toBe('chat-gone');
  });
});

describe('a session that is gone (1002)', () => {
  function loseSession() {
    rig.nemo.sessions.clear();
    // Keeps the next session from getting the name of the lost one.
    rig.nemo.sessions.add('somebody-else');
    rig.nemo.state.draft = null;
  }

  it('is replaced when the message brought its own photos, and the user is told that older ones are lost', async () => {
    await rig.says('animate it', [await rig.photo('old.jpg')]);
    loseSession();
    const texts = await rig.says('animate this one', [await rig.photo('new.jpg')]);
    expect(texts[0]).toMatch(/^The old project has expired at Nemo, so this is a new one\./);
    expect(texts.at(-1)).toMatch(/^✅ Video ready/);
  });

  it('asks for the photos again when the message had none', async () => {
    await rig.says('animate it', [await rig.photo()]);
    loseSession();
    expect(await rig.says('make it longer')).toEqual([
      '⚠️ The old project has expired at Nemo. I have started a new one: please send your photos again.',
    ]);
    expect((await rig.says('animate', [await rig.photo()])).at(-1)).toMatch(/^✅ Video ready/);
  });
});

it('new begins a fresh session and keeps the way to the old one', async () => {
  await rig.says('animate it', [await rig.photo()]);
  expect(await rig.says('new project')).toEqual([
    '🆕 New project. Send me photos to begin.\nThe one before stays here: https://web.example/workspace/claim?ct=clm_1',
  ]);
  await rig.says('', [await rig.photo()]);
  expect(rig.nemo.calls(ROUTES.session)).toHaveLength(2);
});

it('rule 1: an unforeseen failure is reported with the id that the log has too', async () => {
  rig.nemo.next(ROUTES.credits, answer.json({ code: 0, data: { nothing: 'here' } }));
  const [text] = await rig.says('credits');
  expect(text).toMatch(/^⚠️ Nemo gave an answer I don’t understand\. .*\(turn test:1\/m1\)\.$/);
  expect(rig.log.join('')).toContain('"turn":"test:1/m1"');
});

it('rule 6: no log line and no message holds a token', async () => {
  await rig.says('animate it', [await rig.photo()]);
  const everything = rig.log.join('') + rig.chat.sent.map((sent) => sent.text).join('') + rig.chat.progress.join('');
  expect(everything).not.toContain('nmv_usr_');
  expect(rig.log.join('').length).toBeGreaterThan(500);
});
