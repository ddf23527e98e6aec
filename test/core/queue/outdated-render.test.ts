import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const videos = () => rig.chat.sent.filter(({ video }) => video !== undefined).length;
const outcomes = async () => (await rig.journal()).map(({ outcome }) => outcome);

/** A photo with an instruction, whose render goes on until it is cancelled. */
async function rendersForever(): Promise<void> {
  rig.nemo.next(ROUTES.renderStatus, answer.never());
  await rig.engine.accept(rig.chat.message('animate it', [await rig.photo()]));
  await rig.nemo.called(ROUTES.renderStatus);
}

describe('a request that comes while the video is rendered', () => {
  it('cancels that render, and brings the only video', async () => {
    await rendersForever();
    await rig.engine.accept(rig.chat.message('wait, make it 10 seconds instead'));
    await rig.engine.idle();
    expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(1);
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(2);
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(2);
    expect(videos()).toBe(1);
    expect(await outcomes()).toEqual(['cancelled', 'done']);
  });

  it('brings the video though its own prompt fails', async () => {
    await rendersForever();
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.errorCode('AGENT_ERROR', 'no')]));
    await rig.engine.accept(rig.chat.message('wait, make it 10 seconds instead'));
    await rig.engine.idle();
    expect(videos()).toBe(1);
  });

  it('leaves a plain export alone, whose video is its whole answer', async () => {
    await rig.engine.accept(rig.chat.message('animate it', [await rig.photo()]));
    await rig.engine.idle();
    rig.nemo.next(ROUTES.renderStatus, answer.never());
    const before = rig.nemo.calls(ROUTES.renderStatus).length;
    await rig.engine.accept(rig.chat.message('export'));
    await rig.nemo.called(ROUTES.renderStatus, before + 1);
    await rig.engine.accept(rig.chat.message('make it longer'));
    expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(0);
    await rig.engine.accept(rig.chat.message('cancel all'));
    await rig.engine.idle();
  });

  it.each([
    ['with files of its own', async () => [await rig.photo('another.jpg')]],
    ['from somebody else', async () => []],
  ])('%s leaves it alone', async (who, attachments) => {
    await rendersForever();
    const userId = who === 'from somebody else' ? { userId: 'u2' } : {};
    await rig.engine.accept(rig.chat.message('make it longer', await attachments(), userId));
    expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(0);
    await rig.engine.accept(rig.chat.message('cancel all'));
    await rig.engine.idle();
  });
});

it('a request that waits before the render begins takes the video over: one render, one video', async () => {
  await rig.engine.accept(rig.chat.message('animate it', [await rig.photo()]));
  await rig.engine.accept(rig.chat.message('make it longer'));
  await rig.engine.idle();
  expect(rig.nemo.calls(ROUTES.render)).toHaveLength(1);
  expect(videos()).toBe(1);
});
