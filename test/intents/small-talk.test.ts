import { expect, it } from 'vitest';
import { smallTalkOf } from '../../src/intents/small-talk.ts';

it.each([
  ...[
    'Thanks!',
    'thank you so much!!',
    'thx bro',
    'ty 🙏',
    'thanks a lot for your help',
    'cheers mate',
    'perfect, thanks!',
  ],
  ...['谢谢', '谢谢你！', '非常感谢', '辛苦了', '多谢啦', '謝謝'],
])('%j thanks', (text) => {
  expect(smallTalkOf(text)).toBe('thanks');
});

it.each([
  ...[
    'Wow, amazing!',
    'love it ❤️',
    'this is so cool',
    'looks great!',
    'haha',
    'nice work',
    'very nice',
    '❤️',
    '😂',
    '🙏🙏',
  ],
  ...['太棒了', '哈哈哈', '好看！', '真不错', '我很喜欢', '太厲害了', '做得真好'],
])('%j praises', (text) => {
  expect(smallTalkOf(text)).toBe('praise');
});

it.each(['bye', 'bye bye, see you later', '拜拜', '晚安'])('%j takes leave', (text) => {
  expect(smallTalkOf(text)).toBe('bye');
});

it.each([
  ...['yes', 'ok', 'sure', 'go ahead', 'good', 'perfect', '👍', 'later', 'funny', 'love', 'the best one'],
  ...['thanks, now make it longer', 'make it great', 'love story with the photos', 'nice music please', 'cool colors'],
  ...['great, but slower', 'wow effect', 'thank you card', 'happy birthday', 'fire in the background', 'is it good?'],
  ...[
    '好',
    '可以',
    '好的',
    '谢谢，再长一点',
    '加点哈哈的笑声',
    '美颜一下',
    '好看一点',
    '太亮了',
    '这个视频太快',
    '很好，导出',
  ],
])('%j may ask for something', (text) => {
  expect(smallTalkOf(text)).toBeUndefined();
});
