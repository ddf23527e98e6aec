import { describe, expect, test } from 'vitest';
import { readAnswerIn } from '../../src/agent/request.ts';
import { takeTurn } from '../../src/agent/turn.ts';
import { Chat } from './chat.ts';
import { media } from './fixtures.ts';

const three = () => [media('p1'), media('p2'), media('p3')];

test('a message may say which language to answer in, whatever it is written in', () => {
  expect(readAnswerIn('make it slow\n\n请用中文回答。')).toEqual({ text: 'make it slow', answerIn: 'zh' });
  expect(readAnswerIn('make it slow\n\n請用中文回答。')).toEqual({ text: 'make it slow', answerIn: 'zh' });
  expect(readAnswerIn('慢一点\n\nPlease answer in English.')).toEqual({ text: '慢一点', answerIn: 'en' });
  expect(readAnswerIn('Please answer in English.')).toEqual({ text: 'Please answer in English.' });
  const conversation = { turn: 0, awaiting: null, wishes: '', placed: [], history: [] };
  const request = { media: three(), draft: null, conversation, random: () => 0, textlessRate: 0 };
  expect(takeTurn({ ...request, text: 'make a video', language: 'en', answerIn: 'zh' }).reply).not.toMatch(/[a-z]{4}/);
});

test('words of another message that a request points at are no wish, unless it speaks of words', () => {
  const chat = new Chat([media('p1')]);
  chat.say('2 seconds, slow zoom\nThis is about the words “our last evening”.');
  expect(chat.tracks.texts).toEqual([]);
  chat.say('put these words on it\nThis is about the words “our last evening”.');
  expect(chat.tracks.texts.map(({ m }) => m.text)).toEqual(['our last evening']);
});

describe('the first video', () => {
  test('shares 10 s among up to three photos, with crossfades, changing motion and music', () => {
    const chat = new Chat(three());
    chat.say('make a video');
    expect(chat.draft.d).toBe(10_000);
    const { clips, sounds, texts } = chat.tracks;
    expect(clips.map((c) => [c.s, c.d])).toEqual([
      [0, 3333],
      [3333, 3334],
      [6667, 3333],
    ]);
    expect(clips.map((c) => c.m.transition)).toEqual([
      { kind: 'cut', d: 0 },
      { kind: 'crossfade', d: 700 },
      { kind: 'crossfade', d: 700 },
    ]);
    expect(clips.map((c) => c.m.motion)).toEqual(['zoom-in', 'pan-left', 'zoom-out']);
    expect(sounds).toHaveLength(1);
    expect(sounds[0]).toMatchObject({ s: 0, d: 10_000, m: { name: 'Calm', mood: 'calm', volume: 0.35 } });
    expect(texts).toEqual([]);
  });

  test('gives many photos 3 s each, and takes the shape that most of them have', () => {
    const upright = { width: 900, height: 1600 };
    const chat = new Chat([1, 2, 3, 4, 5].map((n) => media(`p${n}`, 'image', n < 4 ? upright : {})));
    chat.say('make a video');
    expect(chat.draft.d).toBe(15_000);
    expect(chat.draft.m.aspect).toBe('9:16');
  });

  test('shows a video clip as long as it is, without motion of the camera', () => {
    const chat = new Chat([media('v1', 'video', { durationMs: 4200 }), media('p1')]);
    chat.say('make a video');
    expect(chat.tracks.clips.map((c) => [c.m.kind, c.d, c.m.motion])).toEqual([
      ['video', 4200, 'still'],
      ['image', 3000, 'pan-left'],
    ]);
  });

  test('is made in two stages, clip first', () => {
    const turn = new Chat(three()).say('a 12-second video with upbeat music and the title "Go"');
    expect(turn.steps.map((s) => s.tool)).toEqual(['generate_clip', 'set_duration', 'set_music', 'add_title']);
    expect(turn.steps[0]?.draft.t.map((t) => t.tt)).toEqual([0]);
    expect(turn.steps.at(-1)?.draft).toEqual(turn.draft);
  });

  test('always comes with words, and they speak of a screen', () => {
    const chat = new Chat(three());
    chat.random = () => 0;
    const { reply } = chat.say('make a video');
    expect(reply).toBe(
      'I made a 10-second 16:9 video from your 3 photos. Calm music plays at 35% volume.\n\n' +
        'You can preview it in the timeline. Click the **Export** button in the top right corner to download your video.',
    );
  });
});

