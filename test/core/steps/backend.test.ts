import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { adk, answer, type FakeHandler, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const TITLED = { d: 3000, t: [{ tt: 7, sg: [{ id: 't1', s: 0, d: 3000, m: { text: 'Hello' } }] }] };
const SILENT = [adk.call('c', 'edit_multitrack'), adk.result('c', 'edit_multitrack')];
const clip = (name: string) => ({ id: name, url: `${rig.nemo.url}/files/${name}.mp4`, type: 'video' });

/** Changes the state at the so-manyth reading of it from now on. */
function changesAtReading(count: number, change: () => void): void {
  let readings = 0;
  const handler: FakeHandler = (request, response) => {
    readings += 1;
    if (readings >= count) change();
    return answer.ok({ state: rig.nemo.state })(request, response);
  };
  rig.nemo.on(ROUTES.state, handler);
}

describe('the state', () => {
  it('a change that lands seconds after a silent stream is found, and nothing is asked again', async () => {
    rig.nemo.next(ROUTES.prompt, answer.sse(SILENT));
    // The baseline, the reading right after the stream, two more.
    changesAtReading(4, () => {
      rig.nemo.state.draft = TITLED;
    });
    const text = (await rig.says('add the title Hello')).at(-1);
    expect(text).toContain('✅ Title added: “Hello” (0-3s)');
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
  });

  it('a silent stream that changed nothing is waited for no longer than its tools usually take', async () => {
    rig.nemo.next(ROUTES.prompt, answer.sse(SILENT));
    rig.nemo.on(ROUTES.state, answer.ok({ state: rig.nemo.state }));
    const begun = rig.clock.now();
    const text = (await rig.says('do the thing')).at(-1);
    expect(text).toMatch(/^Nothing on the timeline changed/);
    expect(rig.clock.now() - begun).toBe(15_000);
  });

  test.each([
    ['video_infos', 'video_infos' as const],
    ['generated_media', 'generated_media' as const],
  ])(
    'a clip that stands in %s alone is delivered as a video, after a silent stream and after a cut one',
    async (_name, list) => {
      for (const cut of [false, true]) {
        const name = `clip-${cut}`;
        rig.nemo.next(
          ROUTES.prompt,
          answer.all(
            () => {
              rig.nemo.state[list] = [...rig.nemo.state[list], clip(name)];
            },
            answer.sse(SILENT, { cut }),
          ),
        );
        const texts = await rig.says('make a clip of the sea');
        expect(texts.at(-1)).toMatch(/^✅ Video ready/);
        expect(texts.join('\n')).not.toMatch(/nothing|no change/i);
        expect(rig.nemo.calls(ROUTES.render)).toHaveLength(0);
      }
      expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(2);
    },
  );

  it('"export" without a timeline gives the generated clip', async () => {
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('The clip is made.')]));
    await rig.says('make a clip');
    rig.nemo.state.generated_media = [clip('late')];
    expect((await rig.says('export')).at(-1)).toMatch(/^✅ Video ready/);
  });

  it('files of the turn that the state lists late are no new clips', async () => {
    rig.nemo.next(
      ROUTES.prompt,
      answer.all(
        () => {
          rig.nemo.state.video_infos = [{ filename: 'photo.jpg', url: 'https://cdn.example/photo.jpg' }];
        },
        answer.sse([adk.text('What should I do with it?')]),
      ),
    );
    const texts = await rig.says('look at it', [await rig.photo()]);
    expect(texts.at(-1)).toBe('What should I do with it?');
  });
});

