import { describe, expect, test } from 'vitest';
import { MAKE, MAKE_ZH, MUGS, said, texts } from './said.ts';

describe('texts', () => {
  test.each([
    ['put "NEW" on photo 2, bottom left', ['2 NEW', 'Shop now']],
    ['change "Shop now" to "Shop today"', ['Shop today']],
    ['replace now with today', ['Shop today']],
  ])('are changed where they are meant: %s', (message, expected) => {
    expect(texts(said(MUGS, 'make a video, the title "Shop now" at the end', message))).toEqual(expected);
  });

  test('that are quoted are taken off, not the music', () => {
    const chat = said(MUGS, MAKE, 'put "NEW" on photo 2', 'I changed my mind about "NEW". Take it off.');
    expect([texts(chat), chat.tracks.sounds.length]).toEqual([[], 1]);
  });

  test('are no wish for the format where they name an account', () => {
    expect(said(MUGS, MAKE, 'can we add our instagram handle @mugs at the bottom').draft.m.aspect).toBe('16:9');
  });

  test('are spelled anew, not shown twice', () => {
    expect(texts(said(MUGS, MAKE, 'title "Mia\'s day"', 'can you spell it "Mia’s Day"'))).toEqual(['Mia’s Day']);
  });

  test('are pink where they are to be pink, 粉红色', () => {
    const chat = said(MUGS, MAKE, 'title "Hi"', '粉红色的字');
    expect(chat.tracks.texts.map(({ m }) => m.color)).toEqual(['#ff6b9d']);
  });

  test('are all meant by a plural', () => {
    const chat = said('a.jpg b.jpg', MAKE_ZH, '第一张写“周一” 第二张写“周二”', '字全部放上面 用黄色大字');
    expect(chat.tracks.texts.map(({ m }) => [m.position, m.color, m.size])).toEqual([
      ['top', '#ffd60a', 'big'],
      ['top', '#ffd60a', 'big'],
    ]);
  });

  test.each([
    [
      'step1.jpg step2.jpg step3.jpg',
      'recipe reel: 1. chop the onions 2. fry them 3. simmer 20 min. vertical',
      ['1 chop the onions', '2 fry them', '3 simmer 20 min'],
    ],
    ['备菜.jpg 下锅.jpg 翻炒.jpg', '做个教程 每步配字：备菜、下锅、收汁 每个3秒', ['1 备菜', '2 下锅', '3 收汁']],
    [
      'a.jpg b.jpg',
      'make a vid 20s no music. text first pic: 2016 Golf GTI, last pic: $9,500 obo',
      ['1 2016 Golf GTI', '2 $9,500 obo'],
    ],
    [
      'a.jpg b.jpg',
      '卖车视频 20秒 不配音乐 第一张写2016款高尔夫 最后一张写一口价8万8',
      ['1 2016款高尔夫', '2 一口价8万8'],
    ],
    ['a.jpg b.jpg', 'a bday vid with happy music and put Happy 7th Birthday Lily on it', ['Happy 7th Birthday Lily']],
    ['a.jpg b.jpg', 'video, 12 Oak Lane as the title, slow zooms', ['12 Oak Lane']],
    ['a.jpg b.jpg', 'ad for my shop, "Cracked?" then "Fixed" one on each pic', ['1 Cracked?', '2 Fixed']],
    [
      'a.jpg b.jpg',
      'slideshow, soft piano. In loving memory of Robert 1948 - 2025.',
      ['In loving memory of Robert 1948 - 2025'],
    ],
  ])('without quotes are found in a first message: %s: %s', (files, message, expected) => {
    expect(texts(said(files, message))).toEqual(expected);
  });

  test.each([
    ['pizza.jpg pasta.jpg', 'Add prices: pasta 14€, pizza 12€', ['1 pizza 12€', '2 pasta 14€']],
    ['客厅.jpg 厨房.jpg', '每个房间标一下名字', ['1 客厅', '2 厨房']],
    ['front.jpg kitchen.jpg', 'label each room please, Kitchen, Front door', ['1 Front door', '2 Kitchen']],
  ])('of a list stand on the photos that they name: %s: %s', (files, message, expected) => {
    expect(texts(said(files, MAKE, message))).toEqual(expected);
  });

  test.each([
    'show the cat second to last',
    '不行不行还是放中间吧',
    'txt needs to be readable its white on a white car',
  ])('are not what is said against or about the video, when words are awaited: %s', (message) => {
    expect(texts(said('beach.jpg cat.jpg', MAKE, 'add a title', message))).toEqual([]);
  });
});
