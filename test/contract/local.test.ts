import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalChat } from '../../src/adapters/local/adapter.ts';
import { attachFile } from '../../src/adapters/local/attachments.ts';
import { readLine } from '../../src/adapters/local/messages.ts';
import type { ChatEvent } from '../../src/adapters/local/printer.ts';
import type { FakeNemo } from '../fakes/nemo/index.ts';
import { adapterContract, type Conversation, type SeenMessage } from './contract.ts';
import { CoreRig } from './core.ts';
import { JumpingClock } from './jumping-clock.ts';

/** The chat on this machine, of which a person sees what the printer shows. */
async function localConversation(nemo: FakeNemo): Promise<Conversation> {
  const shown: SeenMessage[] = [];
  const watching = new Set<() => void>();
  const show = (event: ChatEvent) => {
    if (event.type === 'bot') shown.push({ text: event.text, buttons: [] });
    const last = shown.at(-1);
    if (event.type === 'file' && last) last.file = readFileSync(event.path);
    if (event.type === 'video' && last) last.video = readFileSync(event.path);
    for (const look of watching) look();
  };
  const state: { chat?: LocalChat } = {};
  const rig = await CoreRig.start({
    nemoUrl: nemo.url,
    clock: new JumpingClock(),
    platform: ({ folder }) => {
      const saveAs = (name: string) => join(folder, 'out', name);
      const chat = new LocalChat({ name: 'test', printer: { show }, saveAs });
      state.chat = chat;
      return { adapter: chat };
    },
  });
  let count = 0;
  return {
    rig,
    async says(text, files = []) {
      const attached = await Promise.all(
        files.map(async ({ name, bytes }) => {
          await writeFile(join(rig.folder, name), bytes);
          return attachFile(join(rig.folder, name));
        }),
      );
      const line = readLine(text);
      const command = line.kind === 'command' ? line.command : undefined;
      const message = state.chat?.message(`m${++count}`, command ? '' : text, attached, command);
      if (message) await rig.engine.accept(message);
    },
    seen: () => shown,
    sees: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          const found = shown.find(wanted);
          if (!found) return;
          watching.delete(look);
          resolve(found);
        };
        watching.add(look);
        look();
      }),
    presses: () => Promise.reject(new Error('there are no buttons')),
    close: () => rig.close(),
  };
}

adapterContract({ name: 'local', start: localConversation, hasButtons: false });
