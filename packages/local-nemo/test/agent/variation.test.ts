import { describe, expect, test } from 'vitest';
import { planEdits } from '../../src/agent/plan.ts';
import { en, zh } from './bot-sentences.ts';
import { Chat } from './chat.ts';
import { DRAFT, media, PHOTOS, PLACED, TITLED } from './fixtures.ts';

const three = () => [media('p1'), media('p2'), media('p3')];
const vary = (what: string) => ({ kind: 'vary', what });
const ALL = [vary('motion'), vary('transition'), vary('music')];

/** As the bot words its button. */
const again = (what: string, sentence: string = en.variationPrompt) => sentence.replace('{what}', () => what);

describe('a wish for another version', () => {
  test.each<[said: string, edits: unknown[], notes?: unknown[]]>([
    // The bot's own sentences; the earlier request is no list of edits.
    [again('a 10 second video with a slow zoom and calm music'), ALL],
    [again('reverse the order, pan left and add the title "Again"'), ALL],
    [again('make it 5 seconds longer'), ALL],
    [again('做一个10秒的视频，慢慢放大', zh.variationPrompt), ALL],
    [again('zoom in', zh.variationPrompt), ALL],
    // What it laid down holds, also where the video has lost it since.
    [again('a vertical 12 second video'), [...ALL, { kind: 'aspect', aspect: '9:16' }, { kind: 'length', ms: 12_000 }]],
    [again('a video without music'), [vary('motion'), vary('transition'), { kind: 'remove-music' }]],
    [
      again('做成竖屏，不要音乐', zh.variationPrompt),
      [vary('motion'), vary('transition'), { kind: 'aspect', aspect: '9:16' }, { kind: 'remove-music' }],
    ],
    [
      again('no motion and no transitions'),
      [
        vary('music'),
        { kind: 'motion', clips: 'all', motion: 'still' },
        { kind: 'transition', clips: 'all', transition: 'cut' },
      ],
    ],
    // What people say.
    ['give me a different version', ALL],
    ['surprise me with another style', ALL],
    ['Make another version from the same photos, with different music and transitions', ALL],
    ['try something completely different', ALL],
    ['make another video', ALL],
    ['换个风格', ALL],
    ['再来一个版本', ALL],
    ['換個不同的風格', ALL],
    ['给我一个惊喜', ALL],
    // With wishes of their own.
    ['another version with lo-fi music', [vary('motion'), vary('transition'), { kind: 'music', mood: 'lofi' }]],
    ['a different version, but keep the music', [vary('motion'), vary('transition')]],
    ['another version in 15 seconds', [...ALL, { kind: 'length', ms: 15_000 }]],
    ['换个风格，音乐不变', [vary('motion'), vary('transition')]],
    ['再做一个版本，不要音乐', [vary('motion'), vary('transition'), { kind: 'remove-music' }]],
    // A part of the video alone.
    ['a different style of music', [{ kind: 'music', different: true }]],
    ['换个风格的音乐', [{ kind: 'music', different: true }]],
    ['different transitions', [vary('transition')]],
    ['换个转场', [vary('transition')]],
  ])('%s', (said, edits, notes = []) => {
    const plan = planEdits(said, DRAFT, PHOTOS, PLACED);
    expect(plan.edits).toEqual(edits);
    expect(plan.notes).toEqual(notes);
  });

  test('is none in the words of a title', () => {
    expect(planEdits('change the title to "Another Version"', TITLED, PHOTOS, PLACED).edits).toEqual([
      { kind: 'change-text', style: 'title', text: 'Another Version', look: {} },
    ]);
  });

  test('in a title that is there keeps it, unless it was declined', () => {
    expect(planEdits(again('a video with the title "Old"'), TITLED, PHOTOS, PLACED).edits).toEqual(ALL);
    expect(planEdits(again('a video without title'), TITLED, PHOTOS, PLACED).edits).toEqual([
      ...ALL,
      { kind: 'remove-text', style: 'title' },
    ]);
  });

  test('without a video makes one from the earlier request', () => {
    const edits = [
      { kind: 'create', media: ['p1', 'p2', 'p3'] },
      { kind: 'length', ms: 8000 },
      { kind: 'aspect', aspect: '1:1' },
      { kind: 'music', mood: 'upbeat' },
    ];
    expect(planEdits(again('8 seconds, square, upbeat music'), null, PHOTOS).edits).toEqual(edits);
    expect(planEdits(again('8秒，方形，动感的音乐', zh.variationPrompt), null, PHOTOS).edits).toEqual(edits);
    expect(planEdits('surprise me with another style', null, PHOTOS).edits).toEqual([
      { kind: 'create', media: ['p1', 'p2', 'p3'] },
      { kind: 'music', mood: 'calm' },
    ]);
    expect(planEdits(again('8 seconds'), null, []).wishes).toBe('8 seconds');
  });
});

