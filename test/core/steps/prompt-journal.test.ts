import { beforeEach, describe, expect, it } from 'vitest';
import { prompt } from '../../../src/core/steps/prompt.ts';
import { newPrompt } from '../../../src/core/turn/new-work.ts';
import type { PromptWork } from '../../../src/core/turn/turn.ts';
import type { TurnContext } from '../../../src/core/turn/turn-context.ts';
import type { NemoState, PromptEvent, PromptReply } from '../../../src/nemo/nemo.ts';
import { ONE_CLIP_DRAFT } from '../../fakes/nemo/index.ts';
import { EMPTY, LOST, LoneStep, UNSENT } from '../rig/lone-step.ts';

const WITH_CLIP: NemoState = { ...EMPTY, draft: ONE_CLIP_DRAFT };

let lone: LoneStep;
beforeEach(() => {
  lone = new LoneStep();
});

describe('a prompt', () => {
  const shown = ({ sending, reply, baseline, attempt }: PromptWork) =>
    [baseline ? 'with baseline' : '', sending ? 'sending' : 'unsent', attempt ?? '', reply ? 'answered' : ''].join(' ');
  const said: PromptReply = { end: 'clean', text: 'Done.', tools: [], files: [] };

  /** Sends the prompt in a stream that does this. */
  async function sent(
    work: PromptWork,
    stream: (hooks: { onSending(sending: boolean): Promise<void>; onEvent(event: PromptEvent): void }) => unknown,
    { owns = true, fails = false } = {},
  ): Promise<void> {
    const nemo = {
      prompt: async (_session: string, text: string, hooks: Parameters<typeof stream>[0]) => {
        lone.events.push(`stream ${text}`);
        return ((await stream(hooks)) as PromptReply | undefined) ?? said;
      },
    };
    const context = lone.contextFor(work, shown, nemo);
    const claimPrompt = async (attempt: number) => {
      if (fails) throw new Error('not written');
      lone.events.push(`claim ${attempt} ${shown(work)}`);
      return owns;
    };
    await lone.ended(prompt({ ...context, claimPrompt } as TurnContext, work));
  }

  it('is remembered and paid for before it leaves, and leaves once that is journaled with the draft of before', async () => {
    const work = newPrompt('rain');
    await sent(work, async ({ onSending }) => {
      await onSending(true);
      lone.events.push('leaves');
    });
    expect(lone.events).toEqual([
      ...['remember rain', 'reserve', 'measure', 'stream rain', 'claim 1 with baseline sending 1 ', 'leaves'],
      ...['measured', 'save with baseline sending 1 answered'],
    ]);
    expect(work.reply).toMatchObject({ text: 'Done.', fromStream: true });
  });

  it('that is held again is journaled as unsent, and its next attempt has the next number', async () => {
    const work = newPrompt('rain');
    await sent(work, async ({ onSending }) => {
      await onSending(true);
      await onSending(false);
      await onSending(true);
    });
    expect(lone.events.slice(4, 7)).toEqual([
      'claim 1 with baseline sending 1 ',
      'save with baseline unsent 1 ',
      'claim 2 with baseline sending 2 ',
    ]);
  });

  it('that another copy of the turn has claimed is not sent, and what became of it is read', async () => {
    const work = newPrompt('rain');
    await sent(work, ({ onSending }) => onSending(true).then(() => lone.events.push('leaves')), { owns: false });
    expect(lone.events).not.toContain('leaves');
    expect(work.reply).toEqual({ text: '', fromStream: false });
    expect(lone.events.at(-1)).toBe('save with baseline sending 1 answered');
  });

  it('whose leaving cannot be journaled does not leave, and counts as unsent', async () => {
    const work = newPrompt('rain');
    const step = sent(work, ({ onSending }) => onSending(true), { fails: true });
    await expect(step).rejects.toThrow('not written');
    expect([work.sending, work.attempt, work.reply]).toEqual([false, undefined, undefined]);
    expect(lone.events.at(-1)).toBe('measured');
  });

  it('that an earlier process sent is not sent again', async () => {
    const work = { ...newPrompt('rain'), sending: true, baseline: { draft: null, mediaCount: 0, media: [] } };
    lone.states = [EMPTY, WITH_CLIP];
    await sent(work, () => lone.events.push('leaves'));
    expect(lone.events).toEqual(['save with baseline sending  answered']);
    expect(lone.clock.now()).toBe(3000);
    lone.events.length = 0;
    await sent(work, () => lone.events.push('leaves'));
    expect(lone.events).toEqual([]);
  });

  it('whose answer is lost is looked for; one that certainly did not leave fails', async () => {
    const work = newPrompt('rain');
    await sent(work, async ({ onSending }) => {
      await onSending(true);
      throw LOST();
    });
    expect(work.reply).toEqual({ text: '', fromStream: false });
    const other = newPrompt('snow');
    await expect(sent(other, () => Promise.reject(UNSENT()))).rejects.toThrow('refused');
    expect(other.reply).toBeUndefined();
  });

  it('brings a raw clip that is journaled before it is announced, once', async () => {
    const response = { output_url: 'https://cdn.example/raw.mp4' };
    const clip: PromptEvent = { type: 'tool-result', name: 'generate_video', response };
    await sent(newPrompt('rain'), async ({ onSending, onEvent }) => {
      await onSending(true);
      onEvent(clip);
      onEvent(clip);
    });
    expect(lone.events.slice(5)).toEqual([
      ...['save with baseline sending 1 ', 'reply rawClip', 'measured'],
      'save with baseline sending 1 answered',
    ]);
  });
});
