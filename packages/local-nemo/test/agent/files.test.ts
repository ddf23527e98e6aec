import { describe, expect, test } from 'vitest';
import { planEdits } from '../../src/agent/plan.ts';
import type { MediaRecord } from '../../src/records.ts';
import { en, zh } from './bot-sentences.ts';
import { Chat } from './chat.ts';
import { DRAFT, media } from './fixtures.ts';

const file = (id: string, filename: string, kind: MediaRecord['kind'] = 'image') => media(id, kind, { filename });
const FILES = [file('p1', 'beach.jpg'), file('p2', 'sea.jpg'), file('p3', 'dunes.png')];
const PLACED = { awaiting: null, wishes: '', placed: ['p1', 'p2', 'p3'] };
const calm = { kind: 'music', mood: 'calm' };
const create = (...ids: string[]) => ({ kind: 'create', media: ids });
const useOnly = (...ids: string[]) => ({ kind: 'use-only', media: ids });
const motion = (motion: string, clips: number[] | 'all' = 'all') => ({ kind: 'motion', clips, motion });
const unknown = (name: string) => ({ kind: 'no-such-file', name, have: ['beach.jpg', 'sea.jpg', 'dunes.png'] });

/** As the bot words a part of a batch. */
const part = (name: string, instruction: string, sentence: string = en.batchPrompt) =>
  sentence.replace('{name}', () => name).replace('{instruction}', () => instruction);

describe('names of files in a message', () => {
  test.each<[said: string, edits: unknown[], notes?: unknown[]]>([
    // a new video of these
    ['a new video with just sea.jpg and dunes.png', [create('p2', 'p3'), calm]],
    ['make a new video of DUNES.PNG and "sea.jpg" only', [create('p3', 'p2'), calm]],
    ['start over with only beach, 8 seconds', [create('p1'), { kind: 'length', ms: 8000 }, calm]],
    ['make a vertical video with only dunes.png', [create('p3'), { kind: 'aspect', aspect: '9:16' }, calm]],
    ['重新开始，只用sea.jpg和dunes.png', [create('p2', 'p3'), calm]],
    ['只用「beach.jpg」做一个5秒的视频', [create('p1'), { kind: 'length', ms: 5000 }, calm]],
    // the video there is
    ['use only sea.jpg', [useOnly('p2')]],
    ['just use dunes and beach.jpg', [useOnly('p1', 'p3')]],
    ['只用 beach.jpg', [useOnly('p1')]],
    ['只保留sea.jpg，改成8秒', [useOnly('p2'), { kind: 'length', ms: 8000 }]],
    ['use only sea.jpg and zoom in on sea.jpg', [useOnly('p2'), motion('zoom-in', [1])]],
    // a clip by its file
    ['zoom in on sea.jpg and pan left on dunes', [motion('zoom-in', [2]), motion('pan-left', [3])]],
    ['remove Beach.JPG', [{ kind: 'remove-clips', clips: [1] }]],
    ['把 dunes.png 放到最前面', [{ kind: 'move', clip: 3, to: 1 }]],
    // no file at all
    ['add the title "sea.jpg"', [{ kind: 'add-text', style: 'title', text: 'sea.jpg', look: {} }]],
    ['title Just Sea', [{ kind: 'add-text', style: 'title', text: 'Just Sea', look: {} }]],
    ['caption: only the beach', [{ kind: 'add-text', style: 'caption', text: 'only the beach', look: {} }]],
    // files that are not there
    ['use only sunset.jpg and make it 5 seconds', [], [unknown('sunset.jpg')]],
    ['只用大海.jpg', [], [unknown('大海.jpg')]],
    ['a new video with only sunset.jpg', [], [unknown('sunset.jpg')]],
    ['use only sea.jpg and no-music.jpg', [useOnly('p2')], [unknown('no-music.jpg')]],
  ])('%s', (said, edits, notes = []) => {
    const plan = planEdits(said, DRAFT, FILES, PLACED);
    expect(plan.edits).toEqual(edits);
    expect(plan.notes).toEqual(notes);
  });

  test.each<[said: string, edits: unknown[]]>([
    ['make a video from sea.jpg and beach.jpg', [create('p2', 'p1'), calm]],
    ['make a video and zoom out on sea.jpg', [create('p1', 'p2', 'p3'), calm, motion('zoom-out', [2])]],
    ['make a video, start with dunes.png', [create('p1', 'p2', 'p3'), calm, { kind: 'move', clip: 3, to: 1 }]],
    ['just sea.jpg please', [create('p2'), calm]],
    ['用 sea.jpg 和 dunes.png 做一个视频', [create('p2', 'p3'), calm]],
    ['把 sea.jpg 做成视频，不要音乐', [create('p2')]],
  ])('in the first request: %s', (said, edits) => {
    expect(planEdits(said, null, FILES).edits).toEqual(edits);
  });

  test('a new file joins by its name, others do not', () => {
    const files = [...FILES, file('n1', 'one.jpg'), file('n2', 'two.jpg')];
    expect(planEdits('add two.jpg at the beginning', DRAFT, files, PLACED)).toMatchObject({
      edits: [{ kind: 'add-media', media: ['n2'], at: 'start' }],
      notes: [{ kind: 'unused-media', count: 1 }],
    });
    expect(planEdits('replace sea.jpg with two.jpg', DRAFT, files, PLACED).edits).toEqual([
      { kind: 'replace-clip', clip: 2, media: 'n2' },
    ]);
    expect(planEdits('把 two.jpg 加进去', DRAFT, files, PLACED).edits).toEqual([
      { kind: 'add-media', media: ['n2'], at: 'end' },
    ]);
  });

  test('a sound is meant by its name too', () => {
    const files = [...FILES, file('s1', 'tune.mp3', 'audio'), file('s2', '10 seconds.mp3', 'audio')];
    expect(planEdits('use tune.mp3 as the music', DRAFT, files, PLACED).edits).toEqual([{ kind: 'music', src: 's1' }]);
    expect(planEdits('把 10 seconds.mp3 作为配乐', DRAFT, files, PLACED).edits).toEqual([{ kind: 'music', src: 's2' }]);
    expect(planEdits('a new video of sea.jpg only with tune.mp3', DRAFT, files, PLACED).edits).toEqual([
      create('p2'),
      { kind: 'music', src: 's1' },
    ]);
  });

  test('words that are a name by chance stay words', () => {
    const files = [file('p1', 'photo.jpg'), file('p2', 'zoom in.jpg'), file('p3', '10 seconds.png')];
    expect(planEdits('zoom in on photo 2', DRAFT, files, PLACED).edits).toEqual([motion('zoom-in', [2])]);
    expect(planEdits('only use photo 1', DRAFT, files, PLACED).edits).toEqual([{ kind: 'keep-clips', clips: [1] }]);
    expect(planEdits('just zoom in', DRAFT, files, PLACED).edits).toEqual([motion('zoom-in')]);
    expect(planEdits('make it only 10 seconds', DRAFT, files, PLACED).edits).toEqual([{ kind: 'length', ms: 10_000 }]);
    expect(planEdits('use only "zoom in"', DRAFT, files, PLACED).edits).toEqual([useOnly('p2')]);
  });
});

