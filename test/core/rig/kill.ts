import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import type { Rig } from './rig.ts';

/** A copy of the store as a `kill -9` at this moment would leave it; it lies in the rig's folder and goes with it. */
export async function snapshot(rig: Rig): Promise<string> {
  const copy = await mkdtemp(join(rig.folder, 'snapshot-'));
  // A write in the middle of the copy would mix two moments, which no crash does.
  for (let before = await storeFacts(rig), same = false; !same; ) {
    for (const name of await readdir(copy)) await rm(join(copy, name));
    // SQLite's own journal file may vanish under the copy.
    const copied = Promise.all(
      (await storeFiles(rig.folder)).map((name) => cp(join(rig.folder, name), join(copy, name), { force: true })),
    ).then(
      () => true,
      () => false,
    );
    same = await copied;
    const after = await storeFacts(rig);
    same &&= before === after;
    before = after;
  }
  return copy;
}

/** Ends this process, puts the store back as it was at the snapshot and starts the next process on it. */
export async function killedAt(rig: Rig, copy: string): Promise<void> {
  await rig.stopProcess();
  for (const name of await storeFiles(rig.folder)) await rm(join(rig.folder, name));
  for (const name of await readdir(copy)) await cp(join(copy, name), join(rig.folder, name));
  await rm(copy, { recursive: true });
  await rig.boot();
}

/** A door that something waits at until the test opens it; `reached` resolves when it has come there. */
export interface Gate {
  pass: () => Promise<void>;
  reached: Promise<void>;
  open: () => void;
}

export function gate(): Gate {
  let open = () => {};
  let arrive = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const pass = () => {
    arrive();
    return opened;
  };
  return { pass, reached, open };
}

/** Asks for something that Nemo works on until it is cancelled; resolves when the prompt has reached Nemo. */
export async function startsLongWork(rig: Rig, text = 'animate it'): Promise<void> {
  const calls = rig.nemo.calls(ROUTES.prompt).length;
  rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
  await rig.engine.accept(rig.chat.message(text));
  await rig.nemo.called(ROUTES.prompt, calls + 1);
}

/** Everything the chat was told so far. */
export function texts(rig: Rig): string[] {
  return rig.chat.sent.map((sent) => sent.text);
}

/** The texts of all prompts that reached Nemo. */
export function promptsSent(rig: Rig): (string | undefined)[] {
  return rig.nemo.calls(ROUTES.prompt).map((call) => {
    const { new_message } = call.json as { new_message: { parts: { text: string }[] } };
    return new_message.parts[0]?.text;
  });
}

async function storeFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('reelay.sqlite'));
}

/** What changes with every write: the files, their sizes and times. */
async function storeFacts(rig: Rig): Promise<string> {
  const facts: string[] = [];
  for (const name of await storeFiles(rig.folder)) {
    const known = await stat(join(rig.folder, name), { bigint: true }).catch(() => undefined);
    if (known) facts.push(`${name} ${known.size} ${known.mtimeNs}`);
  }
  return facts.join('\n');
}
