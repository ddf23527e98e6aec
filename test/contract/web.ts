import { join } from 'node:path';
import { WebAdapter, type WebOptions } from '../../src/adapters/web/adapter.ts';
import type { PageMessage } from '../../src/adapters/web/wire.ts';
import type { FakeNemo } from '../fakes/nemo/index.ts';
import { WebVisitor } from '../fakes/web-visitor.ts';
import type { Conversation, SeenMessage } from './contract.ts';
import { CoreRig, type CoreRigOptions } from './core.ts';
import { JumpingClock } from './jumping-clock.ts';

/** The page of the core, served on a free port of this machine; the next process of a restart takes the same one. */
export async function startOnWeb(
  nemo: Pick<FakeNemo, 'url'>,
  options: { adapter?: Partial<WebOptions>; core?: Partial<CoreRigOptions> } = {},
) {
  const clock = new JumpingClock();
  const running: { adapter?: WebAdapter; port?: number } = {};
  const rig = await CoreRig.start({
    nemoUrl: nemo.url,
    clock,
    platform: ({ engine, store, clock, log, folder }) => {
      const adapter = new WebAdapter({
        host: '127.0.0.1',
        port: running.port ?? 0,
        core: engine,
        store,
        clock,
        log,
        language: 'auto',
        folder: join(folder, 'web'),
        maxFileBytes: 200 * 1024 * 1024,
        timeline: (chat, signal) => engine.timeline(chat, signal),
        admin: { overview: engine.overview, credits: async () => undefined, problems: async () => [] },
        ...options.adapter,
      });
      running.adapter = adapter;
      return {
        adapter,
        start: async () => {
          await adapter.start();
          running.port = Number(new URL(adapter.url ?? '').port);
        },
        stop: () => adapter.stop(),
        close: () => adapter.close(),
      };
    },
    ...options.core,
  });
  const url = () => running.adapter?.url ?? '';
  return { clock, rig, url, running, close: () => rig.close() };
}

/** A visitor of the page, of which they see what its events say. */
export async function webConversation(nemo: FakeNemo): Promise<Conversation> {
  const { rig, url, close } = await startOnWeb(nemo);
  const visitor = new WebVisitor(url);
  const { id: chat } = await visitor.open();
  const films = new Map<string, Buffer>();
  const ofBot = () => (visitor.messages.get(chat) ?? []).filter(({ from }) => from === 'bot');
  const seenOn = (message: PageMessage): SeenMessage => ({
    text: message.text,
    ...(message.video && { video: films.get(message.video.id) }),
    ...(message.from === 'bot' && message.files?.[0] && { file: films.get(message.files[0].id) }),
    buttons: (message.buttons ?? []).map(({ label }) => label),
  });
  const fetchFilms = async () => {
    for (const { video, files = [] } of ofBot()) {
      for (const file of [video, ...files]) {
        if (!file || films.has(file.id)) continue;
        const response = await visitor.fetch(`/files/${chat}/${file.id}`);
        films.set(file.id, Buffer.from(await response.arrayBuffer()));
      }
    }
  };
  /** Buttons that were pressed: a tab that has not heard of it may show one for a while. */
  const pressed: { message: string; button: string; label: string }[] = [];
  let last: { id: string; text: string; files: { name: string; bytes: Buffer }[] } | undefined;
  const restart = rig.restart.bind(rig);
  rig.restart = async () => {
    await restart();
    await visitor.listen();
    await visitor.read(chat);
  };
  return {
    rig,
    async says(text, files = []) {
      last = { id: crypto.randomUUID(), text, files };
      const response = await visitor.say(chat, text, files, last.id);
      if (!response.ok) throw new Error(`the page answered ${response.status}`);
    },
    seen: () => ofBot().map(seenOn),
    async sees(wanted) {
      await visitor.shows(() => ofBot().some((message) => wanted(seenOn(message))));
      await fetchFilms();
      const found = ofBot().find((message) => wanted(seenOn(message)));
      if (!found) throw new Error('it is no longer on show');
      return seenOn(found);
    },
    async presses(label) {
      const shown = ofBot().flatMap(({ id, buttons = [] }) =>
        buttons.map((button) => ({ message: id, button: button.id, label: button.label })),
      );
      const found = [...pressed, ...shown].findLast((each) => label.test(each.label));
      if (!found) throw new Error(`no button reads ${label}`);
      pressed.push(found);
      const { message, button } = found;
      await visitor.post(`/api/chats/${chat}/presses`, { message, button, event: crypto.randomUUID() });
    },
    async repeats() {
      if (last) await visitor.say(chat, last.text, last.files, last.id);
    },
    async close() {
      visitor.close();
      await close();
    },
  };
}
