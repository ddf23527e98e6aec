import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, type FakeNemo, ONE_CLIP_DRAFT, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';
import { tinyVideo } from '../fakes/tiny-video.ts';
import { type CoreRig, PUBLIC_URL } from './core.ts';
import { picture } from './pictures.ts';

/** A message of the bot as a person sees it. */
export interface SeenMessage {
  text: string;
  /** The video's bytes. */
  video?: Buffer;
  /** A picture or document that came with it. */
  file?: Buffer;
  /** What is written on its buttons. */
  buttons: string[];
}

export interface SentFile {
  name: string;
  bytes: Buffer;
}

/** A conversation of one person with the bot in private, over the platform's wire. */
export interface Conversation {
  rig: CoreRig;
  /** The person sends a message with its files, in one go. Resolves once it is on its way. */
  says(text: string, files?: SentFile[]): Promise<void>;
  /** Everything that the bot shows in the chat now, oldest first. */
  seen(): SeenMessage[];
  /** Resolves with a message that is, or will be, on show. */
  sees(wanted: (message: SeenMessage) => boolean): Promise<SeenMessage>;
  /** Presses a button of the last message that has, or had, one which reads like this: a client may show an old one. */
  presses(label: RegExp): Promise<void>;
  /** The person cannot be written to any more; undefined where that cannot happen. */
  leaves?(): Promise<void>;
  /** The platform gives the last message to the bot once more; undefined where it never does. */
  repeats?(): Promise<void>;
  close(): Promise<void>;
}

/** An adapter as the contract knows it. */
export interface AdapterDescriptor {
  name: string;
  /** The platform, the adapter and the core, all started, with this Nemo behind them. */
  start(nemo: FakeNemo): Promise<Conversation>;
  /** Largest video that the chat takes, in bytes; undefined where there is no limit. */
  maxVideoBytes?: number;
  /** False where messages have no buttons. */
  hasButtons: boolean;
}

const files = async (...names: string[]): Promise<SentFile[]> =>
  Promise.all(
    names.map(async (name, index) => ({ name, bytes: await picture(['#cc3333', '#33cc66', '#3366cc'][index]) })),
  );
const reads = (pattern: RegExp) => (message: SeenMessage) => pattern.test(message.text);
const READY = /^✅ Video ready: 1 s, 320×180/;

