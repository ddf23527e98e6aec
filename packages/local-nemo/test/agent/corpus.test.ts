import { describe, expect, test } from 'vitest';
import type { Note } from '../../src/agent/edits.ts';
import { planEdits } from '../../src/agent/plan.ts';
import {
  aspect,
  type Case,
  cannot,
  caption,
  length,
  mood,
  motion,
  noMusic,
  title,
  transition,
} from './expected-edits.ts';
import { DRAFT, media, PHOTOS, PLACED, TITLED } from './fixtures.ts';

// For three photos in a video of 10 s with calm music and no text.
const EDITS: Case[] = [
  // length
  ['make it 15s', [length(15)]],
  ['Make it 15 seconds long', [length(15)]],
  ['half a minute please', [length(30)]],
  ['a 20-second video', [length(20)]],
  ['one and a half minutes', [length(90)]],
  ['make it a minute and a half', [length(90)]],
  ['I want it to be 1 minute 10 seconds', [length(70)]],
  ['make it shorter', [{ kind: 'scale-length', factor: 0.67 }]],
  ['a bit longer', [{ kind: 'scale-length', factor: 1.25 }]],
  ['twice as long', [{ kind: 'scale-length', factor: 2 }]],
  ['half the length', [{ kind: 'scale-length', factor: 0.5 }]],
  ['make it 5 seconds longer', [{ kind: 'add-length', ms: 5000 }]],
  ['cut it by 2 seconds', [{ kind: 'add-length', ms: -2000 }]],
  ['cut it to 8 seconds', [length(8)]],
  ['3 seconds per photo', [{ kind: 'clip-length', clips: 'all', ms: 3000 }]],
  ['show the second photo for 5 seconds', [{ kind: 'clip-length', clips: [2], ms: 5000 }]],
  ['改成10秒', [length(10)]],
  ['做成五秒的视频', [length(5)]],
  ['时长改为十五秒', [length(15)]],
  ['一分半', [length(90)]],
  ['半分钟', [length(30)]],
  ['再长一点', [{ kind: 'scale-length', factor: 1.5 }]],
  ['缩短一半', [{ kind: 'scale-length', factor: 0.5 }]],
  ['每张照片3秒', [{ kind: 'clip-length', clips: 'all', ms: 3000 }]],
  ['make the second photo last longer', [{ kind: 'clip-length', clips: [2], factor: 1.5 }]],
  ['Make it longer: 20 seconds', [length(20)]],
  ['视频太长了，缩短到8秒', [length(8)]],
  ['延长5秒', [{ kind: 'add-length', ms: 5000 }]],
  // motion
  ['make the zoom stronger', [{ kind: 'motion', clips: 'all', strength: 2 }]],
  ['slow zoom in', [motion('zoom-in', 'all', 0.5)]],
  ['zoom in on the second photo', [motion('zoom-in', [2])]],
  ['zoom out on photos 1 and 3', [motion('zoom-out', [1, 3])]],
  ['pan left on the last photo', [motion('pan-left', [-1])]],
  ['dramatic zoom out', [motion('zoom-out', 'all', 2)]],
  ['add a subtle Ken Burns effect', [motion('alternate', 'all', 0.5)]],
  ['pan slowly to the right', [motion('pan-right', 'all', 0.5)]],
  ['tilt up', [motion('pan-up')]],
  ['keep the photos still', [motion('still')]],
  ['no zoom', [motion('still')]],
  ["don't move the first photo", [motion('still', [1])]],
  ['zoom in on the first photo and pan left on the second', [motion('zoom-in', [1]), motion('pan-left', [2])]],
  ['make the motion more dramatic', [{ kind: 'motion', clips: 'all', strength: 2 }]],
  ['less motion', [{ kind: 'motion', clips: 'all', strength: 0.5 }]],
  ['慢慢放大', [motion('zoom-in', 'all', 0.5)]],
  ['第二张照片拉远', [motion('zoom-out', [2])]],
  ['镜头向左平移', [motion('pan-left')]],
  ['最后一张保持静止', [motion('still', [-1])]],
  // transitions
  ['use crossfades', [transition('crossfade')]],
  ['1 second crossfade between photos', [transition('crossfade', 1000)]],
  ['fade through black between the photos', [transition('fade-black')]],
  ['no transitions', [transition('cut')]],
  ['use slide transitions', [transition('slide')]],
  ['wipe between the photos', [transition('wipe')]],
  ['hard cuts please', [transition('cut')]],
  ['make the transitions longer', [{ kind: 'transition', clips: 'all', factor: 1.5 }]],
  ['use a wipe between photos 1 and 2', [{ kind: 'transition', clips: [2], transition: 'wipe' }]],
  ['转场用黑场', [transition('fade-black')]],
  ['不要转场', [transition('cut')]],
  ['加上交叉淡化转场，0.5秒', [transition('crossfade'), { kind: 'transition', clips: 'all', ms: 500 }]],
  // texts
  ['add the title "Summer in Rome"', [title('Summer in Rome')]],
  ['add a title “Hello, World!” at the top', [title('Hello, World!', { position: 'top' })]],
  ["add the title 'It's a day'", [title("It's a day")]],
  ['title Hello World', [title('Hello World')]],
  ['add a title that says Happy Birthday Mom and make it 12 seconds', [title('Happy Birthday Mom'), length(12)]],
  ['caption: the best week ever', [caption('the best week ever')]],
  ['add a caption "The end" at the end for 2 seconds', [caption('The end', { durationMs: 2000, when: 'end' })]],
  ['write Happy Birthday on it', [title('Happy Birthday')]],
  ['add the title "Sale" in red at the bottom', [title('Sale', { position: 'bottom', color: '#ff3b30' })]],
  ['add a title at the end saying Thank You', [title('Thank You', { when: 'end' })]],
  ['the title should say Summer Vibes', [title('Summer Vibes')]],
  ['add a title', [], [{ kind: 'need-words', style: 'title' }]],
  ['remove the title', [{ kind: 'remove-text', style: 'title' }]],
  ['加标题“夏日时光”', [title('夏日时光')]],
  ['标题是我们的夏天', [title('我们的夏天')]],
  ['加上標題「夏日」，放在上方', [title('夏日'), { kind: 'change-text', of: '夏日', look: { position: 'top' } }]],
  ['字幕写生日快乐', [caption('生日快乐')]],
  ['去掉标题', [{ kind: 'remove-text', style: 'title' }]],
  // music
  ['add calm music', [mood('calm')]],
  ['use some lo-fi beats', [mood('lofi')]],
  ['make the music more upbeat', [mood('upbeat')]],
  ['epic orchestral soundtrack', [mood('cinematic')]],
  ['make it more romantic', [mood('romantic')]],
  ['change the music to something happier', [mood('happy')]],
  ['把音乐换成钢琴曲', [mood('calm')]],
  ['no music', [noMusic]],
  ["I don't want any music", [noMusic]],
  ['remove the background music', [noMusic]],
  ['mute it', [{ kind: 'volume', to: 0 }]],
  ['music at 20%', [{ kind: 'volume', to: 0.2 }]],
  ['turn the music down', [{ kind: 'volume', factor: 0.6 }]],
  ['the music is too loud', [{ kind: 'volume', factor: 0.6 }]],
  ['half volume', [{ kind: 'volume', factor: 0.5 }]],
  ['fade out the music at the end', [{ kind: 'music-fade', outMs: 2000 }]],
  ['fade the music in over 3 seconds', [{ kind: 'music-fade', inMs: 3000 }]],
  ['different music', [{ kind: 'music', different: true }]],
  ['use my song', [], [{ kind: 'need-audio' }]],
  ['不要音乐', [noMusic]],
  ['不要音樂', [noMusic]],
  ['换成欢快的音乐', [mood('happy')]],
  ['换一首音乐', [{ kind: 'music', different: true }]],
  ['音量调到20%', [{ kind: 'volume', to: 0.2 }]],
  ['声音小一点', [{ kind: 'volume', factor: 0.6 }]],
  ['音乐淡出', [{ kind: 'music-fade', outMs: 2000 }]],
  // shape
  ['make it vertical', [aspect('9:16')]],
  ['for TikTok', [aspect('9:16')]],
  ['make it for Instagram Reels', [aspect('9:16')]],
  ['for YouTube Shorts', [aspect('9:16')]],
  ['square please', [aspect('1:1')]],
  ['16:9', [aspect('16:9')]],
  ['landscape for YouTube', [aspect('16:9')]],
  ['4:5 for my Instagram post', [aspect('4:5')]],
  ['portrait mode', [aspect('9:16')]],
  ['改成竖屏', [aspect('9:16')]],
  ['横屏', [aspect('16:9')]],
  ['方形', [aspect('1:1')]],
  // order
  ['reverse the order', [{ kind: 'reverse' }]],
  ['shuffle the photos', [{ kind: 'shuffle' }]],
  ['put the last photo first', [{ kind: 'move', clip: -1, to: 1 }]],
  ['move photo 2 to the end', [{ kind: 'move', clip: 2, to: -1 }]],
  ['move the third photo to position 2', [{ kind: 'move', clip: 3, to: 2 }]],
  ['move photo 1 after photo 2', [{ kind: 'move', clip: 1, to: 2 }]],
  ['swap 1 and 3', [{ kind: 'swap', a: 1, b: 3 }]],
  ['swap the first and the last photo', [{ kind: 'swap', a: 1, b: -1 }]],
  ['start with the last photo', [{ kind: 'move', clip: -1, to: 1 }]],
  ['remove photo 2', [{ kind: 'remove-clips', clips: [2] }]],
  ['delete photos 1, 2 and 3', [{ kind: 'remove-clips', clips: [1, 2, 3] }]],
  ['remove the last one', [{ kind: 'remove-clips', clips: [-1] }]],
  ['only use the first two photos', [{ kind: 'keep-clips', clips: [1, 2] }]],
  ['replace photo 2 with the new one', [], [{ kind: 'need-new-media' }]],
  ['倒序播放', [{ kind: 'reverse' }]],
  ['把最后一张放到最前面', [{ kind: 'move', clip: -1, to: 1 }]],
  ['删除第二张', [{ kind: 'remove-clips', clips: [2] }]],
  ['交换第一张和第三张', [{ kind: 'swap', a: 1, b: 3 }]],
  ['undo', [{ kind: 'undo' }]],
  ['delete all photos', [], [{ kind: 'last-clip' }]],
  // several at once, with and without a no
  [
    'Make it 15 seconds, add lo-fi music at 20% and a title "Road Trip" at the beginning',
    [length(15), mood('lofi'), { kind: 'volume', to: 0.2 }, title('Road Trip', { when: 'start' })],
  ],
  ['vertical, 8 seconds, no music, slow zoom in', [aspect('9:16'), length(8), noMusic, motion('zoom-in', 'all', 0.5)]],
  ['without music or titles', [noMusic, { kind: 'remove-text', style: 'title' }]],
  ['no music but add the title “Quiet”', [noMusic, title('Quiet')]],
  ['keep the music but make it 12 seconds', [length(12)]],
  ["don't change the music, just make it square", [aspect('1:1')]],
  ['crossfade between photos, then zoom out on the last one', [transition('crossfade'), motion('zoom-out', [-1])]],
  ['改成15秒，竖屏，不要音乐', [length(15), aspect('9:16'), noMusic]],
  ['不要音乐和标题', [noMusic, { kind: 'remove-text', style: 'title' }]],
  ['配上輕鬆的音樂，然後加標題「旅行」', [mood('calm'), title('旅行')]],
  // what it cannot do, and the rest of the sentence
  ['remove the background and make it 6 seconds', [length(6)], [cannot('background')]],
  ['make it black and white', [{ kind: 'look', look: 'bw' }]],
  ['add a voice-over', [], [cannot('voice')]],
  ['slow motion please', [], [{ kind: 'no-footage', what: 'speed' }]],
  ['add stickers and upbeat music', [mood('upbeat')], [cannot('sticker')]],
  ['use the song "Shape of You"', [], [cannot('streaming')]],
  ['add a song by Taylor Swift', [], [cannot('streaming')]],
  ['auto-generate subtitles from the speech', [], [cannot('subtitles')]],
  ['make him dance', [], [cannot('generate')]],
  ['add a fade to black at the end', [{ kind: 'ends', outMs: 1000 }]],
  ['render in 4k', [], [cannot('resolution')]],
  ['帮我抠图，改成8秒', [length(8)], [cannot('background')]],
  ['加个滤镜', [], [cannot('filter')]],
  ['给视频配音', [], [cannot('voice')]],
  ['去水印', [], [cannot('retouch')]],
  // nothing understood
  ['asdf qwer', [], [{ kind: 'not-understood', text: 'asdf qwer' }]],
  ['make it better', [], [{ kind: 'not-understood', text: 'make it better' }]],
  ['add explosions', [], [cannot('sticker')]],
  ['make it 9 seconds and add a sandwich', [length(9)], [{ kind: 'ignored', text: 'add a sandwich' }]],
  ['thanks!', [], [{ kind: 'thanks' }]],
  ['你好', [], [{ kind: 'greeting' }]],
  ['what can you do?', [], [{ kind: 'help' }]],
  ["don't change the title", [], [{ kind: 'kept' }]],
];

