import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, type FakeHandler, ROUTES } from '../fakes/nemo/index.ts';
import { promptsSent, texts } from './rig/kill.ts';
import { Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const GREETING = expect.stringMatching(/^Hi! This is AI Image to Video King\./);
const UNCHANGED =
  'Nothing on the timeline changed. Try saying exactly what you want, for example “add the title "Summer" for the first 3 seconds”.';
const FIRST_EDIT = 'Done.\n\nTimeline (1 track, 10 s):\n1. Video: photo.jpg (0-10s)';
const READY = expect.stringMatching(/^✅ Video ready: 1 s, 320×180, \d+ KB\n🌐 Open the project in a browser: /);
/** A video over the chat's limit comes as a link, without the time that a file takes. */
const LINKED = expect.stringMatching(/^✅ Video ready\. At \d+ KB it is too big for this chat/);
const CLAIM = 'https://web.example/workspace/claim?ct=clm_1';

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

describe('rule 9: whatever is left out as talk of a screen, the user hears something', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
  });

  it('when the agent points at the export and there is nothing to export', async () => {
    const talk = 'Click the Export button in the top right corner to download your video.';
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text(talk)]));
    expect(await rig.says('make it nice')).toEqual([UNCHANGED]);
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(0);
  });

  it('when the agent wants something dragged, and says so again after it was asked to do it', async () => {
    const stream = answer.sse([adk.text('Drag the music clip to the start of the timeline.')]);
    rig.nemo.next(ROUTES.prompt, stream, stream);
    expect(await rig.says('add calm music')).toEqual([UNCHANGED]);
    expect(promptsSent(rig)).toEqual(['add calm music', expect.stringMatching(/^Move the music clip to the start/)]);
  });

  it('when the agent points at an export that the user does not want yet', async () => {
    await rig.says('animate it');
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('Click Export to download your video.')]));
    expect(await rig.says('check the pacing again but don’t export yet')).toEqual([UNCHANGED]);
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(0);
  });

  it('when the raw clip is all that came: it is told as the outcome, not as something to come', async () => {
    const url = 'https://cdn.example/raw.mp4';
    const handsOver: FakeHandler = () => {
      rig.nemo.state.generated_media = [{ url }];
    };
    const stream = answer.sse([adk.call('c1', 'generate_clip'), adk.result('c1', 'generate_clip', { url })]);
    rig.nemo.next(ROUTES.prompt, answer.all(handsOver, stream));
    expect(await rig.says('make a vertical clip of it')).toEqual([
      '🎬 The raw clip is there; music and titles come next.',
      '🎬 A new clip is there. Say “export” when you want the video.',
    ]);
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

describe('rule 1: a batch goes on with its other files', () => {
  beforeEach(() => {
    rig.chat.maxFileBytes = 100;
  });

  it('when the render of one fails', async () => {
    let polls = 0;
    rig.nemo.on(ROUTES.renderStatus, (request, response) => {
      const { id } = request.params;
      const url = `${rig.nemo.url}/files/${id}.mp4`;
      polls += 1;
      const data = polls === 1 ? { id, status: 'failed', error: 'boom' } : { id, status: 'completed', output: { url } };
      return answer.json({ success: true, data })(request, response);
    });
    const files = [await rig.photo('a.jpg'), await rig.photo('b.jpg')];
    expect(await rig.says('1: zoom in 2: pan left', files)).toEqual([
      GREETING,
      FIRST_EDIT,
      '⚠️ The render failed. Say “export” to try again; exports are free.',
      'Done.',
      LINKED,
    ]);
    expect(promptsSent(rig)).toHaveLength(2);
  });

  it('when Nemo refuses one: it is named, and the others are worked on', async () => {
    rig.nemo.next(ROUTES.upload, answer.code(4001, 'no'));
    expect(await rig.says('animate it', [await rig.photo('a.jpg'), await rig.photo('b.jpg')])).toEqual([
      GREETING,
      `⚠️ Nemo doesn’t take a.jpg: its type is not accepted there. It takes JPG, PNG, GIF, WebP, HEIC · MP4, MOV, AVI, WebM, MKV · MP3, WAV, M4A, AAC.\n\n${FIRST_EDIT}`,
      LINKED,
    ]);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });
});

it('rule 6: tokens and raw JSON in the agent’s words reach neither chat nor log', async () => {
  await rig.says('', [await rig.photo()]);
  const leak =
    'Done. Use token nmv_usr_abcdef123 to open it.\n{"code":0,"data":{"task_id":"t-1","session_id":"session-1"}}';
  rig.nemo.next(ROUTES.prompt, answer.sse([adk.text(leak)]));
  expect(await rig.says('add a title')).toEqual(['Done. Use token [secret] to open it.']);
  expect(rig.log.join('')).not.toContain('nmv_usr_abcdef123');
});

describe('what is said is so', () => {
  it('photos that never reached Nemo are not said to be safe there', async () => {
    rig.nemo.on(ROUTES.session, answer.html(502));
    expect(await rig.says('animate it', [await rig.photo()])).toEqual([
      GREETING,
      '⚠️ Nemo is not answering. Nothing is lost; try again in a few minutes.',
    ]);
  });

  it('a bot whose language is set promises no other one', async () => {
    await rig.close();
    rig = await Rig.start({ language: 'en' });
    expect(await rig.says('', [], { command: { name: 'language', argument: 'chinese' } })).toEqual([
      'This bot always speaks English; whoever runs it decided so.',
    ]);
    expect(await rig.says('credits')).toEqual(['💳 Credits: 100 available, 0 reserved, 100 in all']);
  });

  it('the skills are listed in the user’s language', async () => {
    const [list = ''] = await rig.says('技能', [], { locale: 'zh-CN' });
    const [head, ...skills] = list.split('\n');
    expect(head).toBe('这个聊天正在使用 AI Image to Video King。可选的有：');
    expect(skills.pop()).toBe('说“技能”加名称或编号就能切换，例如“技能 2”。');
    expect(skills).toHaveLength(5);
    for (const skill of skills) expect(skill).toMatch(/^[1-5]\. [\w -]+: 你好！这里是 /);
  });

  it('a new project begins also when the link to the old one can’t be had', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.on(ROUTES.claim, answer.html(502));
    expect(await rig.says('new project')).toEqual(['🆕 New project. Send me photos to begin.']);
    await rig.says('', [await rig.photo()]);
    expect(rig.nemo.calls(ROUTES.session)).toHaveLength(2);
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

it('a request that only begins like a command is a request', async () => {
  await rig.says('', [await rig.photo()]);
  const requests = [
    'Skill showcase for my skateboard reel',
    '技能展示视频，节奏快一点',
    'Language learning app promo',
    '语言学校的宣传片',
  ];
  for (const request of requests) await rig.says(request);
  expect(promptsSent(rig)).toEqual(requests);
  expect(texts(rig).slice(2)).toEqual([FIRST_EDIT, 'Done.', 'Done.', 'Done.']);
});
