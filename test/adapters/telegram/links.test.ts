import { expect, it } from 'vitest';
import { mediaLinks } from '../../../src/adapters/telegram/links.ts';
import { chatOf, isGroupId, isSupergroupId, keyOf, placeOf } from '../../../src/adapters/telegram/place.ts';

/** The links in a text that is nothing but an address. */
const linkIn = (text: string) => mediaLinks(text, [{ type: 'url', offset: 0, length: text.length }])[0];

it.each<[string, string | undefined]>([
  ['https://c.example/a.jpg', 'https://c.example/a.jpg'],
  ['c.example/a.MP4?x=1', 'https://c.example/a.MP4?x=1'],
  ['http://c.example/a.m4a', 'http://c.example/a.m4a'],
  ['https://c.example/a', undefined],
  ['https://c.example/jpg', undefined],
  ['https://c.example/a.jpg/page', undefined],
  ['ftp://c.example/a.jpg', undefined],
  ['https://ann@c.example/a.jpg', undefined],
  ['https://ann:pw@c.example/a.jpg', undefined],
  ['https://api.example/file/bot12:abc/a.jpg', undefined],
  ['http://', undefined],
  ['https://pbs.twimg.com/media/1', 'https://pbs.twimg.com/media/1'],
  ['https://not-pbs.twimg.com/media/1', undefined],
  ['https://www.dropbox.com/s/1/a', 'https://www.dropbox.com/s/1/a?dl=1'],
  ['https://dropbox.com/scl/fi/1?rlkey=2&dl=0', 'https://dropbox.com/scl/fi/1?rlkey=2&dl=1'],
  ['https://www.dropbox.com/other?dl=0', 'https://www.dropbox.com/other?dl=1'],
  ['https://www.dropbox.com/home/a.jpg', undefined],
  ['https://notdropbox.com/s/1/a', undefined],
  ['https://drive.google.com/uc?id=1', 'https://drive.google.com/uc?id=1'],
  ['https://drive.google.com/file/d/1/view.jpg', undefined],
])('%s is a link to %s', (text, url) => {
  expect(linkIn(text)?.url).toBe(url);
});

it('has a name and a place, and counts once', () => {
  const text = 'see https://c.example/a%20b.jpg and here';
  const url = 'https://c.example/a%20b.jpg';
  const shown = { type: 'url', offset: 4, length: url.length } as const;
  const behind = { type: 'text_link', offset: 36, length: 4, url } as const;
  expect(mediaLinks(text, [{ type: 'bold', offset: 0, length: 3 }, shown, behind])).toEqual([
    { url, name: 'a b.jpg', from: 4, to: 4 + url.length },
  ]);
  expect(mediaLinks(text, [behind])).toEqual([{ url, name: 'a b.jpg', from: 36, to: 40 }]);
  expect(linkIn('https://c.example/%E0%A4%A.jpg')?.name).toBe('%E0%A4%A.jpg');
  expect(linkIn('https://pbs.twimg.com/')?.name).toBe('pbs.twimg.com');
  expect(mediaLinks(text)).toEqual([]);
});

it('a chat is that of a place: in a group one for each person, in a topic and in private one for all', () => {
  expect(chatOf({ chatId: '-5' }, '7')).toBe('telegram:-5@7');
  expect(chatOf({ chatId: '-5', thread: 3 }, '7')).toBe('telegram:-5:3');
  expect(chatOf({ chatId: '7' }, '7')).toBe('telegram:7');
  expect(keyOf({ chatId: '-5', thread: 0 })).toBe('telegram:-5:0');
  expect([placeOf('telegram:-5@7'), placeOf('telegram:-5:3')]).toEqual([{ chatId: '-5' }, { chatId: '-5', thread: 3 }]);
  expect(['-5', '7'].map(isGroupId)).toEqual([true, false]);
  expect(['-1001234567890', '-100123456789', '-5', '1001234567890'].map(isSupergroupId)).toEqual([
    ...[true, false, false, false],
  ]);
});
