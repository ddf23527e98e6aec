import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, type FakeHandler, ROUTES } from '../../fakes/nemo/index.ts';
import { killedAt, snapshot } from '../rig/kill.ts';
import { Rig, type RigOptions } from '../rig/rig.ts';

let rig: Rig;
const start = async (options: RigOptions = { previews: true }) => {
  rig = await Rig.start(options);
  await rig.says('animate it', [await rig.photo()]);
  rig.chat.sent.length = 0;
};
beforeEach(() => start());
afterEach(() => rig.close());

const EDITED = 'A title is on it.';
const PREVIEW = '👀 Preview in low resolution: 1 s, 320×180. Export for the video in full quality.';
const VIDEO = expect.stringMatching(/^✅ Video ready/);

/** The agent puts a title on the video, with these words. */
function edits(words = EDITED): FakeHandler {
  return answer.all(
    () => {
      const draft = rig.nemo.state.draft as { t: unknown[] };
      const title = { id: `t${rig.nemo.calls(ROUTES.prompt).length}`, s: 0, d: 1000, m: { text: 'Summer' } };
      rig.nemo.state.draft = { ...draft, t: [...draft.t, { tt: 7, sg: [title] }] };
    },
    answer.sse([adk.text(words)]),
  );
}

const firstLines = () => rig.chat.sent.map(({ text }) => text.split('\n')[0]);
const qualities = () =>
  rig.nemo.calls(ROUTES.render).map(({ json }) => (json as { output: { quality: string } }).output.quality);
const outcomes = async () => (await rig.journal()).map(({ outcome }) => outcome);

describe('after an edit', () => {
  it('the words come first, then a preview that says what it is and leads to the video', async () => {
    rig.nemo.next(ROUTES.prompt, edits());
    await rig.says('add the title Summer');
    expect(firstLines()).toEqual([EDITED, PREVIEW]);
    expect(rig.chat.sent.map(({ next }) => next)).toEqual([['export', 'variation', 'timeline'], ['export']]);
    expect(rig.chat.sent[1]?.video).toMatchObject({ width: 320, height: 180 });
    expect(qualities()).toEqual(['high', 'preview']);
  });

  it('the whole video comes when it is asked for', async () => {
    rig.nemo.next(ROUTES.prompt, edits());
    await rig.says('add the title Summer');
    await rig.says('export');
    expect(firstLines()).toEqual([EDITED, PREVIEW, VIDEO]);
    expect(qualities()).toEqual(['high', 'preview', 'high']);
  });

  it('a button that the agent speaks of is no order for the whole video', async () => {
    rig.nemo.next(ROUTES.prompt, edits(`${EDITED} Click Export in the top right corner.`));
    await rig.says('add the title Summer');
    expect(firstLines()).toEqual([EDITED, PREVIEW]);
  });

  it('a preview of the beginning says so', async () => {
    rig.nemo.renderScript = [
      { status: 'completed', output: { url: `${rig.nemo.url}/files/preview.mp4`, duration_ms: 90_000 } },
    ];
    rig.nemo.next(ROUTES.prompt, edits());
    await rig.says('add the title Summer');
    expect(firstLines()[1]).toBe(
      '👀 Preview of the first 1 s in low resolution, 320×180. Export for the whole video in full quality.',
    );
  });

  it('a preview that fails is left out: the edit was answered', async () => {
    rig.nemo.renderScript = [{ status: 'failed', error: 'no' }];
    rig.nemo.next(ROUTES.prompt, edits());
    await rig.says('add the title Summer');
    expect(firstLines()).toEqual([EDITED]);
    expect(await outcomes()).toEqual(['done', 'done']);
  });

  it('a preview that the platform does not take is left out as well', async () => {
    rig.chat.onSend = async ({ video }) => {
      if (video) throw new Error('503');
    };
    rig.nemo.next(ROUTES.prompt, edits());
    await rig.says('add the title Summer');
    expect(firstLines()).toEqual([EDITED]);
    expect(await outcomes()).toEqual(['done', 'done']);
  });

  it('none comes that was declined, or where nothing changed', async () => {
    rig.nemo.next(ROUTES.prompt, edits(), answer.sse([adk.text('It is fine as it is.')]));
    await rig.says('add the title Summer but don’t export yet');
    await rig.says('make it nicer');
    expect(firstLines()).toEqual([EDITED, 'It is fine as it is.']);
    expect(qualities()).toEqual(['high']);
  });
});

it('a first video comes whole, also where its photos were sent before', async () => {
  await rig.close();
  rig = await Rig.start({ previews: true });
  rig.nemo.state.draft = null;
  rig.nemo.next(
    ROUTES.prompt,
    answer.all(
      () => {
        const photo = { id: 'c1', s: 0, d: 1000, m: { name: 'sea.jpg', src: 'm1' } };
        rig.nemo.state.draft = { d: 1000, t: [{ tt: 0, sg: [photo] }] };
      },
      answer.sse([adk.text('Here it is.')]),
    ),
  );
  await rig.says('make a sunset video');
  expect(qualities()).toEqual(['high']);
  expect(firstLines()).toContainEqual(VIDEO);
});

it('with a backend that makes none, an edit is answered in words alone', async () => {
  await rig.close();
  await start({});
  rig.nemo.next(ROUTES.prompt, edits());
  await rig.says('add the title Summer');
  expect(firstLines()).toEqual([EDITED]);
  expect(qualities()).toEqual(['high']);
});

describe('a preview that is being made', () => {
  beforeEach(async () => {
    rig.nemo.next(ROUTES.prompt, edits());
    rig.nemo.next(ROUTES.renderStatus, answer.never());
    const polls = rig.nemo.calls(ROUTES.renderStatus).length;
    await rig.engine.accept(rig.chat.message('add the title Summer'));
    await rig.nemo.called(ROUTES.renderStatus, polls + 1);
  });

  it('is dropped for the one of the next edit', async () => {
    rig.nemo.next(ROUTES.prompt, edits('Another title is on it.'));
    await rig.says('add another title');
    expect(firstLines()).toEqual([EDITED, 'Another title is on it.', PREVIEW]);
    expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(1);
    expect(await outcomes()).toEqual(['done', 'cancelled', 'done']);
  });

  it('comes after all when the next request changes nothing', async () => {
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('I did not understand.')]));
    await rig.says('make it nicer');
    expect(firstLines()).toEqual([EDITED, 'I did not understand.', PREVIEW]);
  });

  it('is dropped for the video itself', async () => {
    await rig.says('export');
    expect(firstLines()).toEqual([EDITED, VIDEO]);
    expect(qualities()).toEqual(['high', 'preview', 'high']);
  });

  it('is dropped for the video of new files', async () => {
    rig.nemo.next(ROUTES.prompt, edits('The new photo is in it.'));
    await rig.says('add this', [await rig.photo('b.jpg')]);
    expect(firstLines()).toEqual([EDITED, 'The new photo is in it.', VIDEO]);
  });

  it('outlives its process, and is rendered and posted once', async () => {
    const copy = await snapshot(rig);
    await killedAt(rig, copy);
    rig.chat.sent.length = 0;
    await rig.engine.recover();
    await rig.engine.idle();
    expect(firstLines()).toEqual([PREVIEW]);
    expect(qualities()).toEqual(['high', 'preview']);
    await rig.restart();
    await rig.engine.recover();
    await rig.engine.idle();
    expect(firstLines()).toEqual([PREVIEW]);
  });
});