describe('one file of a batch', () => {
  // What its sender called it, and the safe name under which the bot uploads it.
  const names: [typed: string, uploaded: string][] = [
    ['pan-left.jpg', 'pan-left.jpg'],
    ['10 seconds.png', '10 seconds.png'],
    ['无音乐.jpg', '无音乐.jpg'],
    ['My “best” photo: no music?.HEIC', 'My “best” photo no music.jpg'],
    ['a only: b.jpg', 'a only b.jpg'],
    ['no ending', 'no ending.png'],
    ['v1.2 draft', 'v1.jpg'],
    ['Bildschirmfoto 2024-05-01 um 10.11.12.png', 'Bildschirmfoto 2024-05-01 um 10.11.12.png'],
    [
      `${'vertical and black and white '.repeat(4)}.jpeg`,
      'vertical and black and white vertical and black and white ve.jpg',
    ],
    ['重新开始，只用 标题.webp', '重新开始，只用 标题.webp'],
    ['e\u0301te\u0301 vertical.jpg', '\u00e9t\u00e9 vertical.jpg'],
  ];
  const files = names.map(([, uploaded], i) => file(`f${i}`, uploaded));
  const placed = { awaiting: null, wishes: '', placed: files.map((f) => f.id) };

  test.each(names.map(([typed], i): [string, string] => [typed, `f${i}`]))(
    '%s is found by the name that its sender gave it',
    (typed, id) => {
      const edits = [create(id), { kind: 'length', ms: 5000 }, calm, motion('zoom-in')];
      for (const draft of [null, DRAFT]) {
        for (const sentence of [en.batchPrompt, zh.batchPrompt]) {
          const plan = planEdits(part(typed, 'zoom in, 5 seconds', sentence), draft, files, placed);
          expect(plan.edits).toEqual(edits);
          expect(plan.notes).toEqual([]);
        }
      }
    },
  );

  test('of two with the same name the newest is meant, and so is the newest file where no name fits', () => {
    const twins = [file('a', 'photo.jpg'), file('b', 'photo.jpg'), file('c', 'other.jpg')];
    expect(planEdits(part('photo.jpg', 'zoom in'), DRAFT, twins).edits[0]).toEqual(create('b'));
    expect(planEdits('use only PHOTO.jpg', DRAFT, twins).edits).toEqual([useOnly('b')]);
    expect(planEdits(part('', 'zoom in'), DRAFT, twins).edits[0]).toEqual(create('c'));
    expect(planEdits(part('strange.jpg', 'zoom in'), DRAFT, twins).edits[0]).toEqual(create('c'));
  });

  test('an exact name goes before one that was converted', () => {
    const both = [file('a', 'dog.png'), file('b', 'dog.jpg')];
    expect(planEdits(part('dog.png', 'zoom in'), DRAFT, both).edits[0]).toEqual(create('a'));
    expect(planEdits(part('dog.heic', 'zoom in'), DRAFT, both).edits[0]).toEqual(create('b'));
  });

  test('after another makes videos of their own, told in the language of the instruction', () => {
    const chat = new Chat([file('a', '海边.jpg'), file('b', 'pan-left.jpg')]);
    const first = chat.say(part('海边.jpg', 'zoom in'));
    expect(first.reply).toContain(
      'I made a 10-second 16:9 video from your photo. Calm music plays at 35% volume. The clip zooms in.',
    );
    expect(chat.order).toEqual(['a']);
    const second = chat.say(part('pan-left.jpg', '慢慢放大，不要音乐', zh.batchPrompt));
    expect(second.reply).toContain('已用您的照片制作了一段 10 秒的 16:9 视频。画面缓缓推近。');
    expect(chat.order).toEqual(['b']);
    expect(chat.tracks.clips[0]?.m.motion).toBe('zoom-in');
    expect(chat.tracks.sounds).toEqual([]);
    const varied = chat.say(
      en.variationPrompt.replace('{what}', () => part('pan-left.jpg', '慢慢放大，不要音乐', zh.batchPrompt)),
    );
    expect(varied.reply).toContain('Here is another version.');
    expect(chat.order).toEqual(['b']);
    expect(chat.tracks.sounds).toEqual([]);
    expect(chat.tracks.clips[0]?.m.motion).not.toBe('zoom-in');
  });
});

