import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { safeName } from '../../../src/core/media/names.ts';
import { sniff } from '../../../src/core/media/sniff.ts';
import { drawn, expectCode, filesIn, never, openSpool, sourceOf } from './helpers.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const ftyp = (major: string, ...brands: string[]) => {
  const body = latin1(`ftyp${major}\0\0\0\0${brands.join('')}`);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length + 4);
  return Buffer.concat([head, body, Buffer.alloc(32)]);
};

describe('a type is recognised by its bytes', () => {
  test.each([
    ['mp4', ftyp('isom', 'iso2', 'mp41')],
    ['mp4', ftyp('mp42')],
    ['mp4', ftyp('M4V ')],
    ['mov', ftyp('qt  ')],
    ['m4a', ftyp('M4A ', 'mp42')],
    ['heic', ftyp('heic', 'mif1')],
    ['heic', ftyp('mif1', 'heic')],
    ['avif', ftyp('avif', 'mif1')],
    ['avif', ftyp('mif1', 'avif', 'miaf')],
    ['tif', latin1(`II*\0\x08\0\0\0${'\0'.repeat(40)}`)],
    ['avi', latin1('RIFF\0\0\0\0AVI LIST')],
    ['wav', latin1('RIFF\0\0\0\0WAVEfmt ')],
    ['webm', latin1('\x1a\x45\xdf\xa3\x87\x42\x82\x84webm')],
    ['mkv', latin1('\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska')],
    ['mp3', latin1('ID3\x03\0\0\0\0\0\x0a')],
    ['aac', latin1('\xff\xf1\x50\x80\x00\x1f\xfc')],
  ])('%s', async (format, bytes) => {
    expect(await sniff(bytes)).toEqual({ format });
  });

  test.each([
    ['a text file', Buffer.from('Hello, this is not a photo. 你好')],
    ['a text file', Buffer.from('\ufeffhello', 'utf16le')],
    ['a PDF', latin1('%PDF-1.7\n')],
    ['a ZIP archive', latin1(`PK\x03\x04${'\0'.repeat(40)}`)],
    ['an SVG drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an SVG drawing', Buffer.from('<?xml version="1.0"?>\n<!-- made by hand -->\n<svg/>')],
    ['a web page (HTML)', Buffer.from('<!DOCTYPE html><html></html>')],
    ['a BMP image', latin1(`BM${'\0'.repeat(40)}`)],
    ['a copy-protected audio file', ftyp('M4P ')],
    ['a 3GP video', ftyp('3gp4')],
    ['a WAV over 4 GB (RF64)', latin1('RF64\xff\xff\xff\xffWAVEds64')],
    ['an unknown kind of file', deflateSync('nothing in particular').subarray(2)],
  ])('%s is no media that is taken', async (detected, bytes) => {
    expect(await sniff(bytes)).toMatchObject({ detected });
  });
});

describe('names do not matter', () => {
  test('a text named .jpg is refused as a text', async () => {
    const { dir, turn } = await openSpool();
    const error = await expectCode(turn.take(sourceOf(Buffer.from('hello'), 'cat.jpg'), never()), 'unsupported');
    expect(error).toMatchObject({ detected: 'a text file', fileName: 'cat.jpg' });
    expect(await filesIn(dir)).toEqual([]);
  });

  test('a PNG named .mp4 is a PNG', async () => {
    const { turn } = await openSpool();
    const file = await turn.take(sourceOf(await drawn().png().toBuffer(), 'film.mp4'), never());
    expect(file).toMatchObject({ name: 'film.png', contentType: 'image/png', kind: 'image' });
  });

  test.each([
    ['../../etc/passwd', 'passwd.jpg'],
    ['C:\\Users\\me\\cat.PNG', 'cat.jpg'],
    ['a"b\r\nX-Evil: 1.jpg', 'abX-Evil 1.jpg'],
    ['.hidden', 'hidden.jpg'],
    ['', 'file.jpg'],
    ['...', 'file.jpg'],
    ['photo\u202egnp.exe', 'photognp.jpg'],
    ['我的照片.heic', '我的照片.jpg'],
    [`${'照'.repeat(300)}.jpg`, `${'照'.repeat(53)}.jpg`],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name, 'jpg')).toBe(safe);
  });
});
