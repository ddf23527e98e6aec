import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { draftWithout } from '../../src/renderer/film/leave-out.ts';
import { renderDraft } from '../../src/renderer/render.ts';
import { draftOf, photo, temporaryFolder } from './render-fixtures.ts';

const dir = await temporaryFolder();

test('what follows a file that is left out moves up, and its own texts go with it', () => {
  const draft = draftOf(
    [
      { d: 1000, m: { src: 'a' } },
      { d: 2000, m: { src: 'b' } },
      { d: 3000, m: { src: 'c' } },
    ],
    {
      music: { name: 'calm', mood: 'calm', volume: 1, fadeIn: 0, fadeOut: 0 },
      titles: [
        {
          id: 'own',
          s: 1000,
          d: 2000,
          m: { text: 'B', position: 'top', style: 'caption', color: '#fff', clip: 'shot-1' },
        },
        { id: 'end', s: 4000, d: 2000, m: { text: 'End', position: 'top', style: 'title', color: '#fff' } },
        { id: 'over', s: 500, d: 5500, m: { text: 'All', position: 'top', style: 'title', color: '#fff' } },
      ],
    },
  );
  const rest = draftWithout(draft, 'b');
  const spans = rest?.t.map(({ sg }) => sg.map(({ id, s, d }) => [id, s, d]));
  expect(rest?.d).toBe(4000);
  expect(spans).toEqual([
    [
      ['shot-0', 0, 1000],
      ['shot-2', 1000, 3000],
    ],
    [['music', 0, 4000]],
    [
      ['end', 2000, 2000],
      ['over', 500, 3500],
    ],
  ]);
  expect(draftWithout(draftOf([{ d: 1000, m: { src: 'a' } }]), 'a')).toBeUndefined();
});

test('clips, photos and sounds that cannot be decoded are left out and named; the rest becomes the video', async () => {
  const good = await photo(join(dir, 'good.jpg'), '#208040', { width: 320, height: 320 });
  const whole = await photo(join(dir, 'whole.jpg'), '#802040', { width: 320, height: 320 });
  // Not cut but overwritten: its size is readable, its pixels are not.
  const cut = join(dir, 'cut.png');
  await copyFile(whole, cut);
  await writeFile(cut, Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(500, 1)]));
  const noise = join(dir, 'noise.mp4');
  await writeFile(noise, Buffer.alloc(5000, 0x5a));
  const draft = draftOf(
    [
      { d: 400, m: { src: 'good' } },
      { d: 700, m: { src: 'noise', kind: 'video', name: 'party.mp4' } },
      { d: 300, m: { src: 'cut', name: 'cut.png' } },
    ],
    { aspect: '1:1', music: { name: 'song.mp3', src: 'noise', volume: 1, fadeIn: 0, fadeOut: 0 } },
  );
  const film = await renderDraft({ draft, files: { good, cut, noise }, outPath: join(dir, 'film.mp4') });
  expect(film).toMatchObject({ durationMs: 400, leftOut: ['party.mp4', 'cut.png'] });
});
