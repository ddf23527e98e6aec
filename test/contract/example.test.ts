import type { FakeNemo } from '../fakes/nemo/index.ts';
import { adapterContract, type Conversation, type SeenMessage } from './contract.ts';
import { CoreRig } from './core.ts';
import { example } from './example/adapter.ts';
import { type ExampleMessage, ExampleServer } from './example/server.ts';
import { JumpingClock } from './jumping-clock.ts';

function seenOn({ text, video, buttons }: ExampleMessage): SeenMessage {
  const isPicture = video?.subarray(1, 4).toString() === 'PNG';
  return { text, ...(isPicture ? { file: video } : { video }), buttons: buttons.map(({ label }) => label) };
}

/** A person who talks to the example adapter of docs/extending.md. */
async function exampleConversation(nemo: FakeNemo): Promise<Conversation> {
  const server = new ExampleServer();
  const rig = await CoreRig.start({
    nemoUrl: nemo.url,
    clock: new JumpingClock(),
    platform: ({ engine, store, clock, log }) => {
      const context = { core: engine, store, clock, log, language: 'auto' as const, joinWithinMs: 0, skills: [] };
      const adapter = example.create({ server }, context);
      const signal = new AbortController().signal;
      return {
        adapter,
        start: () => adapter.start(signal),
        stop: () => adapter.stop(),
        close: () => adapter.close(),
      };
    },
  });
  /** Buttons that were pressed: a client may show them for a while after they were removed. */
  const pressed: { id: string; label: string; data: string }[] = [];
  return {
    rig,
    says: async (text, files = []) => server.says('ann', text, files),
    seen: () => server.messages.map(seenOn),
    sees: async (wanted) => seenOn(await server.sees((message) => wanted(seenOn(message)))),
    async presses(label) {
      const shown = server.messages.flatMap(({ id, buttons }) => buttons.map((button) => ({ id, ...button })));
      const found = [...pressed, ...shown].findLast((button) => label.test(button.label));
      if (!found) throw new Error(`no button reads ${label}`);
      pressed.push(found);
      server.presses('ann', found.id, found.data);
    },
    leaves: async () => void server.blocked.add('ann'),
    repeats: async () => server.repeats(),
    close: () => rig.close(),
  };
}

adapterContract({ name: 'example', start: exampleConversation, maxVideoBytes: 5 * 1024 * 1024, hasButtons: true });
