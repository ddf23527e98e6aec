import { describe, expect, test } from 'vitest';
import { looks, MAKE, MAKE_ZH, MUGS, reply, said, seconds, texts } from './said.ts';

const GYM = 'before.jpg after.jpg squat.mp4 deadlift.mp4';
const GYM_ZH = '训练前.jpg 训练后.jpg 深蹲.mp4 硬拉.mp4';

describe('photos are known by the words of their files', () => {
  test.each([
    [MUGS, 'the hand one should come right after the white one', 'mug_white mug_hand mug_blue mug_box'],
    [GYM, 'squat should come after deadlift', 'before after deadlift squat'],
    [
      'class_pic.jpg bus.jpg teacher.jpg',
      'could the class picture come last and the bus one come first?',
      'bus teacher class_pic',
    ],
    [GYM_ZH, '训练前和训练后换个位置', '训练后 训练前 深蹲 硬拉'],
    ['猫.jpg 狗.jpg 睡觉.jpg', '猫那张放到狗后面', '狗 猫 睡觉'],
    ['猫.jpg 狗.jpg 睡觉.jpg', '睡觉提到第一个', '睡觉 猫 狗'],
    ['大一.jpg 大二.jpg 大三.jpg', '大一和大二的顺序反了', '大二 大一 大三'],
    ['大一.jpg 老师.jpg 校门.jpg', '老师那张先不要', '大一 校门'],
    ['荡秋千.jpg 滑滑梯.jpg 午睡.jpg', '滑梯那段糊了 不用了', '荡秋千 午睡'],
  ])('%s: %s', (files, message, order) => {
    expect(said(files, MAKE, message).order.join(' ')).toBe(order);
  });

  test('and are called so in the reply', () => {
    expect(reply(said(MUGS, MAKE, 'make the fuzzy thing on the box one sing'))).toContain(
      '“make the fuzzy thing on the box one sing”',
    );
  });

  test.each([
    ['the first pic twice', 'beach cat beach'],
    ['show the cat again at the end', 'beach cat cat'],
    ['把第二张在最后再放一次', 'beach cat cat'],
    ['第一张放在第二张后面再放一次', 'beach cat beach'],
  ])('are shown again: %s', (message, order) => {
    expect(said('beach.jpg cat.jpg', MAKE, message).order.join(' ')).toBe(order);
  });
});

test('a clip that is shown again before all leads into the former first one', () => {
  const chat = said('beach.jpg cat.jpg', MAKE, 'show the cat again at the start');
  expect(chat.order).toEqual(['cat', 'beach', 'cat']);
  expect(chat.tracks.clips.map(({ m }) => m.transition.kind)).toEqual(['cut', 'crossfade', 'crossfade']);
  expect(reply(chat)).not.toContain('cut');
});

describe('single clips', () => {
  test.each([
    ['turn the dog park one black and white, just that one', ['-', 'bw', '-']],
    ['sepia for the beach only', ['sepia', '-', '-']],
    ['everything black and white except the storm', ['bw', 'bw', 'none']],
  ])('have colours of their own: %s', (message, expected) => {
    expect(looks(said('beach.jpg dog_park.jpg storm.jpg', MAKE, message))).toEqual(expected);
  });

  test.each([
    [GYM_ZH, '硬拉慢动作', [undefined, undefined, undefined, 0.5]],
    [GYM, 'slow mo on the deadlift', [undefined, undefined, undefined, 0.5]],
    ['海边1.mp4 海边2.mp4', '海边2慢放 其他正常速度', [undefined, 0.5]],
  ])('play slowly alone: %s: %s', (files, message, speeds) => {
    expect(said(files, MAKE, message).tracks.clips.map(({ m }) => m.speed)).toEqual(speeds);
  });

  test('of which a part is to be faster stay as they are, and it is said', () => {
    const chat = said('a.mp4 b.jpg', MAKE, 'speed up the second half');
    expect([chat.tracks.clips.some(({ m }) => m.speed !== undefined), reply(chat)]).toEqual([
      false,
      expect.stringContaining('Speed goes for a whole clip'),
    ]);
  });

  test.each([
    ['包装那张只要1秒就好', [3, 3, 1]],
    ['包装放到最后 停8秒', [3, 3, 8]],
    ['第一张1秒就行 其他的长一点', [1, 4.5, 4.5]],
    ['第二张我最喜欢 让它多待会儿', [3, 4.5, 3]],
    ['白色款2秒，包装6秒，其余的4秒', [2, 4, 6]],
    ['白色款那张太长了 短一点', [2, 3, 3]],
    ['包装放最后 停久一点', [3, 3, 4.5]],
    ['白色款最多2秒', [2, 3, 3]],
    ['包装那张是重点 停6秒', [3, 3, 6]],
  ])('last as long as is said: %s', (message, expected) => {
    expect(seconds(said('白色款.jpg 细节.jpg 包装.jpg', '做个9秒的视频', message))).toEqual(expected);
  });
});

describe('nothing is deleted or squeezed by mistake', () => {
  test.each([
    'pink letters, but only for that last one',
    'crossfade between everything except between the lake and the bait',
    'so people can write it down',
    'oh no that sounds awful',
    'post it on insta for me',
    '第90天写大点，别的别动',
    '不过只放一秒半',
  ])('%s', (message) => {
    const chat = said('carp.jpg lake.jpg bait.jpg', MAKE);
    const before = [chat.order, seconds(chat), chat.draft.m.aspect, chat.tracks.sounds[0]?.m.mood, texts(chat)];
    chat.say(message);
    const after = [chat.order, seconds(chat), chat.draft.m.aspect, chat.tracks.sounds[0]?.m.mood, texts(chat)];
    expect(after).toEqual(before);
  });

  test('each photo’s length leaves the videos as they are', () => {
    expect(seconds(said('a.jpg b.jpg c.mp4', MAKE, 'every photo 2 seconds'))).toEqual([2, 2, 12]);
  });

  test('the first seconds are those of the clip that was spoken of', () => {
    const chat = said('carp.jpg boat.mp4 bait.jpg', MAKE, 'the boat drags, use just the first 2 seconds');
    expect([chat.order, seconds(chat)]).toEqual([
      ['carp', 'boat', 'bait'],
      [3, 2, 3],
    ]);
  });
});

