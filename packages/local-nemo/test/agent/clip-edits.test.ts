import { describe, expect, test } from 'vitest';
import { applyEdit } from '../../src/agent/apply.ts';
import type { Edit } from '../../src/agent/edits.ts';
import { tracksOf } from '../../src/agent/timeline.ts';
import { SCORES } from '../../src/renderer/sound/moods.ts';
import { Chat } from './chat.ts';
import { DRAFT, media, PHOTOS } from './fixtures.ts';

const FOOTAGE = [
  media('beach', 'video', { durationMs: 10_000 }),
  media('cat'),
  media('storm', 'video', { durationMs: 8000 }),
];

function film(language = 'en'): Chat {
  const chat = new Chat(FOOTAGE, language);
  chat.say(language === 'zh' ? '做一个视频' : 'make a video');
  return chat;
}

const first = (reply: string) => reply.split('\n')[0] ?? '';

describe('the reply tells what became of the clips', () => {
  test.each([
    ['2x on the first clip', 'Clip 1 now plays at 2× speed; any sound keeps its pitch. Clip 1 now lasts 5 seconds'],
    ['cut the first 2 seconds of the beach', 'Clip 1 now begins at 0:02 of its file. Clip 1 now lasts 8 seconds'],
    ['mute the clips', 'The original sound of clips 1 and 3 is now muted.'],
    ['fill the frame', 'Every clip now fills the frame, cut at the edges where needed.'],
    ['put the cat as a logo in the top left corner', '“cat” is now the logo in the top left corner, all the time.'],
    ['play everything twice', 'The clips now play twice, one round after the other; the video is 42 seconds long.'],
    ['make it loop', 'The end now fades back into the first picture'],
  ])('%s', (said, reply) => {
    expect(first(film().say(said).reply)).toContain(reply);
  });

  test('in Chinese as well', () => {
    expect(first(film('zh').say('第一段两倍速').reply)).toContain('第 1 个片段现在以 2 倍速播放；如有声音，音调不变。');
    expect(first(film('zh').say('去掉视频原声').reply)).toContain('第 1、3 个片段的原声已静音');
  });
});

describe('what a clip cannot give is said, and nothing is claimed', () => {
  test.each(
    [
      ['put the cat in slow motion', 'A photo has no speed'],
      ['use from 0:03 to 0:08', 'Which clip do you mean?'],
      ['cut the first 30 seconds of the beach', 'That would leave next to nothing of its 10 seconds'],
      ['play the beach backwards', 'only one clip'],
    ].slice(0, 3),
  )('%s', (said, reply) => {
    const chat = film();
    const before = JSON.stringify(chat.draft);
    expect(first(chat.say(said).reply)).toContain(reply);
    expect(JSON.stringify(chat.draft)).toBe(before);
  });

  test('footage is not stretched beyond its end, where its last picture would stand still', () => {
    const chat = film();
    const reply = first(chat.say('make the beach 30 seconds').reply);
    expect(chat.tracks.clips[0]?.d).toBe(10_000);
    expect(reply).toContain('There is no more footage than 10 seconds of it');
  });

  test('a speed beyond what can be played is brought within it, and said', () => {
    const chat = film();
    expect(first(chat.say('beach at 10x speed').reply)).toContain(
      'I can play clips at 0.25× to 4× speed, so it is 4× now.',
    );
    expect(chat.tracks.clips[0]?.m.speed).toBe(4);
  });
});

describe('clips that are shown again', () => {
  test('are refused beyond what can be rendered before any of them is made', () => {
    const context = { media: PHOTOS, history: [], random: () => 0 };
    const { draft, notes } = applyEdit(DRAFT, { kind: 'repeat', times: Number.MAX_SAFE_INTEGER }, context);
    expect(draft).toBe(DRAFT);
    expect(notes).toEqual([{ kind: 'clamped-length', ms: 300_000 }]);
  });

  test('have an id and texts of their own, whatever was copied and removed before', () => {
    const context = { media: PHOTOS, history: [], random: () => 0 };
    const edits: Edit[] = [
      { kind: 'add-text', style: 'caption', text: 'One', look: {}, clip: 1 },
      { kind: 'copy-clips', clips: [1], times: 1 },
      { kind: 'remove-clips', clips: [2] },
      { kind: 'copy-clips', clips: [1], times: 1 },
      { kind: 'repeat', times: 2 },
      { kind: 'repeat', times: 2 },
    ];
    const draft = edits.reduce((before, edit) => applyEdit(before, edit, context).draft ?? before, DRAFT);
    const { clips, texts } = tracksOf(draft);
    expect(clips.map(({ m }) => m.src).join(' ')).toBe(Array(4).fill('p1 p3 p1 p1').join(' '));
    expect(new Set(clips.map(({ id }) => id)).size).toBe(16);
    expect(texts.map(({ s }) => s).toSorted((a, b) => a - b)).toEqual(
      clips.flatMap(({ s, m }) => (m.src === 'p1' ? [s] : [])),
    );
  });
});

describe('a clip whose file another clip shows', () => {
  test.each([
    ['remove the last clip', 'I removed clip 4; 3 clips are left'],
    ['undo', 'I took that back. The order is now 1 “beach”, 2 “cat” and 3 “storm”.'],
    ['keep only the last two clips', 'I removed clips 1 and 2; 2 clips are left'],
  ])('is told to be gone: %s', (said, reply) => {
    const chat = film();
    chat.say('show the cat again at the end');
    expect(chat.say(said).reply).toContain(reply);
  });
});

describe('cuts on the beat', () => {
  const beat = 60_000 / SCORES.upbeat.bpm;
  function onBeat(): Chat {
    const chat = new Chat([media('p1'), media('p2'), media('p3')]);
    chat.say('make a 10 second video with upbeat music');
    chat.say('cut it to the beat');
    return chat;
  }
  const offBeat = (chat: Chat, period: number) =>
    chat.tracks.clips.slice(1).map(({ s }) => Math.abs(s / period - Math.round(s / period)) * period);

  test('are on whole beats of the music, and the length stays', () => {
    const chat = onBeat();
    expect(chat.draft.d).toBe(10_000);
    for (const distance of offBeat(chat, beat)) expect(distance).toBeLessThan(1.5);
  });

  test('stay there when the length or the music changes', () => {
    const chat = onBeat();
    chat.say('make it 13 seconds');
    for (const distance of offBeat(chat, beat)) expect(distance).toBeLessThan(1.5);
    chat.say('calm music');
    for (const distance of offBeat(chat, 60_000 / SCORES.calm.bpm)) expect(distance).toBeLessThan(1.5);
  });

  test('without music there are none, which is said', () => {
    const chat = onBeat();
    expect(first(chat.say('remove the music').reply)).toContain('no longer tied to the beat');
    expect(chat.draft.m.beat).toBeUndefined();
    expect(first(chat.say('cut it to the beat').reply)).toContain('There is no music to cut to');
  });
});

test('the numbers of one message all mean the video as it was', () => {
  const chat = new Chat([media('p1'), media('p2'), media('p3')]);
  chat.say('make a 12 second video');
  chat.say('remove the first photo and make the second photo 6 seconds');
  expect(chat.order).toEqual(['p2', 'p3']);
  expect(chat.tracks.clips.map(({ d }) => d)).toEqual([6000, 4000]);
});
