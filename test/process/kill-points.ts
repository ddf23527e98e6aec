import type { Step } from '../fakes/nemo/ledger.ts';
import { type Call, faults } from '../fakes/telegram/index.ts';
import type { World } from './world.ts';

/** Messages by which a crash can be aimed at Telegram's calls. */
export type Sent = 'greeting' | 'progress' | 'reply' | 'video' | 'status';

/** The end of a message that goes out: it was asked for and not carried out, or carried out and not answered. */
type Sending = `${Sent} asked` | `${Sent} sent`;

/**
 * Where a process is killed: before or after its n-th write to the journal, at what Nemo sees of it (the n-th time; the
 * first unless told), or while it sends something.
 */
export type KillPoint = `write ${'before' | 'after'} ${number}` | Step | `${Step} ${number}` | Sending;

/** Starts the program and kills it at this point; false when it came to rest without getting there and was stopped. */
export async function runUntilKilled(world: World, point: KillPoint): Promise<boolean> {
  const [, write] = /^write (.*)$/.exec(point) ?? [];
  if (write !== undefined) {
    const child = world.start({ KILL_AT_WRITE: write });
    return endsBeforeRest(world, child.exited);
  }
  const child = world.start();
  const sending = /^(\w+) (asked|sent)$/.exec(point);
  if (sending) aimAtTelegram(world, sending[1] as Sent, sending[2] === 'sent');
  else aimAtNemo(world, point);
  const killed = await endsBeforeRest(world, child.exited);
  world.nemo.watch = () => {};
  return killed;
}

async function endsBeforeRest(world: World, exited: Promise<unknown>): Promise<boolean> {
  const killed = exited.then(() => true);
  const atRest = await Promise.race([killed.then(() => false), world.quiet()]);
  // The last write is the end of everything: seen from here it comes before the kill.
  return atRest ? !(await world.stop()) : killed;
}

function aimAtNemo(world: World, point: string): void {
  const [, step, number = '1'] = /^(\w+ \w+)(?: (\d+))?$/.exec(point) ?? [];
  const { child } = world;
  let count = 0;
  world.nemo.watch = async (now) => {
    if (now !== step || ++count !== Number(number)) return;
    await child.kill();
  };
}

const TEXTS: Record<Sent, (text: string) => boolean> = {
  greeting: (text) => text.startsWith('Hi! This is'),
  progress: (text) => /^(🎬|🔌|🔄|📥)/u.test(text),
  reply: (text) => /^(Edit \d|✅ Clip|The connection broke)/u.test(text),
  video: () => true,
  status: (text) => /^(⏳|Nothing is running)/u.test(text),
};

function aimAtTelegram(world: World, what: Sent, carriedOut: boolean): void {
  const { telegram, child } = world;
  const method = what === 'video' ? 'sendVideo' : 'sendMessage';
  const before = telegram.calls(method).length;
  const fits = (call: Call) => what === 'video' || TEXTS[what](String(call.params.text));
  const aimed = telegram.until(() => {
    const found = telegram.calls(method).slice(before).find(fits);
    // Whoever looks here is told of a request before its fault is looked for.
    if (found) telegram.next(method, carriedOut ? faults.resetAfter() : faults.hang());
    if (found && !carriedOut) void child.kill();
    return found;
  });
  if (!carriedOut) return;
  void aimed.then(({ params }) => {
    const chat = { id: Number(params.chat_id), type: 'private' as const };
    const there = telegram.history(chat).length;
    return telegram.until(() => {
      const carried = telegram.history(chat).length > there || undefined;
      if (carried) void child.kill();
      return carried;
    });
  });
}