describe('later prompts', () => {
  test('change the draft and keep the rest of it', () => {
    const chat = new Chat(three());
    chat.say('a 9-second video with the title "Rome"');
    chat.say('make it 15 seconds');
    expect(chat.tracks.clips.map((c) => [c.s, c.d])).toEqual([
      [0, 5000],
      [5000, 5000],
      [10_000, 5000],
    ]);
    expect(chat.tracks.sounds[0]?.d).toBe(15_000);
    expect(chat.tracks.texts[0]).toMatchObject({ s: 0, d: 3000, m: { text: 'Rome' } });

    chat.say('put the last photo first');
    expect(chat.order).toEqual(['p3', 'p1', 'p2']);
    expect(chat.tracks.clips.map((c) => c.m.transition.kind)).toEqual(['cut', 'crossfade', 'crossfade']);
    chat.say('remove photo 2 and zoom in on the last one');
    expect(chat.order).toEqual(['p3', 'p2']);
    expect(chat.tracks.clips[1]?.m.motion).toBe('zoom-in');
    expect(chat.draft.d).toBe(10_000);
    chat.say('undo');
    expect(chat.order).toEqual(['p3', 'p1', 'p2']);
  });

  test('about 30 % of the changes end without words, but a note is always written', () => {
    const chat = new Chat(three());
    chat.say('make a video');
    chat.random = () => 0.29;
    expect(chat.say('make it square')).toMatchObject({ reply: '', steps: [{ tool: 'set_aspect_ratio' }] });
    chat.random = () => 0.31;
    expect(chat.say('make it vertical').reply).toContain('9:16');
    chat.random = () => 0;
    expect(chat.say('make it 12 seconds and add stickers').reply).toContain("can't add stickers");
    expect(chat.say('blah').reply).toContain('changed nothing');
  });

  test('new photos join when a prompt says so', () => {
    const chat = new Chat([media('p1')]);
    chat.say('make a 4 second clip');
    chat.files.push(media('p2'));
    expect(chat.say('make it square').reply).toContain('not in the video yet');
    expect(chat.order).toEqual(['p1']);
    chat.say('add the new photo');
    expect(chat.order).toEqual(['p1', 'p2']);
    expect(chat.tracks.clips[1]?.m.transition).toEqual({ kind: 'crossfade', d: 700 });
    chat.say('remove photo 2');
    expect(chat.say('make it 6 seconds').reply).not.toContain('not in the video yet');
  });

  test('new photos take the transitions that the video has', () => {
    const chat = new Chat(three());
    chat.say('make a video without transitions');
    chat.files.push(media('p4'));
    chat.say('add this photo');
    expect(chat.tracks.clips.map((c) => c.m.transition.kind)).toEqual(['cut', 'cut', 'cut', 'cut']);
  });

  test('a title without words is asked for, and the answer is the title', () => {
    const chat = new Chat(three());
    chat.say('make a video');
    expect(chat.say('add a title').reply).toBe('What should the title say?');
    chat.say('Happy Birthday');
    expect(chat.tracks.texts[0]?.m.text).toBe('Happy Birthday');
    expect(chat.tracks.sounds[0]?.m.mood).toBe('calm');
  });

  test('another instruction instead of the words is not taken for them', () => {
    const chat = new Chat(three());
    chat.say('make a video');
    chat.say('add a title');
    chat.say('make it 20 seconds');
    expect(chat.draft.d).toBe(20_000);
    expect(chat.tracks.texts).toEqual([]);
    chat.say('add a title');
    expect(chat.say('never mind').reply).toContain('stays as it is');
    expect(chat.tracks.texts).toEqual([]);
  });

  test('a place that is not there changes nothing and is reported', () => {
    const chat = new Chat(three());
    chat.say('make a video');
    const before = chat.draft;
    const turn = chat.say('zoom in on photo 7');
    expect(turn.steps).toEqual([]);
    expect(turn.draft).toEqual(before);
    expect(turn.reply).toContain('There is no clip 7: the video has 3 clips.');
    expect(chat.say('remove photos 1, 2 and 3').reply).toContain('kept it all');
    expect(chat.say('make it an hour long: 90 minutes').reply).toContain('300 seconds');
    expect(chat.draft.d).toBe(300_000);
  });

  test('the same wish twice says that it is so already', () => {
    const chat = new Chat(three());
    chat.say('make a square video');
    const turn = chat.say('make it square');
    expect(turn.steps).toEqual([]);
    expect(turn.reply).toContain('already');
  });

  test('volume: relative, absolute, muted and back', () => {
    const chat = new Chat(three());
    chat.say('make a video');
    const volume = () => chat.tracks.sounds[0]?.m.volume;
    chat.say('music at 50%');
    expect(volume()).toBe(0.5);
    chat.say('half volume');
    expect(volume()).toBe(0.25);
    chat.say('mute the music');
    expect(volume()).toBe(0);
    chat.say('unmute');
    expect(volume()).toBe(0.35);
    chat.say('no music');
    expect(chat.tracks.sounds).toEqual([]);
    expect(chat.say('make the music louder').reply).toContain('no music');
  });

  test('a text at the end stays at the end, one for the whole video lasts as long as it', () => {
    const chat = new Chat(three());
    chat.say('make a video with the title "Bye" at the end and the caption "Rome" ');
    expect(chat.tracks.texts.map((t) => [t.m.text, t.s, t.d])).toEqual([
      ['Rome', 0, 10_000],
      ['Bye', 7000, 3000],
    ]);
    chat.say('make it 20 seconds');
    expect(chat.tracks.texts.map((t) => [t.m.text, t.s, t.d])).toEqual([
      ['Rome', 0, 20_000],
      ['Bye', 17_000, 3000],
    ]);
  });

  test('shuffling uses the given random and always changes something', () => {
    const chat = new Chat(three());
    chat.say('make a video');
    chat.random = () => 0.999;
    chat.say('shuffle the photos');
    expect(chat.order).toEqual(['p2', 'p3', 'p1']);
  });

  test('a transition is never longer than its clips allow', () => {
    const chat = new Chat(three());
    chat.say('a 3 second video');
    chat.say('4 second crossfades');
    expect(chat.tracks.clips.map((c) => c.m.transition.d)).toEqual([0, 1000, 1000]);
  });
});

