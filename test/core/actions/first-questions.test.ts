import { afterEach, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

it.each([
  [
    'how much?',
    '💳 A first clip uses about 100 credits, an editing round about 50; exports are free. Say “credits” to see what is left.',
  ],
  [
    'how long?',
    '⏱ A first clip usually takes 2–5 minutes, music 1–2 minutes; smaller edits are quicker. I show how far it is.',
  ],
  [
    'what formats?',
    '📎 I take JPG, PNG, GIF, WebP, HEIC · MP4, MOV, AVI, WebM, MKV · MP3, WAV, M4A, AAC; up to 10 MB a file. Videos come as MP4.',
  ],
  ['多少钱', '💳 第一个短片大约用 100 积分，一轮修改大约 50；导出免费。说“积分”可以看余额。'],
])('“%s” is answered in a sentence, before anything is spent', async (question, answer) => {
  rig = await Rig.start();
  expect(await rig.says(question)).toEqual([answer]);
  expect(rig.nemo.requests.map(({ path }) => path).filter((path) => path !== '/api/v1/auth/anonymous')).toEqual([]);
});
