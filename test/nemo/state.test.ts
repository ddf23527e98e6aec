import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/nemo/json.ts';
import type { NemoState } from '../../src/nemo/nemo.ts';
import { isVideo, mediaKeys, newMedia, stateOf, videoUrlIn } from '../../src/nemo/state.ts';
import { answer, ROUTES } from '../fakes/nemo/index.ts';
import { bench } from './setup.ts';

const CDN = 'https://cdn.example';

describe('the state', () => {
  test('holds uploaded and generated clips, the canvas and the user id', async () => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    const state = {
      draft: null,
      video_infos: [
        { id: 7, filename: 'a.mp4', url: `${CDN}/a.mp4?sig=1`, duration: 5 },
        { video_url: '/files/b.mp4' },
      ],
      generated_media: { g1: { url: `${CDN}/g.mp4`, type: 'video' }, g2: 'https://user:pw@cdn.example/x.mp4' },
      canvas_config: { width: '1080', height: 1920, fps: 30 },
    };
    fake.on(ROUTES.state, answer.ok({ session_id: sessionId, user_id: 'u-9', state }));
    expect(await nemo.state(sessionId)).toEqual({
      draft: null,
      videoInfos: [
        { key: '7', name: 'a.mp4', url: `${CDN}/a.mp4?sig=1` },
        { key: '/files/b.mp4', url: `${fake.url}/files/b.mp4` },
      ],
      generatedMedia: [
        { key: `${CDN}/g.mp4`, url: `${CDN}/g.mp4`, kind: 'video' },
        { key: 'https://user:pw@cdn.example/x.mp4' },
      ],
      canvas: { width: 1080, height: 1920, fps: 30 },
      userId: 'u-9',
    });
  });

  test.each([
    ['an empty answer', {}, { draft: null, generatedMedia: [], videoInfos: [] }],
    ['a draft as JSON text', { draft: '{"t":[1]}' }, { draft: { t: [1] }, generatedMedia: [], videoInfos: [] }],
    ['me as user id', { user_id: 'me' }, { draft: null, generatedMedia: [], videoInfos: [] }],
    ['an odd canvas', { canvas_config: { width: 0 } }, { draft: null, generatedMedia: [], videoInfos: [] }],
    [
      'entries that are none',
      { video_infos: [null, 3, {}, { no: 1 }] },
      { draft: null, generatedMedia: [], videoInfos: [] },
    ],
  ])('%s', (_name, data, expected) => {
    expect(stateOf(data)).toEqual(expected);
  });

  test.each<[string, Json, Partial<NemoState>]>([
    [
      'its keys in camelCase',
      { state: { generatedMedia: ['/a.mp4'], videoInfos: ['/b.mp4'] } },
      {
        generatedMedia: [{ key: '/a.mp4', url: '/a.mp4' }],
        videoInfos: [{ key: '/b.mp4', url: '/b.mp4' }],
      },
    ],
    ['a draft that is no object', { draft: '[1]' }, { draft: null }],
    ['an empty draft', { draft: {} }, { draft: null }],
    ['a draft that is no JSON', { draft: '{' }, { draft: null }],
    [
      'a canvas as JSON text',
      { canvasConfig: '{"w":1080,"h":"1920","frameRate":29.97}' },
      {
        canvas: { width: 1080, height: 1920, fps: 30 },
      },
    ],
    ['a canvas with a frame rate alone', { canvas_config: { width: 1080, fps: 24 } }, { canvas: { fps: 24 } }],
    ['a canvas of one pixel', { canvas_config: { width: 1, height: 1, fps: 0 } }, { canvas: { width: 1, height: 1 } }],
    ['the first id that is one', { user_id: 'me', state: { user_id: '', userId: 'u-2' } }, { userId: 'u-2' }],
    ['the id of the answer before that of the state', { userId: 'u-1', state: { user_id: 'u-2' } }, { userId: 'u-1' }],
    [
      'lists by a key',
      { video_infos: { a: ['/1.mp4', '/2.mp4'], b: { name: 'b' }, c: { title: 'c', url: '' } } },
      {
        videoInfos: [
          { key: '/1.mp4', url: '/1.mp4' },
          { key: '/2.mp4', url: '/2.mp4' },
          { key: 'b', name: 'b' },
          { key: 'c', name: 'c' },
        ],
      },
    ],
    [
      'lists by a key whose clips have nothing but names',
      { video_infos: { a: [{ name: 'x' }, { name: 'y' }] } },
      {
        videoInfos: [
          { key: 'x', name: 'x' },
          { key: 'y', name: 'y' },
        ],
      },
    ],
    [
      'a clip by its id, then its address, then its name',
      {
        generated_media: [
          { hash: 'h', url: '/a.mp4#t' },
          { fileUrl: '/a.mp4?sig#t', filename: 'a' },
          { file_name: 'a', type: '', mediaType: 'video' },
          { kind: 'video' },
          'no address',
          'http://c.example/x',
        ],
      },
      {
        generatedMedia: [
          { key: 'h', url: '/a.mp4#t' },
          { key: '/a.mp4', url: '/a.mp4?sig#t', name: 'a' },
          { key: 'a', name: 'a', kind: 'video' },
          { key: 'http://c.example/x', url: 'http://c.example/x' },
        ],
      },
    ],
  ])('is read with %s', (_name, data, expected) => {
    const none = { draft: null, generatedMedia: [], videoInfos: [] };
    expect(stateOf(data)).toEqual({ ...none, ...expected });
  });

  test('of names and addresses 2000 characters are kept', () => {
    const [clip] = stateOf({ video_infos: [{ id: 'i'.repeat(2001), name: 'n'.repeat(2001) }] }).videoInfos;
    expect([clip?.key.length, clip?.name?.length]).toEqual([2000, 2000]);
    const [by] = stateOf({ video_infos: [`/${'a'.repeat(2001)}?x`] }).videoInfos;
    expect(by?.key).toHaveLength(2000);
  });

  test('of lists by a key 500 clips are read of each and of all', () => {
    const list = (count: number, name: string) => Array.from({ length: count }, (_, index) => `/${name}${index}.mp4`);
    const video_infos = { a: list(700, 'a'), b: list(10, 'b') };
    const { videoInfos } = stateOf({ video_infos });
    expect(videoInfos).toHaveLength(500);
    expect(stateOf({ video_infos: { a: list(499, 'a'), b: list(10, 'b') } }).videoInfos.at(-1)?.url).toBe('/b0.mp4');
  });

  test('of a huge list of clips the first 500 are read', () => {
    const video_infos = Array.from({ length: 100_000 }, (_, id) => ({ id: `v${id}` }));
    expect(stateOf({ video_infos }).videoInfos).toHaveLength(500);
  });
});

