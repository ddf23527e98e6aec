import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../fakes/nemo/index.ts';
import { plays } from './rig/conversation.ts';
import { Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

/** A prompt that runs until it is cancelled. */
async function startsLongWork(text = 'animate it'): Promise<void> {
  rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
  const calls = rig.nemo.calls(ROUTES.prompt).length;
  await rig.engine.accept(rig.chat.message(text));
  await rig.nemo.called(ROUTES.prompt, calls + 1);
}

const texts = () => rig.chat.sent.map((sent) => sent.text);
const promptsSent = () =>
  rig.nemo.calls(ROUTES.prompt).map((call) => {
    const { new_message } = call.json as { new_message: { parts: { text: string }[] } };
    return new_message.parts[0]?.text;
  });

describe('while it works', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
    await startsLongWork();
    rig.chat.sent.length = 0;
  });

  it('another request is noted with its place, which moves up, and the note is gone in the end', async () => {
    await rig.engine.accept(rig.chat.message('make it longer'));
    await rig.engine.accept(rig.chat.message('add a title'));
    await expect
      .poll(() => rig.chat.progress)
      .toEqual(expect.arrayContaining(['📝 Noted: next after this one.', '📝 Noted: number 2 in line.']));
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(rig.chat.liveProgress.size).toBe(0);
    expect(promptsSent()).toEqual(['animate it', 'make it longer', 'add a title']);
    expect(rig.chat.progress.filter((text) => text === '📝 Noted: next after this one.')).toHaveLength(2);
  });

  it('five may wait; one more is told so and not taken', async () => {
    for (let n = 1; n <= 5; n++) await rig.engine.accept(rig.chat.message(`make it ${n} s long`));
    await rig.engine.accept(rig.chat.message('make it 6 s long'));
    await expect.poll(texts).toEqual([expect.stringMatching(/^⏸ 5 requests are waiting already/)]);
    await rig.engine.accept(rig.chat.message('', [], { command: { name: 'cancel', argument: 'all' } }));
    await rig.engine.idle();
    expect(texts().at(-1)).toBe(
      '🛑 Stopped: “animate it”. Nemo had begun with it; credits that were already used can’t be returned.\n🛑 Also taken out of the line: 5.',
    );
    expect(promptsSent()).toEqual(['animate it']);
    expect((await rig.journal()).every((turn) => turn.outcome)).toBe(true);
  });

  it('what waits is listed and can be taken out', async () => {
    for (const text of ['make it longer', 'add a title', 'make it square']) {
      await rig.engine.accept(rig.chat.message(text));
    }
    await rig.engine.accept(rig.chat.message('status'));
    await rig.engine.accept(rig.chat.message('remove 2'));
    await rig.engine.accept(rig.chat.message('remove 7'));
    await expect.poll(() => texts().length).toBe(3);
    expect(texts()).toContainEqual(
      expect.stringContaining('Waiting:\n1. make it longer\n2. add a title\n3. make it square\nTake one out'),
    );
    expect(texts()).toContain('🗑 Taken out of the line: “add a title”.');
    expect(texts()).toContain('There is no number 7 in the line.');
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(promptsSent()).toEqual(['animate it', 'make it longer', 'make it square']);
  });

  it('a turn that had not reached Nemo is stopped without a word about credits', async () => {
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    rig.nemo.on(ROUTES.upload, answer.never());
    await rig.engine.accept(rig.chat.message('animate this', [await rig.photo()]));
    await rig.nemo.called(ROUTES.upload, 2);
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(texts().at(-1)).toBe('🛑 Stopped: “animate this”. Nothing was charged for it.');
    expect(await rig.spooled()).toEqual([]);
  });
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

it('a video that the user does not want yet is not made, whatever the agent says', async () => {
  rig.nemo.next(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.text('Done. Click Export to download your video.')]));
  const texts = await rig.says('animate it, but don’t export yet', [await rig.photo()]);
  expect(texts.at(-1)).toMatch(/^Done\.\n\nTimeline/);
  expect(rig.nemo.calls(ROUTES.render)).toHaveLength(0);
});

it('what the agent wants dragged by hand is asked of the agent, once', async () => {
  await rig.says('', [await rig.photo()]);
  const talk = 'I added calm music. Drag the music clip to the start of the timeline.';
  rig.nemo.next(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.text(talk)]), answer.sse([adk.text(talk)]));
  const [reply] = await rig.says('add calm music');
  expect(reply).toMatch(/^I added calm music\.\n\nTimeline/);
  expect(promptsSent()).toEqual(['add calm music', expect.stringMatching(/^Move the music clip to the start/)]);
});

describe('after it works', () => {
  it('again and another version are new prompts that say what they cost', async () => {
    await rig.says('make a clip with a slow zoom', [await rig.photo()]);
    const again = await rig.says('again');
    expect(again[0]).toMatch(
      /^🔁 The same once more, as a new request that uses credits: “make a clip with a slow zoom”/,
    );
    const other = await rig.says('', [], { command: { name: 'variation' } });
    expect(other[0]).toMatch(/^🎲 Another version, as a new request that uses credits\./);
    expect(promptsSent()).toEqual([
      'make a clip with a slow zoom',
      'make a clip with a slow zoom',
      'Make another version of this video from the same material, with different motion, transitions and music. The request was: make a clip with a slow zoom',
    ]);
  });

  it('there is nothing to repeat in a fresh chat, and nothing is spent', async () => {
    expect(await rig.says('again')).toEqual(['There is nothing to repeat yet. Send me photos and say what you want.']);
    expect(rig.nemo.requests).toHaveLength(0);
  });

  it('the project opens in a browser', async () => {
    await rig.says('', [await rig.photo()]);
    expect(await rig.says('open in browser')).toEqual([
      '🌐 Your project in the browser: https://web.example/workspace/claim?ct=clm_1',
    ]);
  });
});

