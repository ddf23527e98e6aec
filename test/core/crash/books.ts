import { kindOf } from '../../process/outcomes.ts';
import type { Conversation, People, Said } from './conversations.ts';
import type { Posted } from './platform.ts';
import type { CrashWorld } from './world.ts';

/** Told when nobody can know whether Nemo was asked: the process ended about to ask (docs/reliability.md). */
const NOT_ASKED = '⚠️ The connection broke, and the timeline still shows no change.';
/** At most so many progress messages were on their way when the process was killed, so that nobody knows of them. */
const UNKNOWN_PROGRESS = 2;

function countOf(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** What should not be, from outside: what Nemo has in its books and what stands in the chats. */
export async function problemsOf(world: CrashWorld, people: People, conversation: Conversation): Promise<string[]> {
  const { results } = world.platform;
  const unasked = results.filter(({ text }) => text.startsWith(NOT_ASKED)).length;
  return [
    ...wrongPrompts(world, conversation, unasked),
    ...wrongUploads(world, conversation),
    ...wrongRenders(world, conversation, unasked),
    ...people.said.flatMap((said) => wrongResults(said, conversation, results, world.killPoint?.when === 'before')),
    ...results.filter(({ answers }) => answers === undefined).map(({ text }) => `it answers nobody: ${text}`),
    ...wrongProgress(world),
    ...(await wrongLedger(world)),
    ...(await world.spooled()).map((name) => `left in the spool: ${name}`),
  ];
}

function wrongPrompts({ nemo, crashed }: CrashWorld, { prompts }: Conversation, unasked: number): string[] {
  const taken = countOf(nemo.prompts.map(({ text }) => text));
  const problems = [...taken].filter(([, count]) => count > 1).map(([text]) => `prompted twice: ${text}`);
  const missing = prompts.filter((text) => !taken.has(text));
  if (missing.length > (crashed ? unasked : 0)) problems.push(`never prompted: ${missing.join(', ')}`);
  for (const text of taken.keys()) if (!prompts.includes(text)) problems.push(`prompted unasked: ${text}`);
  return problems;
}

/** A file that was on its way, or had arrived and was not journaled, may be sent again: one for each chat at the kill. */
function wrongUploads({ nemo, crashed }: CrashWorld, { uploads, busyChats = 1 }: Conversation): string[] {
  const taken = countOf(nemo.uploads.map(({ name }) => name));
  const problems = uploads.filter((name) => !taken.has(name)).map((name) => `never uploaded: ${name}`);
  const again = nemo.uploads.length - taken.size;
  if (again > (crashed ? busyChats : 0)) problems.push(`${again} files were uploaded again`);
  return problems;
}

function wrongRenders({ nemo, crashed }: CrashWorld, { renders }: Conversation, unasked: number): string[] {
  const all = [...nemo.renders.values()];
  const problems = nemo.orphanedRenders.map(({ id }) => `render left alone: ${id}`);
  for (const { id, submissions } of all)
    if (submissions > 1) problems.push(`render ${id} submitted ${submissions} times`);
  const missing = renders - all.length;
  if (missing < 0 || missing > (crashed ? unasked : 0)) problems.push(`${all.length} renders instead of ${renders}`);
  return problems;
}

const videosFor = (id: string, results: Posted[]) =>
  results.filter((each) => each.answers === id && kindOf({ ...each, id: each.ref, edits: 0 }) === 'video').length;

/** What a message must have brought, where a newer one may have taken its video over: it comes with one of the two. */
function wantedOf({ id, wanted }: Said, { takenOver }: Conversation, results: Posted[]): Said['wanted'] {
  if (!takenOver || (id !== takenOver.from && id !== takenOver.by)) return wanted;
  const movedOver = videosFor(takenOver.by, results) === 1 && videosFor(takenOver.from, results) === 0;
  const more = movedOver ? (id === takenOver.by ? 1 : -1) : 0;
  return { ...wanted, videos: wanted.videos + more };
}

function wrongResults(said: Said, conversation: Conversation, results: Posted[], killedBefore: boolean): string[] {
  const { id, chat } = said;
  const { sameChat, stopped, announced } = conversation;
  const wanted = wantedOf(said, conversation, results);
  const mine = results.filter(({ answers }) => answers === id);
  const problems: string[] = [];
  const right = sameChat?.includes(chat) ? sameChat : [chat];
  for (const each of mine) if (!right.includes(each.chat)) problems.push(`${id}: posted to ${each.chat}: ${each.text}`);
  const kinds = mine.map((each) => kindOf({ ...each, id: each.ref, edits: 0 }));
  const count = (kind: (typeof kinds)[number]) => kinds.filter((each) => each === kind).length;
  // What builds on a request that never was asked is another conversation.
  const unasked = results.some(({ text }) => text.startsWith(NOT_ASKED));
  const notAsked = mine.filter(({ text }) => text.startsWith(NOT_ASKED)).length;
  const doubled = [...countOf(mine.map(({ text }) => text))].filter(([, times]) => times > 1);
  // Both videos of a batch are told in the same words.
  if (wanted.videos < 2) problems.push(...doubled.map(([text]) => `${id}: told twice: ${text}`));
  if (count('failure') > notAsked && !unasked) problems.push(`${id}: it failed`);
  if (count('video') > wanted.videos || count('reply') > wanted.replies) problems.push(`${id}: more than one outcome`);
  const isStopped = id === stopped && results.some(({ text }) => text.startsWith('🛑'));
  const short = wanted.replies + wanted.videos - count('video') - count('reply');
  const mayMiss = killedBefore && id === announced ? 1 : 0;
  if (short > mayMiss && !unasked && !isStopped) problems.push(`${id}: ${short} of its outcomes are missing`);
  if (problems.length > 0) problems.push(`${id} was told: ${JSON.stringify(mine.map(({ text }) => text))}`);
  return problems;
}

function wrongProgress({ platform, crashed }: CrashWorld): string[] {
  const left = [...platform.progress.values()];
  const known = left.filter(({ process }) => process > 1 || !crashed);
  const problems = known.map(({ text }) => `a progress message is left: ${text}`);
  if (left.length - known.length > UNKNOWN_PROGRESS) problems.push(`${left.length} progress messages are left`);
  return problems;
}

/** Nothing stays set aside, and who had a prompt taken was charged for it, once. */
async function wrongLedger(world: CrashWorld): Promise<string[]> {
  const { nemo, crashed } = world;
  const { rows, credits: charged } = await world.ledger();
  const open = rows.filter(({ state }) => state !== 'settled').map(({ turn_id: id }) => `${id} is still set aside`);
  const isExact = !crashed && rows.every(({ estimate }) => estimate === 0);
  const wrong = isExact ? charged !== nemo.charged : charged < nemo.charged;
  return wrong ? [...open, `the ledger has ${charged} credits, Nemo charged ${nemo.charged}`] : open;
}
