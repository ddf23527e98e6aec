import { describe, expect, it } from 'vitest';
import { readScreenTalk } from '../../src/nemo/screen-talk.ts';

type Row = readonly [reply: string, text: string, actions: readonly string[], edits?: readonly string[]];

/** Replies in which something is about the screen. */
const SCREEN: readonly Row[] = [
  ["I've added calm music — click Export to download", "I've added calm music", ['export']],
  ["I've added calm music — click Export to download.", "I've added calm music.", ['export']],
  ['Your video is ready! Click the Export button to download it.', 'Your video is ready!', ['export']],
  ["I've added calm music, and you can preview it in the timeline.", "I've added calm music.", ['state']],
  ['You can preview it in the timeline or click Export to download.', '', ['state', 'export']],
  ['Click **Export** in the top-right corner to save your video.', '', ['export']],
  ['Done! **Click the Export button** to download your video 🎬', 'Done!', ['export']],
  [
    'I added a crossfade between both photos. Open the Effects panel to fine-tune it.',
    'I added a crossfade between both photos.',
    [],
  ],
  ['I added a title. Open the Text panel to see it.', 'I added a title.', ['state']],
  ['You are out of credits. Please check your account to top up.', 'You are out of credits.', ['credits']],
  ['You have 20 credits left. Check your billing page for details.', 'You have 20 credits left.', ['credits']],
  ['Drag the title to the end of the timeline.', '', [], ['Move the title to the end of the timeline']],
  ['The music is in. Drag the volume slider down to 30%.', 'The music is in.', [], ['Set the volume to 30%']],
  ['Drag and drop your photos into the media panel to begin.', '', []],
  ['You can drag the clips to rearrange them.', '', []],
  ['When you are happy with it, click "Export".', '', ['export']],
  ['If you want to change the music, open the Audio panel.', '', []],
  ["If something isn't right, click Undo.", '', []],
  ["Your clip is 5 seconds long. Don't click Export yet.", 'Your clip is 5 seconds long.', []],
  ["There's no need to open the timeline panel. The title now lasts 3 seconds.", 'The title now lasts 3 seconds.', []],
  ['To download your video, click Export.', '', ['export']],
  ['Click Export, and your video will be downloaded.', '', ['export']],
  ['Press the Play button to preview the result.', '', ['state']],
  [
    'The Export button is in the top-right corner. I set the length to 10 seconds.',
    'I set the length to 10 seconds.',
    ['export'],
  ],
  ['You can now export your video.', '', ['export']],
  ['Both photos zoom in slowly (click Export to download).', 'Both photos zoom in slowly.', ['export']],
  ['Want to download it? Click Export.', '', ['export']],
  ['Head over to the Export panel to render in HD. The music is lo-fi.', 'The music is lo-fi.', ['export']],
  ['Use the Export button to save it, and enjoy!', '', ['export']],
  ['You can adjust the volume in the Audio panel. I set it to 35%.', 'I set it to 35%.', []],
  ['I made it 9:16; open the timeline to check it.', 'I made it 9:16.', ['state']],
  ['Go to your account settings to upgrade your plan.', '', ['credits']],
  ['It can be downloaded by clicking the Export button.', '', ['export']],
  ['Click Export to download it, and I also lowered the music to 20%.', 'I also lowered the music to 20%.', ['export']],
  ['- Added music\n- Click Export to download\n- Title lasts 3 s', '- Added music\n- Title lasts 3 s', ['export']],
  ['1. Added music\n2. Click Export to download\n3. Added a title', '1. Added music\n2. Added a title', ['export']],
  [
    'I changed two things.\n\n**Next steps:**\n- Preview it in the timeline\n- Click Export',
    'I changed two things.',
    ['state', 'export'],
  ],
  [
    '## Done\nMusic added.\n\n## How to export\n1. Open the Export panel\n2. Click Render',
    '## Done\nMusic added.',
    ['export'],
  ],
  ['Music added.\n\nClick Export.\n\nTitle added.', 'Music added.\n\nTitle added.', ['export']],
  ['Next: click Export.', '', ['export']],
  ['Trimmed to 8 s. You can preview it in the editor and export when ready!', 'Trimmed to 8 s.', ['state', 'export']],
  ['Please click on **Export** > **MP4** to download it.', '', ['export']],
  ['视频做好啦，您可以点击右上角的“导出”按钮进行下载，祝您愉快！', '视频做好啦，祝您愉快！', ['export']],
  ['已生成 5 秒视频，可在时间轴中预览，也可以点击导出保存到本地。', '已生成 5 秒视频。', ['state', 'export']],
  ['点击导出按钮即可下载视频。', '', ['export']],
  ['已添加轻音乐，点击“导出”下载视频。', '已添加轻音乐。', ['export']],
  ['已添加字幕。您可以在时间线上预览效果。', '已添加字幕。', ['state']],
  ['视频已生成！请点击右上角的导出按钮。', '视频已生成！', ['export']],
  ['如果满意，请点击导出。', '', ['export']],
  ['打开音频面板查看。音乐音量为 35%。', '音乐音量为 35%。', ['state']],
  ['如果想更换音乐，请打开音乐面板。', '', []],
  ['积分不足，请查看您的账户。', '积分不足。', ['credits']],
  ['将标题拖到视频开头即可。', '', [], ['把标题移到视频开头']],
  ['请把照片拖到素材库面板。', '', []],
  ['现在可以导出视频了。', '', ['export']],
  ['無需點擊匯出。已加入標題。', '已加入標題。', []],
  ['已加入音樂，然後點擊匯出。', '已加入音樂。', ['export']],
  ['- 已添加转场\n- 点击导出下载\n- 时长 10 秒', '- 已添加转场\n- 时长 10 秒', ['export']],
  ['Music added. 点击导出即可下载。', 'Music added.', ['export']],
  ['已添加音乐。Click Export to download.', '已添加音乐。', ['export']],
];

