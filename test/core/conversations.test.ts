import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, ROUTES } from '../fakes/nemo/index.ts';
import { plays } from './rig/conversation.ts';
import { Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

interface Facts {
  clips?: string[];
  ms?: number;
  aspect?: string;
  music?: [name: string, volume: number];
  title?: string;
}

/** A draft as the backend writes it, its clips one after another. */
function draft({ clips = ['beach'], ms = 10_000, aspect = '16:9', music, title }: Facts) {
  const each = ms / clips.length;
  return {
    d: ms,
    m: { aspect },
    t: [
      { tt: 0, sg: clips.map((name, n) => ({ id: `v-${name}`, s: n * each, d: each, m: { name } })) },
      { tt: 1, sg: music ? [{ id: 'a1', s: 0, d: ms, m: { name: music[0], volume: music[1] } }] : [] },
      { tt: 7, sg: title ? [{ id: 't1', s: 0, d: 3000, m: { text: title } }] : [] },
    ],
  };
}

/** The agent makes this of the next prompt; it says the text, or nothing. */
function agent(facts: Facts, text?: string) {
  const call = [adk.call('c', 'edit_timeline'), adk.result('c', 'edit_timeline')];
  return rig.nemo.edit(draft(facts), text ? [...call, adk.text(text)] : call);
}

describe('quick: send, describe, get the MP4', () => {
  it('in English', async () => {
    const text = 'I animated your photo with a slow zoom.\n\nClick the **Export** button to download your video.';
    rig.nemo.next(ROUTES.prompt, agent({ music: ['Calm', 0.35] }, text));
    await plays(
      rig,
      `
      🧑 [beach.jpg] make a 10-second clip with a slow zoom and calm music
      🤖 Hi! …AI Image to Video King…
      🤖 I animated your photo with a slow zoom.
         Timeline (2 tracks, 10 s):
         1. Video: beach (0-10s)
         2. Music: Calm (0-10s, 35%)
      🤖 ✅ Video ready: 1 s, 320×180, …
         🌐 Open the project in a browser: https://web.example/workspace/claim?ct=clm_1
         📹 320×180
         → variation · rerun · link
      `,
    );
  });

  it('in Chinese', async () => {
    rig.nemo.next(ROUTES.prompt, agent({ title: '夏天' }, '已为照片添加缓慢放大效果。请点击“导出”按钮下载视频。'));
    await plays(
      rig,
      `
      🧑 [beach.jpg] 做一个10秒的视频，缓慢放大，标题“夏天”
      🤖 …AI Image to Video King…
      🤖 已为照片添加缓慢放大效果。
         时间线（2 条轨道，10 秒）：
         1. 视频: beach (0-10s)
         2. 标题: “夏天” (0-3s)
      🤖 ✅ 视频做好了：1 秒，320×180，…
         🌐 在浏览器中打开项目：https://web.example/workspace/claim?ct=clm_1
         📹 320×180
         → variation · rerun · link
      `,
    );
    expect(rig.nemo.calls(ROUTES.session)[0]?.json).toMatchObject({ language: 'zh-CN' });
  });
});

describe('iterative: the session keeps the timeline, the user keeps refining', () => {
  it('in English, with silent edits described in specifics', async () => {
    rig.nemo.next(
      ROUTES.prompt,
      agent({ music: ['Lo-fi', 0.35] }, 'Here is a first version.'),
      agent({ music: ['Lo-fi', 0.2] }),
      agent({ music: ['Lo-fi', 0.2], ms: 5000 }),
      agent({ music: ['Lo-fi', 0.2], ms: 5000, title: 'Paradise Found' }),
      agent({ music: ['Lo-fi', 0.2], ms: 5000, title: 'Paradise Found' }),
    );
    await plays(
      rig,
      `
      🧑 [beach.jpg]
      🤖 Hi! …
      🤖 📎 Got beach.jpg. What should I make of it?
      🧑 lo-fi music please, 10 seconds
      🤖 Here is a first version.
         Timeline (2 tracks, 10 s):
         1. Video: beach (0-10s)
         2. Music: Lo-fi (0-10s, 35%)
         → export · variation · timeline
      🧑 the music is too loud
      🤖 🎵 Lo-fi: volume 35% → 20%
         Timeline (2 tracks, 10 s):
         1. Video: beach (0-10s)
         2. Music: Lo-fi (0-10s, 20%)
         → export · variation · timeline
      🧑 half as long
      🤖 …⏱ Length: 10s → 5s…
      🧑 title "Paradise Found", and then export it
      🤖 ✅ Title added: “Paradise Found” (0-3s)
         Timeline (3 tracks, 5 s):
         1. Video: beach (0-5s)
         2. Music: Lo-fi (0-5s, 20%)
         3. Title: “Paradise Found” (0-3s)
      🤖 ✅ Video ready…
      🧑 make the vibe more vibey
      🤖 Nothing on the timeline changed. Try saying exactly what you want…
      🧑 what's on the timeline?
      🤖 Timeline (3 tracks, 5 s):…
      `,
    );
    expect(rig.nemo.calls(ROUTES.session)).toHaveLength(1);
  });

  it('in Chinese', async () => {
    rig.nemo.next(ROUTES.prompt, agent({}, '第一版做好了。'), agent({ ms: 5000 }), agent({ ms: 5000, title: '你好' }));
    await plays(
      rig,
      `
      🧑 [beach.jpg]
      🤖 …
      🤖 📎 Got beach.jpg. What should I make of it?
      🧑 做成视频
      🤖 第一版做好了。
         时间线（1 条轨道，10 秒）：
         1. 视频: beach (0-10s)
         → export · variation · timeline
      🧑 短一半
      🤖 …⏱ 时长：10s → 5s…
      🧑 加标题“你好”，然后导出
      🤖 ✅ 已添加标题：“你好”（0-3s）…
      🤖 ✅ 视频做好了…
      🧑 还剩多少积分
      🤖 💳 积分：可用 100，冻结 0，共 100
      `,
    );
  });
});

describe('batch: several files, each with its own instruction and its own render, in one session', () => {
  it('in English; a file that cannot be used is reported and the others go on', async () => {
    rig.nemo.next(ROUTES.prompt, agent({ clips: ['a'] }, 'First one.'), agent({ clips: ['c'] }, 'Third one.'));
    const bad = rig.chat.file('b.jpg', Buffer.from('no picture'));
    const files = [await rig.photo('a.jpg'), bad, await rig.photo('c.jpg')];
    const texts = await rig.says('1: zoom in 2: pan left 3: zoom out', files);
    expect(texts.map((text) => text.split('\n')[0])).toEqual([
      expect.stringMatching(/^Hi!/),
      'First one.',
      expect.stringMatching(/^✅ Video ready/),
      expect.stringMatching(/^⚠️ b\.jpg is a text file/),
      'Third one.',
      expect.stringMatching(/^✅ Video ready/),
    ]);
    const prompts = rig.nemo.calls(ROUTES.prompt).map((call) => call.json);
    expect(prompts).toMatchObject([
      { new_message: { parts: [{ text: 'Start over and make a new video of a.jpg only: zoom in' }] } },
      { new_message: { parts: [{ text: 'Start over and make a new video of c.jpg only: zoom out' }] } },
    ]);
    expect(rig.nemo.calls(ROUTES.session)).toHaveLength(1);
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(2);
  });

  it('in Chinese', async () => {
    rig.nemo.next(ROUTES.prompt, agent({ clips: ['a'] }, '第一个。'), agent({ clips: ['b'] }, '第二个。'));
    await plays(
      rig,
      `
      🧑 [a.jpg] [b.jpg] 慢慢放大，每张单独做一个视频
      🤖 …
      🤖 第一个。…
      🤖 ✅ 视频做好了…
      🤖 第二个。…
      🤖 ✅ 视频做好了…
      `,
    );
    expect(rig.nemo.calls(ROUTES.prompt)[1]?.json).toMatchObject({
      new_message: { parts: [{ text: expect.stringMatching(/^重新开始，只用 b\.jpg 做一个新视频：慢慢放大/) }] },
    });
  });
});