describe('new clips', () => {
  const state = (generated: unknown[], videos: unknown[]): NemoState =>
    stateOf({ generated_media: generated, video_infos: videos });
  const before = state([`${CDN}/a.mp4?sig=1`], [{ id: '1', url: `${CDN}/up.mp4` }]);

  test.each([
    ['nothing new', [`${CDN}/a.mp4?sig=2`], [{ id: '1', url: `${CDN}/up.mp4` }], []],
    ['a generated one', [`${CDN}/a.mp4`, `${CDN}/b.mp4`], [{ id: '1' }], [`${CDN}/b.mp4`]],
    ['one in video_infos alone', [`${CDN}/a.mp4`], [{ id: '1' }, { id: 2 }], ['2']],
    ['one in both lists, once', [`${CDN}/c.mp4`], [{ url: `${CDN}/c.mp4` }], [`${CDN}/c.mp4`]],
    ['as many as before, but another', [`${CDN}/z.mp4`], [{ id: '1' }], [`${CDN}/z.mp4`]],
  ])('%s', (_name, generated, videos, expected) => {
    expect(newMedia(mediaKeys(before), state(generated, videos)).map(({ key }) => key)).toEqual(expected);
  });
});

describe('what is a video', () => {
  test.each([
    [{ url: `${CDN}/a.mp4?x=1` }, true],
    [{ url: `${CDN}/a`, kind: 'video' }, true],
    [{ url: `${CDN}/a` }, true],
    [{ url: `${CDN}/a.png` }, false],
    [{ url: `${CDN}/a.mp3` }, false],
    [{ url: `${CDN}/a.mp4`, kind: 'audio' }, false],
    [{ name: 'song.wav', url: `${CDN}/123` }, false],
    [{ name: 'film.MOV' }, true],
    [{ name: 'film.mp4', url: `${CDN}/123.json` }, true],
    [{ name: 'film' }, false],
    [{}, false],
    [{ url: `${CDN}/a.html`, kind: 'Video' }, true],
    [{ url: `${CDN}/a.mp4`, kind: 'Picture' }, false],
  ])('%j: %s', (item, expected) => {
    expect(isVideo(item)).toBe(expected);
  });

  test.each([
    [{ url: `${CDN}/a.mp4` }, `${CDN}/a.mp4`],
    [{ status: 'done', result: { video_url: `${CDN}/42` } }, `${CDN}/42`],
    [{ url: `${CDN}/song.mp3` }, undefined],
    [{ url: `${CDN}/42`, type: 'audio' }, undefined],
    [{ thumbnail_url: `${CDN}/42`, cover: `${CDN}/c.mp4` }, undefined],
    [{ message: 'see https://x.example' }, undefined],
    [{ data: { link: `${CDN}/42` } }, `${CDN}/42`],
    [{ output: { file: `${CDN}/song.mp3`, second: 'HTTPS://cdn.example/b.mov' } }, 'HTTPS://cdn.example/b.mov'],
    [{ result: { video: `${CDN}/42`, type: 'image' } }, `${CDN}/42`],
    [{ result: `${CDN}/42`, data: [`${CDN}/43`] }, `${CDN}/42`],
    [{ webpage: `${CDN}/42`, audio: `${CDN}/43`, subtitles: `${CDN}/44`, preview_image: `${CDN}/45` }, undefined],
    [{ url: '/relative.mp4', n: 3 }, undefined],
  ])('a tool that returns %j brought %s', (response, expected) => {
    expect(videoUrlIn(response)).toBe(expected);
  });
});

describe('ids without loss', () => {
  test('a session id of 19 digits written as a number keeps all of them, in every call that follows', async () => {
    const { fake, nemo } = await bench();
    fake.sessions.add('5529798706024415232');
    const body = '{"code":0,"data":{"task_id":5529798706024415233,"session_id":5529798706024415232,"user_id":"u"}}';
    fake.next(ROUTES.session, answer.bytes(Buffer.from(body), 'application/json'));
    const session = await nemo.createSession('en');
    expect(session).toEqual({ taskId: '5529798706024415233', sessionId: '5529798706024415232', userId: 'u' });
    await nemo.state(session.sessionId);
    expect(fake.calls(ROUTES.state)[0]?.params.sid).toBe('5529798706024415232');
  });

  test('digits inside of texts stay as they are', async () => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    const body =
      '{"code":0,"data":{"state":{"draft":{"a":"x: 12345678901234567890, \\"1234567890123456789","n":1.2345678901234567}}}}';
    fake.next(ROUTES.state, answer.bytes(Buffer.from(body), 'application/json'));
    expect((await nemo.state(sessionId)).draft).toEqual({
      a: 'x: 12345678901234567890, "1234567890123456789',
      n: 1.2345678901234567,
    });
  });
});