describe('a correction', () => {
  const FILES = 'beach.jpg dog_park.jpg storm.jpg';
  test.each([
    [
      ['black and white', 'not all of them ffs just the park one'],
      ['-', 'bw', '-'],
    ],
    [
      ['黑白', '我说的是只要第二张！'],
      ['-', 'bw', '-'],
    ],
    [
      ['black and white on the first', 'no i meant the 3rd'],
      ['-', '-', 'bw'],
    ],
  ])('is of the last change, and deletes nothing: %s', (messages, expected) => {
    expect(looks(said(FILES, MAKE, ...messages))).toEqual(expected);
  });

  test('of a move moves the other photo', () => {
    expect(said(FILES, MAKE, 'put the 3rd photo first', 'no i meant the 2nd').order).toEqual([
      'dog_park',
      'beach',
      'storm',
    ]);
  });

  test.each([
    ['remove the storm', 'hmm was that photo 3? i meant 1', 'dog_park storm'],
    ['swap the first two', 'oops the other way round', 'beach dog_park storm'],
  ])('takes back what was not meant: %s, %s', (message, correction, order) => {
    expect(said(FILES, MAKE, message, correction).order.join(' ')).toBe(order);
  });

  test('names the clip that was not meant as well', () => {
    const chat = said(FILES, MAKE, 'hold the beach 5 seconds', 'no not the beach, the storm');
    expect(seconds(chat)).toEqual([3.3, 3.3, 5]);
  });
});

describe('a first message', () => {
  test.each([
    [
      'pizza.jpg dining_room.jpg chef.mp4',
      '10 sec story, skip the dining room, chef video at the end for 3 seconds',
      [7, 3],
    ],
    ['披萨.jpg 大堂.jpg 厨师.mp4', '做个10秒的视频 不要大堂那张 厨师那段放最后只留3秒', [7, 3]],
    ['sea.jpg hill.jpg sky.jpg', '12 seconds, hill first, then sky, sea last for 5 seconds', [3.5, 3.5, 5]],
    ['red.jpg blue.jpg model.jpg', '20s ad, each colour 4 secs and the model 8', [6, 6, 8]],
    ['a.jpg b.jpg c.mp4', 'a 15 second video, the clip should be sped up 2x', [4.5, 4.5, 6]],
  ])('keeps the whole length with single ones: %s: %s', (files, message, expected) => {
    expect(seconds(said(files, message))).toEqual(expected);
  });

  test.each([
    ['a.jpg b.jpg', '帮我给女儿做个视频吧 六岁啦 音乐欢快点 大概20秒就行', 'happy'],
    ['a.jpg b.mp4', '剪个vlog 15秒 搞笑一点的音乐 视频那段静音', 'happy'],
    ['a.jpg b.jpg', 'a reel with phonk music', 'upbeat'],
    ['a.jpg our_song.mp3', 'a romantic wedding video using our song', 'our_song'],
  ])('has the music that it asks for: %s: %s', (files, message, expected) => {
    const [music] = said(files, message).tracks.sounds;
    expect(music?.m.mood ?? music?.m.src).toBe(expected);
  });

  test('is told what of it was not understood', () => {
    expect(reply(said('a.jpg b.jpg', 'make a video with klezmer music'))).toContain('“klezmer music”');
  });
});

describe('talk', () => {
  test.each([
    ['perfect send it pls', 'ready'],
    ['looks good, post it', 'ready'],
    ['thanks ur the best 😘', 'welcome'],
    ['Thank you, that will be all.', 'welcome'],
    ['嗯可以了 发我吧', '导出'],
    ['谢谢 很喜欢', '不客气'],
    ['你是真人吗', '程序'],
    ['16:9 or 9:16 for youtube?', 'edit the video'],
    ['横屏还是竖屏', '剪'],
    ['k forget it', 'stays as it is'],
    ['那算了', '保持不变'],
  ])('is answered: %s', (message, expected) => {
    const chat = said('beach.jpg cat.jpg', MAKE);
    const before = JSON.stringify(chat.draft);
    chat.say(message);
    expect([JSON.stringify(chat.draft) === before, reply(chat)]).toEqual([true, expect.stringContaining(expected)]);
  });

  test.each([
    ['how long is it now?', 'The video is 10 seconds long in 16:9: 1 “beach” (5 seconds) and 2 “cat” (5 seconds).'],
    ['which photo is number 2', '2 “cat”'],
    ['总共几秒了现在', '视频现在共 10 秒'],
    ['第一张是啥来着', '1“beach”'],
  ])('about the video is answered from it: %s', (message, expected) => {
    expect(reply(said('beach.jpg cat.jpg', MAKE, message))).toContain(expected);
  });

  test.each([
    ['remove the cat pls its cringe', ['beach', 'storm']],
    ['make the cat last because i like it', ['beach', 'storm', 'cat']],
  ])('about why is no part of an order: %s', (message, order) => {
    const chat = said('beach.jpg cat.jpg storm.jpg', MAKE, message);
    expect([chat.order, reply(chat).includes('understand')]).toEqual([order, false]);
  });

  test('about a price on screen is no question about ours', () => {
    expect(reply(said('a.jpg b.jpg', MAKE_ZH, '价格写错了'))).not.toContain('不用钱');
  });
});