describe('an instruction for an existing video', () => {
  test.each(EDITS)('%s', (said, edits, notes = []) => {
    const plan = planEdits(said, DRAFT, PHOTOS, PLACED);
    expect(plan.edits).toEqual(edits);
    expect(plan.notes).toEqual(notes);
  });
});

describe('a video with a title', () => {
  test.each<Case>([
    ['change the title to "New"', [{ kind: 'change-text', style: 'title', text: 'New', look: {} }]],
    ['change the title to Goodbye Summer', [{ kind: 'change-text', style: 'title', text: 'Goodbye Summer', look: {} }]],
    ['move the title to the bottom', [{ kind: 'change-text', style: 'title', look: { position: 'bottom' } }]],
    ['make the title yellow', [{ kind: 'change-text', style: 'title', look: { color: '#ffd60a' } }]],
    ['make it red', [{ kind: 'change-text', look: { color: '#ff3b30' } }]],
    ['show the title the whole time', [{ kind: 'change-text', style: 'title', look: { when: 'whole' } }]],
    ['标题改成“再见”', [{ kind: 'change-text', style: 'title', text: '再见', look: {} }]],
    ['把标题放到下方', [{ kind: 'change-text', style: 'title', look: { position: 'bottom' } }]],
    ['标题改成红色', [{ kind: 'change-text', style: 'title', look: { color: '#ff3b30' } }]],
    ['make the title bigger', [{ kind: 'change-text', style: 'title', look: { size: 'bigger' } }]],
  ])('%s', (said, edits, notes = []) => {
    const plan = planEdits(said, TITLED, PHOTOS, PLACED);
    expect(plan.edits).toEqual(edits);
    expect(plan.notes).toEqual(notes);
  });
});

