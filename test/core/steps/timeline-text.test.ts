import { expect, it } from 'vitest';
import { changeLines, stageOfTool, timelineText } from '../../../src/core/steps/timeline-text.ts';
import { fileKindText } from '../../../src/i18n/file-kinds.ts';
import { type Change, diffTimelines, readTimeline } from '../../../src/nemo/draft/draft.ts';

const before = readTimeline({
  d: 10_000,
  m: { aspect: '16:9' },
  t: [
    { tt: 0, sg: [{ id: 'v1', s: 0, d: 10_000, m: { name: 'city timelapse', motion: 'zoom-in' } }] },
    { tt: 1, sg: [{ id: 'a1', s: 0, d: 10_000, m: { name: 'Lo-fi', volume: 0.35 } }] },
  ],
});
const after = readTimeline({
  d: 5_000,
  m: { aspect: '9:16' },
  t: [
    { tt: 0, sg: [{ id: 'v1', s: 0, d: 5_000, m: { name: 'city timelapse', motion: 'pan-left' } }] },
    { tt: 1, sg: [{ id: 'a1', s: 0, d: 5_000, m: { name: 'Lo-fi', volume: 0.2 } }] },
    { tt: 7, sg: [{ id: 't1', s: 0, d: 3_000, m: { text: 'Urban Dreams' } }] },
  ],
});

it('writes the timeline as the backend’s own summary does', () => {
  expect(timelineText(after, 'en')).toBe(
    'Timeline (3 tracks, 5 s):\n1. Video: city timelapse (0-5s)\n2. Music: Lo-fi (0-5s, 20%)\n3. Title: “Urban Dreams” (0-3s)',
  );
  expect(timelineText(readTimeline(null), 'zh')).toBe('时间线是空的。');
});

it('describes changes in specifics, in both languages', () => {
  const english = changeLines(diffTimelines(before, after), 'en');
  expect(english).toContain('✅ Title added: “Urban Dreams” (0-3s)');
  expect(english).toContain('🎵 Lo-fi: volume 35% → 20%');
  expect(english).toContain('⏱ Length: 10s → 5s');
  expect(english).toContain('🖼 Format: 16:9 → 9:16');
  expect(english).toContain('🎥 city timelapse: motion zoom-in → pan-left');
  expect(changeLines(diffTimelines(after, before), 'zh')).toContain('🗑 已删除标题：“Urban Dreams”');
});

it('counts what would make the list too long', () => {
  const sg = Array.from({ length: 9 }, (_, n) => ({ id: `v${n}`, s: n * 1000, d: 1000, m: { name: `p${n}` } }));
  expect(timelineText(readTimeline({ d: 9000, t: [{ tt: 0, sg }] }), 'en')).toMatch(/p5 \(5-6s\), … and 3 more$/);
});

it.each([
  ['add_title', 'toolText'],
  ['setBackgroundMusic', 'toolMusic'],
  ['generate_clip', 'toolGenerate'],
  ['set_motion', 'toolMotion'],
  ['set_aspect_ratio', 'toolFrame'],
  ['frobnicate', 'toolOther'],
])('says in plain words what the tool %s does', (tool, key) => {
  expect(stageOfTool(tool)).toBe(key);
});

it('names kinds of files in the user’s language', () => {
  expect(fileKindText('en', 'a text file')).toBe('a text file');
  expect(fileKindText('zh', 'a text file')).toBe('文本文件');
  expect(fileKindText('zh', 'a file of the type application/wasm')).toBe('application/wasm 类型的文件');
  expect(fileKindText('zh', 'something new')).toBe('未知类型的文件');
});

it('a detail of the draft is told in words where it has some, and without a side that it does not have', () => {
  const about = { track: 'video', name: 'sea', startMs: 0, durationMs: 3000, kind: 'adjusted' } as const;
  const changes: Change[] = [
    { ...about, field: 'fit', after: 'fill' },
    { ...about, field: 'softEdge', before: true },
    { ...about, field: 'speed', before: 1, after: 2 },
    { ...about, field: 'grain', before: 'fine', after: 'coarse' },
    { ...about, field: 'look', before: 'bw', after: 'none' },
  ];
  expect(changeLines(changes, 'en')).toEqual([
    '🎚 sea: framing is now fill',
    '🎚 sea: soft edge is no longer on',
    '🎚 sea: speed 1 → 2',
    '🎚 sea: grain fine → coarse',
    '🎚 sea: look black and white → as in the file',
  ]);
  expect(changeLines(changes, 'zh')[0]).toBe('🎚 sea：画面现在是 fill');
});

it('a change of the whole video is told in words', () => {
  const changes: Change[] = [
    { kind: 'project', field: 'look', after: 'bw' },
    { kind: 'project', field: 'logoCorner', before: 'tr', after: 'bl' },
    { kind: 'project', field: 'loop', before: true },
  ];
  expect(changeLines(changes, 'en')).toEqual([
    '🎚 The whole video: look is now black and white',
    '🎚 The whole video: corner of the logo top right → bottom left',
    '🎚 The whole video: seamless loop is no longer on',
  ]);
  expect(changeLines(changes, 'zh')[0]).toBe('🎚 整个视频：色调现在是 黑白');
});