describe('a video of some files alone', () => {
  test('keeps its length, format, music and titles', () => {
    const chat = new Chat([...FILES]);
    chat.say('a 12 second vertical video with upbeat music and the title "Go"');
    expect(chat.say('use only dunes.png and sea.jpg').reply).toContain(
      'The video now shows only 1 “sea” and 2 “dunes” and is 12 seconds long.',
    );
    expect(chat.order).toEqual(['p2', 'p3']);
    expect(chat.tracks.clips.map((c) => [c.s, c.d, c.m.transition.kind])).toEqual([
      [0, 6000, 'cut'],
      [6000, 6000, 'crossfade'],
    ]);
    expect(chat.draft.m.aspect).toBe('9:16');
    expect(chat.tracks.texts[0]?.m.text).toBe('Go');
    expect(chat.say('只用 beach.jpg').reply).toContain('视频现在只用1“beach”，共 12 秒。');
    expect(chat.order).toEqual(['p1']);
    expect(chat.tracks.sounds[0]?.m.mood).toBe('upbeat');
    const same = chat.say('use only beach.jpg');
    expect(same.steps).toEqual([]);
    expect(same.reply).toContain('already');
  });

  test('a file that is not there is reported, with what there is', () => {
    const chat = new Chat([...FILES]);
    chat.say('make a video');
    expect(chat.say('use only sunset.jpg').reply).toBe(
      'I have no file called “sunset.jpg”. Here are “beach.jpg”, “sea.jpg” and “dunes.png”.',
    );
    expect(chat.say('只用日落.jpg').reply).toBe('没有名为“日落.jpg”的文件，现有“beach.jpg”、“sea.jpg”、“dunes.png”。');
  });
});

describe('a photo is known by a word of its name', () => {
  const chat = () => {
    const made = new Chat(
      ['landscape-dune', 'landscape-ladybird', 'IMG_2043'].map((name) =>
        media(name, 'image', { filename: `${name}.jpg` }),
      ),
    );
    made.say('make a 12 second video');
    return made;
  };

  test.each([
    ['cut the ladybird to 2 seconds', [4000, 2000, 4000]],
    ['make the dune 6 seconds long', [6000, 4000, 4000]],
  ])('%s', (said, lengths) => {
    const edited = chat();
    edited.say(said);
    expect(edited.tracks.clips.map(({ d }) => d)).toEqual(lengths);
  });

  test('but not by a word that several names hold, or that is the text of a title', () => {
    const several = chat();
    several.say('remove the landscape');
    expect(several.order).toHaveLength(3);
    const titled = chat();
    titled.say('title: the ladybird');
    expect(titled.tracks.texts.map(({ m }) => m.text)).toEqual(['the ladybird']);
  });
});

test('a file that is called logo is no name for the logo: the photo that is named becomes it', () => {
  const files = [media('p1'), media('p2', 'image', { filename: 'logo.png' }), media('p3')];
  const { edits, notes } = planEdits('photo 2 as the logo, top right', DRAFT, files, PLACED);
  expect(edits[0]).toMatchObject({ kind: 'logo', clip: 2 });
  expect(edits.at(-1)).toMatchObject({ kind: 'logo', corner: 'tr' });
  expect(notes).toEqual([]);
});