describe('errors that the agent reports within a stream have the sentence of their kind', () => {
  const CREDITS = '💳 The free credits are used up. Register to get more: https://web.example/register?bind=anon_1';
  test.each([
    ['as a frame', [{ error: { code: 2001, message: 'x' } }], CREDITS],
    ['as an ADK error code', [adk.call('c', 'cut'), adk.errorCode('2001', 'x')], CREDITS],
    ['inside a tool’s result', [adk.call('c', 'cut'), adk.result('c', 'cut', { code: 2001, message: 'x' })], CREDITS],
    ['the model is overloaded', [adk.errorCode('429', 'exhausted')], /^⚠️ Nemo is very busy/],
    ['something else', [adk.errorCode('SAFETY', 'blocked')], /^⚠️ Nemo’s agent ran into a problem/],
  ])('%s', async (_name, events, sentence) => {
    rig.nemo.next(ROUTES.prompt, answer.sse(events));
    const texts = await rig.says('make it shorter');
    expect(texts.at(-1)).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence));
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
  });

  it('the agent’s words about it come first', async () => {
    const result = adk.result('c', 'cut', { code: 2001, message: 'x' });
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.call('c', 'cut'), result, adk.text('I could not cut it.')]));
    expect((await rig.says('make a sunset video')).slice(-2)).toEqual(['I could not cut it.', CREDITS]);
  });

  it('403 for a render says that the plan does not allow it, with the registration link', async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    rig.nemo.on(ROUTES.render, answer.code(403, 'scope', 403));
    expect((await rig.says('export')).at(-1)).toContain('https://web.example/register?bind=anon_1');
  });
});

describe('the agent asks', () => {
  it('a question is shown with its choices, and the answer is an ordinary message', async () => {
    const args = {
      questions: [
        {
          id: 'q',
          prompt: 'Which style?',
          options: [
            { id: 'a', label: 'Calm' },
            { id: 'b', label: 'Fast' },
          ],
        },
      ],
    };
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.call('c', 'ask_question', args)]));
    expect((await rig.says('make a video')).at(-1)).toBe(
      '❓ Which style?\n1. Calm\n2. Fast\nChoose one, say its number, or answer in your own words.',
    );
    await rig.says('the calm one');
    expect(rig.nemo.calls(ROUTES.prompt)[1]?.json).toMatchObject({
      new_message: { parts: [{ text: 'the calm one' }] },
    });
  });

  it('"click Generate" means that it waits for a yes', async () => {
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('The plan has three shots. Click Generate to start.')]));
    expect((await rig.says('plan a video')).at(-1)).toBe(
      'The plan has three shots.\n\n👉 Nemo waits for a yes. Say “yes, go ahead” to go on; that uses credits.',
    );
  });

  it('raw JSON within a sentence is not shown', async () => {
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('Done: {"status":"ok","id":7}. The clip is shorter.')]));
    expect((await rig.says('shorter')).at(-1)).toMatch(/^Done\. The clip is shorter\./);
  });
});

describe('renders', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
  });
  const ids = () => rig.nemo.calls(ROUTES.render).map(({ json }) => (json as { id: string }).id);

  it('one that fails is submitted once more under another id', async () => {
    rig.nemo.next(ROUTES.renderStatus, answer.json({ status: 'failed', error: 'oops' }));
    const before = ids().length;
    expect((await rig.says('export')).at(-1)).toMatch(/^✅ Video ready/);
    const [first, second] = ids().slice(before);
    expect(second).not.toBe(first);
  });

  it('one that fails twice is given up', async () => {
    rig.nemo.on(ROUTES.renderStatus, answer.json({ status: 'failed', error: 'oops' }));
    const before = ids().length;
    expect((await rig.says('export')).at(-1)).toMatch(/^⚠️ The render failed/);
    expect(ids()).toHaveLength(before + 2);
  });

  it('a duplicate id is answered with a new one', async () => {
    rig.nemo.next(ROUTES.render, answer.json({ success: false, error: 'render id already exists' }, 409));
    const before = ids().length;
    expect((await rig.says('export')).at(-1)).toMatch(/^✅ Video ready/);
    expect(new Set(ids().slice(before)).size).toBe(2);
  });

  it('is polled soon at first, then ever more seldom', async () => {
    rig.nemo.renderScript = [...Array.from({ length: 8 }, () => ({ status: 'processing' })), { status: 'completed' }];
    const begun = rig.clock.now();
    await rig.says('export');
    // 2, 3, 4.5, 6.75, 10.125, 15.188, 22.781 s, then RENDER_POLL_EVERY.
    expect(rig.clock.now() - begun).toBe(124_344);
  });
});

it('1002 for a session that held nothing: the prompt goes to a new one, and nobody is asked for photos', async () => {
  rig.nemo.next(ROUTES.state, answer.code(1002, 'gone'));
  const texts = await rig.says('make a video of the sea');
  expect(texts.join('\n')).not.toMatch(/send your photos again/);
  expect(rig.nemo.calls(ROUTES.session)).toHaveLength(2);
  expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
});
