import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, type FakeHandler, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const UNCHANGED =
  'Nothing on the timeline changed. Try saying exactly what you want, for example “add the title "Summer" for the first 3 seconds”.';

const TITLED_DRAFT = {
  ...ONE_CLIP_DRAFT,
  t: [...ONE_CLIP_DRAFT.t, { tt: 7, sg: [{ id: 'title-1', s: 0, d: 3000, m: { text: 'Paradise Found' } }] }],
};

describe('rule 9: whatever is left out as talk of a screen, the user hears something', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
  });

  it('when the agent points at the export and there is nothing to export', async () => {
    const talk = 'Click the Export button in the top right corner to download your video.';
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text(talk)]));
    expect(await rig.says('make it nice')).toEqual([UNCHANGED]);
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(0);
  });

  it('when the agent wants something dragged, and says so again after it was asked to do it', async () => {
    const stream = answer.sse([adk.text('Drag the music clip to the start of the timeline.')]);
    rig.nemo.next(ROUTES.prompt, stream, stream);
    expect(await rig.says('add calm music')).toEqual([UNCHANGED]);
    expect(promptsSent(rig)).toEqual(['add calm music', expect.stringMatching(/^Move the music clip to the start/)]);
  });

  it('when the agent points at an export that the user does not want yet', async () => {
    await rig.says('animate it');
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('Click Export to download your video.')]));
    expect(await rig.says('check the pacing again but don’t export yet')).toEqual([UNCHANGED]);
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(0);
  });

  it('when the raw clip is all that came: it is delivered as the outcome', async () => {
    const url = 'https://cdn.example/raw.mp4';
    const handsOver: FakeHandler = () => {
      rig.nemo.state.generated_media = [{ url }];
    };
    const stream = answer.sse([adk.call('c1', 'generate_clip'), adk.result('c1', 'generate_clip', { url })]);
    rig.nemo.next(ROUTES.prompt, answer.all(handsOver, stream));
    expect(await rig.says('make a vertical clip of it')).toEqual([
      '🎬 The raw clip is there; music and titles come next.',
      'The format of a finished clip can’t be changed; it needs a new generation, which uses credits. Say “make a new vertical video” with the format you want.',
      expect.stringMatching(/^✅ Video ready: 1 s, 320×180/),
    ]);
  });
});

it('rule 6: tokens and raw JSON in the agent’s words reach neither chat nor log', async () => {
  await rig.says('', [await rig.photo()]);
  const leak =
    'Done. Use token nmv_usr_abcdef123 to open it.\n{"code":0,"data":{"task_id":"t-1","session_id":"session-1"}}';
  rig.nemo.next(ROUTES.prompt, answer.sse([adk.text(leak)]));
  expect(await rig.says('add a title')).toEqual(['Done. Use token [secret] to open it.']);
  expect(rig.log.join('')).not.toContain('nmv_usr_abcdef123');
});

describe('what is paid for is reported', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
  });

  /** The agent answers, and from then on the draft cannot be read. */
  function unseen(events: Record<string, unknown>[], cut = false) {
    rig.nemo.on(ROUTES.prompt, async (request, response) => {
      rig.nemo.on(ROUTES.state, answer.reset());
      await answer.sse(events, { cut })(request, response);
    });
  }

  it('also when the draft cannot be read after it: the agent’s own words', async () => {
    unseen([adk.text('Your clip has a slow zoom.')]);
    expect(await rig.says('animate it')).toEqual(['Your clip has a slow zoom.']);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });

  it('and a message with photos still gets its video, once the draft can be read', async () => {
    rig.nemo.on(ROUTES.prompt, async (request, response) => {
      rig.nemo.state.draft = ONE_CLIP_DRAFT;
      // As often as one call tries, before and after it was held.
      rig.nemo.next(ROUTES.state, ...Array.from({ length: 6 }, () => answer.status(500)));
      await answer.sse([adk.text('Your clip has a slow zoom.')])(request, response);
    });
    expect(await rig.says('animate it', [await rig.photo()])).toEqual([
      'Your clip has a slow zoom.',
      expect.stringMatching(/^✅ Video ready/),
    ]);
  });

  it('and where there are none, nobody is told to pay again', async () => {
    unseen([adk.partial('Wor')], true);
    expect(await rig.says('animate it')).toEqual([
      expect.stringMatching(
        /^⚠️ The connection broke, and I can’t see yet what became of your request\. I have not sent it again/,
      ),
    ]);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });
});

it('a video that the user does not want yet is not made, whatever the agent says', async () => {
  rig.nemo.next(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.text('Done. Click Export to download your video.')]));
  const texts = await rig.says('animate it, but don’t export yet', [await rig.photo()]);
  expect(texts.at(-1)).toMatch(/^Done\.\n\nTimeline/);
  expect(rig.nemo.calls(ROUTES.render)).toHaveLength(0);
});

it('what the agent wants dragged by hand is asked of the agent, once', async () => {
  await rig.says('', [await rig.photo()]);
  const talk = 'I added calm music. Drag the music clip to the start of the timeline.';
  rig.nemo.next(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.text(talk)]), answer.sse([adk.text(talk)]));
  const [reply] = await rig.says('add calm music');
  expect(reply).toMatch(/^I added calm music\.\n\nTimeline/);
  expect(promptsSent(rig)).toEqual(['add calm music', expect.stringMatching(/^Move the music clip to the start/)]);
});

it('rule 9: a silent edit is described by the difference on the timeline', async () => {
  await rig.says('animate it', [await rig.photo()]);
  rig.nemo.next(ROUTES.prompt, rig.nemo.edit(TITLED_DRAFT, [adk.call('c', 'add_title'), adk.result('c', 'add_title')]));
  expect(await rig.says('add a title')).toEqual([
    '✅ Title added: “Paradise Found” (0-3s)\n\nTimeline (2 tracks, 10 s):\n1. Video: photo.jpg (0-10s)\n2. Title: “Paradise Found” (0-3s)',
  ]);
});

it('rule 9: an edit that changed nothing is described as such', async () => {
  await rig.says('animate it', [await rig.photo()]);
  rig.nemo.next(ROUTES.prompt, answer.sse([]));
  const [text] = await rig.says('do the thing');
  expect(text).toMatch(/^Nothing on the timeline changed\. Try saying exactly what you want/);
});

it('rule 6: screen talk becomes an action, not words', async () => {
  await rig.says('', [await rig.photo()]);
  const talk = 'I added calm music. Click the Export button in the top right corner to download your video.';
  rig.nemo.next(ROUTES.prompt, rig.nemo.edit(TITLED_DRAFT, [adk.text(talk)]));
  const [reply, ready] = await rig.says('add calm music');
  expect(reply).toMatch(/^I added calm music\.\n\nTimeline/);
  expect(reply).not.toMatch(/click|button/i);
  expect(ready).toMatch(/^✅ Video ready/);
});
