import { describe, expect, test } from 'vitest';
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