describe('new files', () => {
  const files = [...PHOTOS, media('n1'), media('n2')];
  const add = (at: string) => ({ kind: 'add-media', media: ['n1', 'n2'], at });
  test.each<Case>([
    ['add these photos', [add('end')]],
    ['use the new ones too', [add('end')]],
    ['add them at the beginning', [add('start')]],
    ['make a video from these photos', [{ kind: 'create', media: ['n1', 'n2'] }, mood('calm')]],
    ['add the new photos and make it 20 seconds', [add('end'), length(20)]],
    ['把新照片加进去', [add('end')]],
    ['加上这两张', [add('end')]],
    [
      'replace photo 2 with the new one',
      [{ kind: 'replace-clip', clip: 2, media: 'n1' }],
      [{ kind: 'unused-media', count: 1 }],
    ],
    ['把第二张换成新的', [{ kind: 'replace-clip', clip: 2, media: 'n1' }], [{ kind: 'unused-media', count: 1 }]],
    ['make it 15 seconds', [length(15)], [{ kind: 'unused-media', count: 2 }]],
    ['make a new video', [{ kind: 'create', media: ['n1', 'n2'] }, mood('calm')]],
  ])('%s', (said, edits, notes = []) => {
    const plan = planEdits(said, DRAFT, files, PLACED);
    expect(plan.edits).toEqual(edits);
    expect(plan.notes).toEqual(notes);
  });

  test('an uploaded sound becomes the music', () => {
    const withSound = [...PHOTOS, media('s1', 'audio')];
    const own = [{ kind: 'music', src: 's1' }];
    expect(planEdits('use my song as the music', DRAFT, withSound, PLACED).edits).toEqual(own);
    expect(planEdits('use this audio', DRAFT, withSound, PLACED).edits).toEqual(own);
    expect(planEdits('用我上传的音乐', DRAFT, withSound, PLACED).edits).toEqual(own);
  });
});

