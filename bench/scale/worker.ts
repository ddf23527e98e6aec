import { Readable } from 'node:stream';
import { systemClock } from '@reelay/async';
import type { ChatAdapter, IncomingMessage, MessageRef } from '../../src/core/chat.ts';
import { Engine } from '../../src/core/engine.ts';
import { Spool } from '../../src/core/media/spool.ts';
import { credentialStore } from '../../src/core/storage/credentials.ts';
import { openStore } from '../../src/core/storage/store.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { createNemoClient } from '../../src/nemo/api.ts';
import { bundledSkills } from '../../src/skills.ts';

/** A platform that costs nothing. */
class Chats implements ChatAdapter {
  readonly platform = 'bench';
  #count = 0;

  limits() {
    return { maxFileBytes: 50 * 1024 * 1024, progressEveryMs: 1200 };
  }

  async open(): Promise<Readable> {
    return Readable.from([]);
  }

  async send(): Promise<MessageRef> {
    return `m${++this.#count}`;
  }

  async showProgress(_chat: string, _text: string, ref: MessageRef | undefined): Promise<MessageRef> {
    return ref ?? `p${++this.#count}`;
  }

  async endProgress(): Promise<void> {}
}

/** The core of a bot on a store, between chats in memory and a Nemo at an address. */
export interface Worker {
  engine: Engine;
  /** Transactions that were committed so far. */
  commits(): number;
  close(): Promise<void>;
}

export async function startWorker(storeUrl: string, nemoUrl: string, folder: string): Promise<Worker> {
  let commits = 0;
  const store = await openStore(storeUrl, {
    onWrite() {
      commits += 1;
    },
  });
  const log = createLogger({ level: 'silent', pretty: false });
  const spool = new Spool({ dir: folder, maxFileBytes: 1024 });
  await spool.prepare();
  const account = createNemoClient({
    ...{ apiUrl: nemoUrl, webUrl: nemoUrl, credentials: credentialStore(store, nemoUrl) },
    ...{ clock: systemClock, log, rateLimitWaitMs: 1000, streamTimeoutMs: 600_000 },
  });
  const [skill, ...others] = await bundledSkills();
  if (!skill) throw new Error('no skills');
  const engine = new Engine({
    ...{ store, account, skills: [skill, ...others], spool, clock: systemClock, log, maxTurns: 1000 },
    settings: {
      ...{ language: 'auto', renderPollEveryMs: 1000, renderLimitMs: 60_000, recoveryWaitsMs: [1000] },
      ...{ maxFileBytes: 1024, stillWorkingEveryMs: 60_000, sendLimitMs: 60_000, webUrl: nemoUrl, anonymous: true },
    },
  });
  engine.register(new Chats());
  return {
    engine,
    commits: () => commits,
    async close() {
      await engine.stop();
      await account.close();
      await store.close();
    },
  };
}

let number = 0;

/** A message of the chat, unlike any before. */
export function messageOf(chat: string, text = 'make it a sunny day'): IncomingMessage {
  return { id: String(++number), chat, userId: 'u', text, attachments: [] };
}
