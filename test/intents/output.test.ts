import { expect, it } from 'vitest';
import { readOutput } from '../../src/intents/output.ts';

it.each([
  ['export in 4k', { resolution: '4k' }],
  ['export 1080p MP4', { resolution: '1080p' }],
  ['Export at 60 fps', { fps: 60 }],
  ['export it in 2160p at 30 frames per second please', { resolution: '4k', fps: 30 }],
  ['download as 720p', { resolution: '720p' }],
  ['export 720', { resolution: '720p' }],
  ['export in Full HD', { resolution: '1080p' }],
  ['export HD video', { resolution: '1080p' }],
  ['render in UHD, 25fps', { resolution: '4k', fps: 25 }],
  ['export 2K', { resolution: '2k' }],
  ['导出4K视频', { resolution: '4k' }],
  ['用1080p导出，60帧', { resolution: '1080p', fps: 60 }],
  ['導出高清影片', { resolution: '1080p' }],
  ['导出，帧率30', { fps: 30 }],
  ['export at 10 fps', { fps: 10 }],
  ['export at 120 fps', { fps: 120 }],
  ['export at 09 fps', undefined],
  ['export at 121 fps', undefined],
  ['export', undefined],
  ['spin it 720 degrees and export', undefined],
  ['add the title "4K demo" and export', undefined],
  ['加上标题“4K 演示”然后导出', undefined],
  ['make it 9:16 and 1080x1920, then export', undefined],
  ['add 5 fps of noise', undefined],
])('%s', (words, wish) => {
  expect(readOutput(words)).toEqual(wish);
});