describe('the first video', () => {
  const create = { kind: 'create', media: ['p1', 'p2', 'p3'] };
  test.each<Case>([
    ['make a video', [create, mood('calm')]],
    ['hello', [create, mood('calm')]],
    ['', [create, mood('calm')]],
    ['Create a 10-second clip with a slow zoom', [create, length(10), mood('calm'), motion('zoom-in', 'all', 0.5)]],
    ['animate this portrait with subtle motion', [create, mood('calm'), motion('alternate', 'all', 0.5)]],
    ['turn these photos into a vertical video without music', [create, aspect('9:16')]],
    [
      'combine my images into a 20s reel with transitions and upbeat background music',
      [create, length(20), aspect('9:16'), transition('crossfade'), mood('upbeat')],
    ],
    ['a cinematic video of my landscape photos', [create, mood('cinematic')]],
    ['把这些照片做成10秒的竖屏视频，标题写“旅行”，不要音乐', [create, length(10), aspect('9:16'), title('旅行')]],
    ['put the last photo first', [create, mood('calm'), { kind: 'move', clip: -1, to: 1 }]],
    ['what can you do?', [], [{ kind: 'help' }]],
  ])('%s', (said, edits, notes = []) => {
    const plan = planEdits(said, null, PHOTOS);
    expect(plan.edits).toEqual(edits);
    expect(plan.notes).toEqual(notes);
  });

  test('without any picture asks for one and remembers the wish', () => {
    const asked = planEdits('a 10 second clip with lo-fi music', null, []);
    expect(asked).toEqual({
      edits: [],
      notes: [{ kind: 'need-media' } satisfies Note],
      awaiting: null,
      wishes: 'a 10 second clip with lo-fi music',
    });
    const made = planEdits('here it is', null, [media('p1')], { awaiting: null, wishes: asked.wishes, placed: [] });
    expect(made.edits).toEqual([{ kind: 'create', media: ['p1'] }, length(10), mood('lofi')]);
  });
});