describe('skill', () => {
  it('lists the five, switches this chat alone, and its headers follow', async () => {
    const [list] = await rig.says('', [], { command: { name: 'skill' } });
    expect(list).toMatch(/^This chat uses AI Image to Video King\. There are:\n1\. AI Image to Video King: /);
    expect(list?.split('\n').filter((line) => /^\d\. /.test(line))).toHaveLength(5);
    const [switched] = await rig.says('', [], { command: { name: 'skill', argument: 'Image to Video HD' } });
    expect(switched).toMatch(/^✅ This chat now uses Image to Video HD\./);
    await rig.says('', [await rig.photo()]);
    await rig.says('', [await rig.photo('b.jpg')], { chat: 'test:2' });
    expect(rig.nemo.calls(ROUTES.upload).map((call) => call.headers['x-skill-source'])).toEqual([
      'image-to-video-hd',
      'ai-image-to-video-king',
    ]);
    expect((await rig.says('/skill nonsense'))[0]).toMatch(
      /^I don’t know the skill “nonsense”\.\nThis chat uses Image to Video HD/,
    );
  });
});

describe('language', () => {
  it('is chosen by command, holds against the words that follow, and can be left to them again', async () => {
    await plays(
      rig,
      `
      🧑 /language chinese
      🤖 ✅ 我会说中文。
      🧑 credits
      🤖 💳 积分：可用 100，冻结 0，共 100
      🧑 /language auto
      🤖 ✅ 你用什么语言，我就用什么语言回答。
      🧑 credits
      🤖 💳 Credits: 100 available, 0 reserved, 100 in all
      🧑 /language klingon
      🤖 I speak English and Chinese.
      `,
    );
  });

  it('comes from the platform’s locale where the words don’t tell', async () => {
    const [text] = await rig.says('', [], { command: { name: 'cancel' }, locale: 'zh-TW' });
    expect(text).toBe('没有可以停止的任务。');
  });
});

describe('forget', () => {
  it('asks first, then stops the work and erases what is stored about this chat alone', async () => {
    await rig.says('animate it', [await rig.photo()]);
    await rig.says('', [await rig.photo('b.jpg')], { chat: 'test:2' });
    await startsLongWork('make it longer');
    await rig.engine.accept(rig.chat.message('add a title'));
    rig.chat.sent.length = 0;
    await rig.engine.accept(rig.chat.message('', [], { command: { name: 'forget' } }));
    await expect.poll(texts).toEqual([expect.stringMatching(/Say “forget yes” to do it\.$/)]);
    expect(await rig.says('forget yes')).toEqual([
      '✅ Forgotten: everything I had about this chat. The next message starts fresh.',
    ]);
    const left = await rig.journal();
    expect(left.map((turn) => turn.chat).sort()).toEqual(['test:1', 'test:2']);
    expect(left.find((turn) => turn.chat === 'test:1')).toMatchObject({ text: '', attachments: [], work: [] });
    expect(promptsSent()).not.toContain('add a title');
    // The chat is as new; the other one still has its project.
    expect((await rig.says('what’s on the timeline'))[0]).toBe('There is no project in this chat yet.');
    expect((await rig.says('what’s on the timeline', [], { chat: 'test:2' }))[0]).toMatch(/^Timeline/);
  });
});

describe('honest limits, told without spending', () => {
  it.each([
    ['what’s the weather in Oslo tomorrow?', /^I make videos of photos and clips; with that I can’t help\./],
    ['remove the background of the photo', /^I can’t retouch photos/],
    ['use this song https://open.spotify.com/track/1', /^Music from streaming services can’t be used\./],
  ])('%s', async (said, sentence) => {
    await rig.says('', [await rig.photo()]);
    const [text] = await rig.says(said);
    expect(text).toMatch(sentence);
    expect(promptsSent()).toEqual([]);
  });

  it('the format of a finished clip: when nothing changed, the way that works is named', async () => {
    await rig.says('animate it', [await rig.photo()]);
    rig.nemo.next(ROUTES.prompt, answer.sse([]));
    const [text] = await rig.says('make it vertical');
    expect(text).toMatch(/^The format of a finished clip can’t be changed; it needs a new generation/);
  });
});

describe('a message that refers to something', () => {
  it('an edit of a request that still waits changes it; a later one is not heard', async () => {
    await rig.says('', [await rig.photo()]);
    await startsLongWork();
    const waiting = rig.chat.message('make it longer');
    await rig.engine.accept(waiting);
    expect(await rig.engine.amend({ ...waiting, text: 'make it 5 seconds long' })).toBe(true);
    await rig.engine.accept(rig.chat.message('cancel'));
    await rig.engine.idle();
    expect(promptsSent()).toEqual(['animate it', 'make it 5 seconds long']);
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
    expect(promptsSent()).toEqual(['animate it']);
  });

  it('a link is fetched by Nemo itself; one that can’t be fetched is told', async () => {
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
    expect((await rig.says('timeline', [], { chat: 'test:1' }))[0]).toBe('There is no project in this chat yet.');
  });
});

it('every result has a key of its own, and only what is the asker’s alone is private', async () => {
  await rig.says('animate it', [await rig.photo()]);
  await rig.says('credits');
  const keys = rig.chat.sent.map((sent) => sent.key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toMatch(/^[\w-]{1,25}$/);
  expect(rig.chat.sent.map((sent) => sent.private)).toEqual([false, false, false, true]);
});