describe('Chinese', () => {
  test('a Chinese prompt is answered in Chinese, screen talk included', () => {
    const chat = new Chat(three());
    chat.random = () => 0;
    expect(chat.say('做一个10秒的视频').reply).toBe(
      '已用您的 3 张照片制作了一段 10 秒的 16:9 视频。配乐是平静风格，音量 35%。\n\n' +
        '您可以在时间线中预览效果。点击右上角的“导出”按钮即可下载视频。',
    );
  });
  test('so is a prompt without words in a Chinese session; a Chinese quotation alone changes no language', () => {
    const chat = new Chat(three(), 'zh-CN');
    expect(chat.say('make a video').reply).toContain('from your 3 photos');
    expect(chat.say('9:16').reply).toContain('竖屏');
    expect(new Chat(three()).say('make a video with the title “你好”').reply).toContain('I added the title “你好”.');
  });
  test('traditional letters in a title stay as they were written', () => {
    const chat = new Chat(three());
    chat.say('做一個視頻，標題寫我們的夏天，豎屏，不要音樂');
    expect(chat.draft.m.aspect).toBe('9:16');
    expect(chat.tracks.texts[0]?.m.text).toBe('我們的夏天');
    expect(chat.tracks.sounds).toEqual([]);
  });
});

test('without any media the agent asks for a photo and makes nothing', () => {
  const chat = new Chat([]);
  const turn = chat.say('a 10 second clip');
  expect(turn.steps).toEqual([]);
  expect(turn.draft).toBeNull();
  expect(turn.reply).toContain('at least one photo');
  chat.files.push(media('p1'));
  chat.say('here');
  expect(chat.draft.d).toBe(10_000);
});
