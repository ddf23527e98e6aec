import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { plays } from '../rig/conversation.ts';
import { promptsSent, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const GREETING = expect.stringMatching(/^Hi! This is AI Image to Video King\./);

const FIRST_EDIT = 'Done.\n\nTimeline (1 track, 10 s):\n1. Video: photo.jpg (0-10s)';

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

  it('may be Chinese in traditional or in simplified characters, whatever the words are written in', async () => {
    await plays(
      rig,
      `
      🧑 speak traditional Chinese
      🤖 ✅ 我會說中文。
      🧑 积分
      🤖 💳 積分：可用 100，凍結 0，共 100
      🧑 用简体
      🤖 ✅ 我会说中文。
      🧑 積分
      🤖 💳 积分：可用 100，冻结 0，共 100
      🧑 說繁體
      🤖 ✅ 我會說中文。
      🧑 /language zh-TW
      🤖 ✅ 我會說中文。
      `,
    );
  });

  it('asks the agent to answer in it where the words are written in another', async () => {
    await rig.says('/language zh');
    await rig.says('make the title gold');
    await rig.says('把标题变大');
    await rig.says('/language en');
    await rig.says('把标题变小');
    expect(promptsSent(rig)).toEqual([
      'make the title gold\n\n请用中文回答。',
      '把标题变大',
      '把标题变小\n\nPlease answer in English.',
    ]);
  });

  it('is that of the agent’s words too: simplified ones become traditional, but for what they quote', async () => {
    rig.nemo.next(ROUTES.prompt, rig.nemo.edit(null, [adk.text('标题“红叶”变大了，音乐更轻。')]));
    expect((await rig.says('請把標題變大')).at(-1)).toBe('標題“红叶”變大了，音樂更輕。');
  });

  it('comes from the platform’s locale where the words don’t tell', async () => {
    const [text] = await rig.says('', [], { command: { name: 'cancel' }, locale: 'zh-TW' });
    expect(text).toBe('沒有可以停止的任務。');
  });
});

describe('rule 9: replies are true', () => {
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

  it('a new project begins also when the link to the old one cannot be had', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.on(ROUTES.claim, answer.html(502));
    expect(await rig.says('new project')).toEqual(['🆕 New project. Send me photos to begin.']);
    await rig.says('', [await rig.photo()]);
    expect(rig.nemo.calls(ROUTES.session)).toHaveLength(2);
  });
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