/** What every adapter must do, told with what people send and see. */
export function adapterContract(descriptor: AdapterDescriptor): void {
  describe(`${descriptor.name}: what every adapter must do`, () => {
    let nemo: FakeNemo;
    let chat: Conversation;

    beforeEach(async () => {
      nemo = await startFakeNemo();
      nemo.video = await tinyVideo();
      chat = await descriptor.start(nemo);
    });
    afterEach(async () => {
      await chat.close();
      await nemo.close();
    });

    it('photos with a caption become a video: all of them, in order, one prompt, the very bytes', async () => {
      nemo.on(ROUTES.prompt, nemo.edit(ONE_CLIP_DRAFT, [adk.text('Your clip has a slow zoom.')]));
      await chat.says('make a clip with a slow zoom', await files('a.jpg', 'b.jpg', 'c.jpg'));
      await chat.sees(reads(READY));
      await chat.rig.engine.idle();
      expect(chat.seen().find(reads(READY))?.video?.equals(nemo.video)).toBe(true);
      expect(nemo.calls(ROUTES.upload)).toHaveLength(3);
      const prompts = nemo.calls(ROUTES.prompt).map((call) => call.json);
      expect(prompts).toHaveLength(1);
      expect(prompts[0]).toMatchObject({ new_message: { parts: [{ text: 'make a clip with a slow zoom' }] } });
      expect(chat.seen().filter(({ text }) => text.startsWith('Your clip has a slow zoom.'))).toHaveLength(1);
    });

    it('nothing of the progress is left in the end, and nothing in the spool', async () => {
      await chat.says('make a clip', await files('a.jpg'));
      await chat.sees(reads(READY));
      await chat.rig.engine.idle();
      expect(chat.seen().filter(({ text }) => /^(🔌|📥|📤|🎬|🎞 (Render|Wait)|📨)/.test(text))).toEqual([]);
      expect(await chat.rig.spooled()).toEqual([]);
    });

    it('what the agent wrote is shown as it stands: no markup, no mention, no letter lost', async () => {
      const said = 'Tips & tricks: a < b > c, <b>not bold</b> & "quotes" 🏝️ 你好';
      nemo.on(ROUTES.prompt, nemo.edit(ONE_CLIP_DRAFT, [adk.text(said)]));
      await chat.says('make a clip', await files('a.jpg'));
      const reply = await chat.sees(reads(/Tips/));
      expect(reply.text.startsWith(said)).toBe(true);
    });

    it('a long answer arrives whole, in order, however many messages it takes', async () => {
      const words = Array.from({ length: 600 }, (_, index) => `word${index}`);
      nemo.on(ROUTES.prompt, nemo.edit(ONE_CLIP_DRAFT, [adk.text(words.join(' '))]));
      await chat.says('make a clip', await files('a.jpg'));
      await chat.sees(reads(READY));
      const shown = chat.seen().flatMap(({ text }) => text.match(/\bword\d+\b/g) ?? []);
      expect(shown).toEqual(words);
    });

    it('status and cancel do not wait behind the running turn', async () => {
      nemo.on(ROUTES.prompt, answer.sse([], { hang: true }));
      await chat.says('make a clip', await files('a.jpg'));
      await nemo.called(ROUTES.prompt);
      await chat.says('/status');
      await chat.sees(reads(/^⏳ Working on: “make a clip”/));
      await chat.says('/cancel');
      await chat.sees(reads(/^🛑 Stopped: “make a clip”/));
      await chat.rig.engine.idle();
    });

    it('a file that cannot be used is answered with the reason', async () => {
      await chat.says('make a clip', [{ name: 'notes.jpg', bytes: Buffer.from('%PDF-1.7\n1 0 obj\n') }]);
      const refusal = await chat.sees(reads(/^⚠️ /));
      expect(refusal.text).toMatch(/is a PDF, which I can’t use/);
    });

    it('somebody who writes Chinese is answered in Chinese', async () => {
      await chat.says('做一个视频', await files('a.jpg'));
      await chat.sees(reads(/^✅ 视频做好了：1 秒，320×180/));
    });

    it('a turn that a stop interrupts is ended by the next process, and reported once', async () => {
      nemo.next(ROUTES.renderStatus, answer.never());
      await chat.says('make a clip', await files('a.jpg'));
      await nemo.called(ROUTES.renderStatus);
      await chat.rig.restart();
      await chat.sees(reads(READY));
      await chat.rig.engine.idle();
      expect(chat.seen().filter(reads(READY))).toHaveLength(1);
      expect(nemo.calls(ROUTES.prompt)).toHaveLength(1);
      expect(nemo.renders.size).toBe(1);
    });

    it.runIf(descriptor.maxVideoBytes !== undefined)('a video over the limit comes as a link', async () => {
      // Up to 300 MB the core makes a version that fits.
      const bytes = Math.max(descriptor.maxVideoBytes ?? 0, 300_000_000) + 1;
      nemo.on(ROUTES.file, (_request, response) => {
        response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': bytes });
        response.write(nemo.video);
      });
      await chat.says('make a clip', await files('a.jpg'));
      const link = await chat.sees(reads(/^✅ Video ready\. At .* it is too big for this chat/));
      expect(link.text).toContain(`${PUBLIC_URL}/files/`);
      expect(link.video).toBeUndefined();
    });

    it.runIf(descriptor.hasButtons)(
      'a button does what it says, for the project of its video, also after a new one was begun',
      async () => {
        await chat.says('make a clip', await files('a.jpg'));
        const video = await chat.sees(reads(READY));
        expect(video.buttons[0]).toMatch(/Another version/);
        await chat.rig.engine.idle();
        await chat.presses(/Another version/);
        await nemo.called(ROUTES.prompt, 2);
        await chat.rig.engine.idle();
        await chat.says('/new');
        await chat.sees(reads(/^🆕 New project/));
        await chat.presses(/Another version/);
        await chat.sees(reads(/^↩️ Back to the project of that message/));
        await nemo.called(ROUTES.prompt, 3);
        const sessions = nemo.calls(ROUTES.prompt).map(({ json }) => json);
        expect(sessions.map((json) => (json as { session_id: string }).session_id)).toEqual(Array(3).fill('session-1'));
      },
    );

    it.runIf(descriptor.hasButtons)('a question of the agent is answered by a button, once', async () => {
      const labels = [
        'Calm',
        'Fast',
        'Loud',
        'Odd',
        'Warm',
        'Cold',
        'A choice whose label is much longer than a button',
      ];
      const options = labels.map((label) => ({ id: label, label }));
      const question = { questions: [{ id: 'q', prompt: 'Which style?', options }] };
      nemo.next(ROUTES.prompt, answer.sse([adk.call('c', 'ask_question', question)]));
      await chat.says('make a clip');
      const asked = await chat.sees(reads(/^❓ Which style\?/));
      expect(asked.buttons).toEqual([...labels.map((label, index) => `${index + 1}. ${label}`), '⏭ Skip']);
      await chat.rig.engine.idle();
      await chat.presses(/Fast/);
      const sent = await nemo.called(ROUTES.prompt, 2);
      expect(sent.json).toMatchObject({ new_message: { parts: [{ text: '1. Which style?: Fast' }] } });
      await chat.rig.engine.idle();
      await chat.presses(/Warm/);
      await chat.sees(reads(/^That was answered already: Fast/));
      expect(nemo.calls(ROUTES.prompt)).toHaveLength(2);
    });

    it.runIf(descriptor.hasButtons)('a button that is pressed three times at once runs once', async () => {
      await chat.says('make a clip', await files('a.jpg'));
      await chat.sees(reads(READY));
      await chat.rig.engine.idle();
      await Promise.all([1, 2, 3].map(() => chat.presses(/Another version/)));
      await nemo.called(ROUTES.prompt, 2);
      await chat.rig.engine.idle();
      expect(nemo.calls(ROUTES.prompt)).toHaveLength(2);
    });

    it('a reply can carry a picture: what was used comes as a chart', async () => {
      await chat.says('make a clip', await files('a.jpg'));
      await chat.sees(reads(READY));
      await chat.rig.engine.idle();
      await chat.says('/usage');
      const usage = await chat.sees(reads(/^📊 You: \d+ credits with 1 requests/));
      await chat.rig.engine.idle();
      const { width, height, format } = await sharp(usage.file).metadata();
      expect([width, height, format]).toEqual([1080, expect.any(Number), expect.stringMatching(/^(?:png|jpeg)$/)]);
    });

    it('a message that the platform repeats is taken once', async (context) => {
      if (!chat.repeats) return context.skip();
      await chat.says('/credits');
      await chat.sees(reads(/^💳/));
      await chat.repeats();
      await chat.says('/status');
      await chat.sees(reads(/^Nothing is running/));
      await chat.rig.engine.idle();
      expect(chat.seen().filter(reads(/^💳/))).toHaveLength(1);
    });

    it('a chat that is gone ends its turn quietly', async (context) => {
      if (!chat.leaves) return context.skip();
      nemo.next(ROUTES.renderStatus, answer.never());
      await chat.says('make a clip', await files('a.jpg'));
      await nemo.called(ROUTES.renderStatus);
      await chat.leaves();
      await chat.rig.restart();
      await chat.rig.engine.idle();
      expect((await chat.rig.journal()).map((turn) => turn.outcome)).toEqual(['chat-gone']);
      expect(chat.rig.log.filter((line) => line.includes('"level":50'))).toEqual([]);
    });
  });
}
