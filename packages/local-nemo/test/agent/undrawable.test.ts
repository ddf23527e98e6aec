import { expect, test } from 'vitest';
import { Chat } from './chat.ts';
import { media } from './fixtures.ts';

function chat(language: string): Chat {
  const started = new Chat([media('beach', 'image', { filename: 'beach.jpg' })], language);
  started.say('make a 6 second video');
  return started;
}

test('a reply names the characters of a new text that no font has, once', () => {
  const one = chat('en');
  expect(one.say('title "Aꦲ ꦲ party"').reply).toContain(
    'I have no font for ꦲ, so the video shows the text without it.',
  );
  expect(one.say('music at 10%').reply).not.toContain('no font');
  expect(one.say('title "ბა Hello"').reply).toContain(
    'I have no font for ბ ა, so the video shows the text without them.',
  );
});

test('in Chinese as well, and not for scripts and emoji that are drawn', () => {
  const one = chat('zh-CN');
  expect(one.say('标题改成“ꦲ派对”').reply).toContain('没有能显示 ꦲ 的字体，视频里的文字会去掉它。');
  for (const text of ['Привет', 'مرحبا', '안녕', 'สวัสดี', 'नमस्ते', 'שלום', '🎉🇨🇭']) {
    expect(one.say(`标题改成“${text}”`).reply).not.toContain('字体');
  }
});