/** Replies that only hold such words, and must come back as they are, with nothing to do. */
const CONTENT: readonly string[] = [
  "I made an opening title that says 'Click here'.",
  'The caption reads “点击购买”.',
  'I added the caption "Click Export to download" at the end.',
  'Title: Click to shop now',
  'The title says Click here, tap to buy',
  '"Click here" is now your title.',
  'On-screen text:\n- Click to buy\n- Tap the link',
  'I made the cuts hit the beat.',
  'The video opens with a wide shot and a slow pan.',
  'I placed the title at the end of the timeline.',
  'Would you like me to export it?',
  'Let me know when you would like to export.',
  'Your video is ready to export.',
  'Choose a style: calm, happy or cinematic?',
  'The subscribe button in the last scene is now red.',
  'I added click sounds to every cut.',
  'Your timeline: 1. Video: city (0-10s) 2. BGM: Lo-fi (0-10s, 35%)',
  'Export settings: 1080p MP4, 30 fps.',
  'Download it here: https://cdn.example/video.mp4',
  'Clip 1 runs 2.5 s; clip 2 runs 3 s.',
  'Save your memories — that is the new title.',
  "I couldn't add the music because your account is out of credits.",
  'I opened with the sunset and used a drag-style wipe.',
  '按钮改成了红色，点击率会更高。',
  '打开方式：镜头从远处推近。',
  '字幕写着“点击购买”。',
  '已把标题改成“打开新世界”。',
  '在时间线上添加了两段音乐。',
  '需要我导出视频吗？',
  '导出完成，时长 10 秒。',
  '标题：点击了解更多',
  '- **Music**: lo-fi, 35%\n- **Title**: “Export your dreams”\n\nAnything else?',
  '  Two spaces  stay as they are.  ',
  '',
];

describe('readScreenTalk', () => {
  it.each(SCREEN.map(([reply, text, actions, edits = []]) => ({ reply, text, actions, edits })))(
    'takes the screen out of $reply',
    ({ reply, text, actions, edits }) => {
      expect(readScreenTalk(reply)).toEqual({ text, actions, edits });
    },
  );

  it.each([...CONTENT])('leaves %j alone', (reply) => {
    expect(readScreenTalk(reply)).toEqual({ text: reply, actions: [], edits: [] });
  });

  it('is tried on sixty replies or more, and leaves no debris', () => {
    expect(SCREEN.length + CONTENT.length).toBeGreaterThanOrEqual(60);
    for (const [reply] of SCREEN) {
      const { text } = readScreenTalk(reply);
      expect(text).not.toMatch(/^\s*(?:[-*•]|\d+[.)]|#+)\s*$/mu);
      expect(text).not.toMatch(/ {2}|\s[.,;!。，]|[,;:，；：—–]$|\n{3}/u);
    }
  });

  it('names an action once, however often it is asked for', () => {
    expect(readScreenTalk('Click Export. Then click the Export button again. 点击导出。').actions).toEqual(['export']);
  });

  it('finds nothing left to take out of its own text', () => {
    for (const [reply] of SCREEN) {
      const { text } = readScreenTalk(reply);
      expect(readScreenTalk(text)).toEqual({ text, actions: [], edits: [] });
    }
  });

  it('stays fast on long replies', () => {
    const replies = [
      'Click Export and then open the panel, or drag it. '.repeat(400),
      '点击导出，然后打开面板，再把标题拖到开头。'.repeat(400),
      `${'now just simply please '.repeat(800)}.`,
      '请您可以现在然后'.repeat(600),
      '"'.repeat(5000),
      '('.repeat(5000),
    ];
    // Catastrophic backtracking takes far longer than any machine's slowness.
    for (const reply of replies) {
      const start = performance.now();
      readScreenTalk(reply);
      expect(performance.now() - start, reply.slice(0, 20)).toBeLessThan(3000);
    }
  });
});