describe('another version', () => {
  const request = 'a 12 second vertical video with a slow zoom, 1 second crossfades, upbeat music and the title "Go"';
  const looks = (chat: Chat) => ({
    motions: chat.tracks.clips.map((c) => c.m.motion),
    joins: chat.tracks.clips.slice(1).map((c) => c.m.transition.kind),
    mood: chat.tracks.sounds[0]?.m.mood,
  });
  const frame = (chat: Chat) => ({
    order: chat.order,
    spans: chat.tracks.clips.map((c) => [c.s, c.d, c.m.strength]),
    ms: chat.draft.d,
    aspect: chat.draft.m.aspect,
    texts: chat.tracks.texts,
    volume: chat.tracks.sounds[0]?.m.volume,
    joins: chat.tracks.clips.map((c) => c.m.transition.d),
  });

  test.each([0, 0.2, 0.5, 0.8, 0.999])('differs in every look and in nothing else, whatever is drawn: %s', (drawn) => {
    const chat = new Chat(three());
    chat.say(request);
    const before = looks(chat);
    const kept = frame(chat);
    expect(before).toEqual({
      motions: ['zoom-in', 'zoom-in', 'zoom-in'],
      joins: ['crossfade', 'crossfade'],
      mood: 'upbeat',
    });
    chat.random = () => drawn;
    for (let round = 1; round <= 4; round++) {
      const last = looks(chat);
      const turn = chat.say(again(request));
      expect(turn.steps.map((step) => step.tool)).toEqual(['set_motion', 'set_transition', 'set_music']);
      const now = looks(chat);
      for (const [i, motion] of now.motions.entries()) {
        expect(motion).not.toBe(last.motions[i]);
        expect(motion).not.toBe('still');
      }
      for (const [i, kind] of now.joins.entries()) expect(kind).not.toBe(last.joins[i]);
      expect(now.joins).not.toContain('cut');
      expect(now.mood).not.toBe(last.mood);
      expect(frame(chat)).toEqual(kept);
    }
  });

  test('does not come back to an earlier one while there is something else', () => {
    const chat = new Chat(three());
    chat.random = () => 0;
    chat.say('make a video');
    const moods = [looks(chat).mood];
    const joins = [looks(chat).joins[0]];
    for (let round = 0; round < 3; round++) {
      chat.say('another version');
      moods.push(looks(chat).mood);
      joins.push(looks(chat).joins[0]);
    }
    expect(moods).toEqual(['calm', 'lofi', 'upbeat', 'cinematic']);
    expect(joins).toEqual(['crossfade', 'fade-black', 'slide', 'wipe']);
  });

  test('says what is different, in either language, and is never silent', () => {
    const chat = new Chat(three());
    chat.say('make a video');
    chat.random = () => 0;
    expect(chat.say(again('make a video')).reply).toBe(
      'Here is another version. Clip 1 now zooms out, clip 2 zooms in and clip 3 pans left. ' +
        'Between the clips there is now a fade through black of 0.7 seconds. Lo-fi music now plays at 35% volume.\n\n' +
        'Click the **Export** button in the top right corner to download your video.',
    );
    expect(chat.say(again('make a video', zh.variationPrompt)).reply).toBe(
      '新的版本做好了。现在第 1 个片段向左平移，第 2 个片段拉远，第 3 个片段推近。' +
        '片段之间现在是 0.7 秒的滑动转场。配乐换成了动感风格，音量 35%。\n\n点击右上角的“导出”按钮即可下载视频。',
    );
  });

  test('speaks the language of the wish, not of the earlier request', () => {
    const chat = new Chat(three());
    chat.say('做一个视频');
    expect(chat.say(again('做一个视频')).reply).toContain('Here is another version.');
    expect(chat.say(again('make a video', zh.variationPrompt)).reply).toContain('新的版本做好了。');
  });

  test('of one photo has another motion and music', () => {
    const chat = new Chat([media('p1')]);
    chat.say('a 5 second clip with a slow zoom');
    chat.random = () => 0;
    expect(chat.say('surprise me').reply).toContain(
      'Here is another version. The clip now zooms out gently. Lo-fi music now plays at 35% volume.',
    );
    expect(chat.draft.d).toBe(5000);
  });

  test('leaves out what was declined: music, transitions, motion', () => {
    const chat = new Chat(three());
    chat.say('make a video without music and without transitions, keep the last photo still');
    chat.say('换个风格');
    expect(chat.tracks.sounds).toEqual([]);
    expect(looks(chat).joins).toEqual(['cut', 'cut']);
    expect(looks(chat).motions[2]).toBe('still');
    expect(looks(chat).motions[0]).not.toBe('zoom-in');
  });

  test("keeps the user's own music", () => {
    const chat = new Chat([media('p1'), media('s1', 'audio')]);
    chat.say('make a video with my song');
    chat.say('another version');
    expect(chat.tracks.sounds[0]?.m.src).toBe('s1');
    expect(chat.tracks.clips[0]?.m.motion).not.toBe('zoom-in');
  });

  test('of a video with nothing to vary is not pretended', () => {
    const chat = new Chat([media('v1', 'video', { durationMs: 4200 })]);
    chat.say('make a video without music');
    const turn = chat.say(again('make a video without music'));
    expect(turn.steps).toEqual([]);
    expect(turn.reply).toContain('no motion, transitions or music of mine that I could change');
  });

  test('is taken back by one undo', () => {
    const chat = new Chat(three());
    chat.say('make a video');
    const before = chat.draft;
    chat.say('give me a different version');
    chat.say('undo');
    expect(chat.draft).toEqual(before);
  });
});

test('a whole video asked for again says that it is so already', () => {
  const chat = new Chat(three());
  chat.say('start over and make a new video with a slow zoom');
  for (const said of ['start over and make a new video with a slow zoom', '重新做一个视频，慢慢放大']) {
    const before = chat.draft;
    const turn = chat.say(said);
    expect(turn.steps).toEqual([]);
    expect(turn.draft).toEqual(before);
    expect(turn.reply).toMatch(
      /^The video is already like that, so I changed nothing\.$|^视频已经是这样了，没有改动。$/,
    );
  }
});
